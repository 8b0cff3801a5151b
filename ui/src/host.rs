//! Everything outside the page: the core, the clock, the document, the camera. The only place that
//! touches JavaScript (design.md §4).

pub mod back;
pub mod camera;
pub mod clock;
mod devhost;
pub mod document;
pub mod keeper;
pub mod keys;
pub mod picture;
pub mod sight;
mod tauri;

use menhu_protocol::ipc::{Command, Event, SCAN_PICTURE};
use menhu_protocol::{Code, Failure};
use wasm_bindgen::JsValue;

/// Asks the core. Whatever does not look like an answer is a fault of the app itself.
///
/// # Errors
/// The core's failure.
pub async fn call<C: Command>(ask: C) -> Result<C::Reply, Failure> {
    let ask = serde_json::to_string(&ask).map_err(internal)?;
    let reply = match tauri::bridge() {
        Some(bridge) => bridge.call(C::NAME, &ask).await?,
        None => devhost::call(C::NAME, &ask).await?,
    };
    serde_json::from_str(&reply).map_err(internal)
}

/// The text of the QR code in a picture file.
///
/// # Errors
/// `no_code_in_picture`, `picture_unreadable`.
pub async fn scan_picture(picture: &[u8]) -> Result<String, Failure> {
    let reply = match tauri::bridge() {
        Some(bridge) => bridge.call_bytes(SCAN_PICTURE, picture).await?,
        None => devhost::call_bytes(SCAN_PICTURE, picture).await?,
    };
    serde_json::from_str(&reply).map_err(internal)
}

/// Hears what the core tells without being asked, for as long as the page lives.
pub fn listen(on: impl Fn(Event) + 'static) {
    let hear = move |text: String| match serde_json::from_str(&text) {
        Ok(event) => on(event),
        // An event of a newer core is none of this page's business.
        Err(error) => web_sys::console::warn_1(&error.to_string().into()),
    };
    match tauri::bridge() {
        Some(bridge) => bridge.listen(hear),
        None => devhost::listen(hear),
    }
}

fn internal(error: impl std::fmt::Display) -> Failure {
    web_sys::console::error_1(&error.to_string().into());
    Failure::new(Code::Internal)
}

/// JSON text of a JavaScript value; `null` for what has none.
fn json_of(value: &JsValue) -> String {
    js_sys::JSON::stringify(value)
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_else(|| "null".to_owned())
}

/// The failure a host rejected with.
fn failure_of(value: &JsValue) -> Failure {
    serde_json::from_str(&json_of(value)).unwrap_or_else(|_| {
        web_sys::console::error_1(value);
        Failure::new(Code::Internal)
    })
}
