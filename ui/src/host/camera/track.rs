//! Asking the browser for a camera, and what it says about it.

use js_sys::{Array, Function, Object, Reflect};
use menhu_protocol::Code;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{MediaDevices, MediaStream, MediaStreamConstraints, MediaStreamTrack};

/// What a frame is asked for, px; cameras give the nearest they can. The usual 640 × 480 is too few for a
/// poster across a corridor.
const WANTED: (u32, u32) = (1280, 720);

/// A camera of this device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    pub id: String,
    /// As its maker calls it; empty where the browser does not say.
    pub label: String,
}

/// The picture of one camera, or of the one that looks away from the person.
pub async fn stream(device: Option<&str>) -> Result<MediaStream, Code> {
    let wanted = match device {
        Some(id) => object(&[("deviceId", &object(&[("exact", &id.into())]))]),
        None => object(&[("facingMode", &"environment".into())]),
    };
    for (name, px) in [("width", WANTED.0), ("height", WANTED.1)] {
        set(&wanted, name, &object(&[("ideal", &px.into())]));
    }
    let constraints = MediaStreamConstraints::new();
    constraints.set_video(&wanted);
    let promise = devices_of_browser()?
        .get_user_media_with_constraints(&constraints)
        .map_err(|error| reason(&error))?;
    JsFuture::from(promise)
        .await
        .map_err(|error| reason(&error))?
        .dyn_into()
        .map_err(|_| Code::CameraMissing)
}

/// Why there is no picture, by the names of the Media Capture specification (§10.2).
fn reason(error: &JsValue) -> Code {
    match field(error, "name").as_string().as_deref() {
        Some("NotAllowedError" | "PermissionDeniedError") => Code::CameraDenied,
        Some("NotReadableError" | "TrackStartError" | "AbortError") => Code::CameraBusy,
        Some("SecurityError") => Code::CameraInsecure,
        _ => Code::CameraMissing,
    }
}

/// Old web views and insecure pages have no `mediaDevices` at all.
fn devices_of_browser() -> Result<MediaDevices, Code> {
    let window = web_sys::window().ok_or(Code::CameraMissing)?;
    match window.navigator().media_devices() {
        Ok(devices) if !devices.is_undefined() => Ok(devices),
        _ if window.is_secure_context() => Err(Code::CameraMissing),
        _ => Err(Code::CameraInsecure),
    }
}

/// Every camera; their labels are known once one is running.
pub async fn devices() -> Vec<Device> {
    let Some(listing) = devices_of_browser()
        .ok()
        .and_then(|devices| devices.enumerate_devices().ok())
    else {
        return vec![];
    };
    let found = JsFuture::from(listing).await.unwrap_or_default();
    Array::from(&found)
        .iter()
        .filter(|device| field(device, "kind").as_string().as_deref() == Some("videoinput"))
        .filter_map(|device| {
            Some(Device {
                id: field(&device, "deviceId")
                    .as_string()
                    .filter(|id| !id.is_empty())?,
                label: field(&device, "label").as_string().unwrap_or_default(),
            })
        })
        .collect()
}

pub fn device_of(track: &MediaStreamTrack) -> Option<String> {
    field(&ask(track, "getSettings"), "deviceId").as_string()
}

/// `user`, `environment`, or nothing for a camera that stands on a table.
pub fn facing(track: &MediaStreamTrack) -> Option<String> {
    field(&ask(track, "getSettings"), "facingMode").as_string()
}

pub fn is_live(track: &MediaStreamTrack) -> bool {
    field(track, "readyState").as_string().as_deref() == Some("live")
}

/// What a method without arguments answers; undefined where the browser has no such method.
pub(super) fn ask(target: &JsValue, method: &str) -> JsValue {
    field(target, method)
        .dyn_into::<Function>()
        .and_then(|method| method.call0(target))
        .unwrap_or_default()
}

pub(super) fn field(value: &JsValue, name: &str) -> JsValue {
    // What is no object has no fields.
    Reflect::get(value, &name.into()).unwrap_or_default()
}

pub(super) fn object(entries: &[(&str, &JsValue)]) -> JsValue {
    let object = Object::new().into();
    for (name, value) in entries {
        set(&object, name, value);
    }
    object
}

fn set(object: &JsValue, name: &str, value: &JsValue) {
    // Setting a field of a fresh object cannot fail.
    let _ = Reflect::set(object, &name.into(), value);
}
