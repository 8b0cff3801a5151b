use std::cell::Cell;
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use menhu_protocol::Code;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlVideoElement;
use yew::prelude::*;

use super::Action;
use crate::app::use_app;
use crate::components::Screen;
use crate::host::camera::Camera;
use crate::host::{self, clock};

/// Pause between two frames, ms; a decoded frame costs the core about as much.
const FRAME_EVERY_MS: u32 = 300;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub act: Callback<Action>,
}

/// B-02: the camera's picture, read by the core until a code is found or the screen is left.
#[component]
pub fn CameraView(props: &Props) -> Html {
    let words = use_app().words;
    let video = use_node_ref();
    {
        let (video, act) = (video.clone(), props.act.clone());
        use_effect_with((), move |()| {
            let here = Rc::new(Cell::new(true));
            if let Some(video) = video.cast::<HtmlVideoElement>() {
                let here = here.clone();
                spawn_local(async move { watch(video, &act, &here).await });
            }
            move || here.set(false)
        });
    }
    html! {
        <Screen number="B-02" name="campus-camera" title={words.say("camera-title")} help={words.say("camera-help")} back={props.act.reform(|()| Action::Back)}>
            <video class="camera" ref={video} autoplay=true muted=true playsinline=true aria-label={words.say("camera-title")}></video>
        </Screen>
    }
}

async fn watch(video: HtmlVideoElement, act: &Callback<Action>, here: &Cell<bool>) {
    let camera = match Camera::open(video).await {
        Ok(camera) => camera,
        Err(failure) => {
            if here.get() {
                act.emit(Action::Scanned(Err(failure), clock::today()));
            }
            return;
        }
    };
    while here.get() {
        if let Some(frame) = camera.frame().await {
            let read = host::scan_picture(&frame).await;
            let nothing = read
                .as_ref()
                .is_err_and(|failure| failure.code == Code::NoCodeInPicture);
            if here.get() && !nothing {
                return act.emit(Action::Scanned(read, clock::today()));
            }
        }
        TimeoutFuture::new(FRAME_EVERY_MS).await;
    }
}
