//! The lamp beside a camera, where the browser can switch it (Image Capture, `torch`).

use js_sys::{Array, Function, Promise};
use menhu_protocol::ipc::Torch;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::MediaStreamTrack;

use super::track::{ask, field, object};

pub fn of(track: &MediaStreamTrack) -> Torch {
    // Chrome says `true`, Safari a list of what can be chosen.
    let can = field(&ask(track, "getCapabilities"), "torch");
    let can = match can.dyn_ref::<Array>() {
        Some(choices) => choices.includes(&JsValue::TRUE, 0),
        None => can.is_truthy(),
    };
    if !can {
        return Torch::Missing;
    }
    match field(&ask(track, "getSettings"), "torch").is_truthy() {
        true => Torch::On,
        false => Torch::Off,
    }
}

/// What it is afterwards; a lamp that does not obey stays what it was.
pub async fn switch(track: &MediaStreamTrack, on: bool) -> Torch {
    let wish = Array::of1(&object(&[("torch", &on.into())]));
    let applied = field(track, "applyConstraints")
        .dyn_into::<Function>()
        .and_then(|apply| apply.call1(track, &object(&[("advanced", &wish)])))
        .and_then(JsCast::dyn_into::<Promise>);
    if let Ok(applied) = applied {
        let _ = JsFuture::from(applied).await;
    }
    of(track)
}
