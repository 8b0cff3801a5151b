//! The core behind HTTP on this machine, for browser tests; never shipped.

use js_sys::Uint8Array;
use menhu_protocol::{Code, Failure};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{EventSource, MessageEvent, Request, RequestInit, Response};

/// The one status that carries a `Failure`.
const FAILED: u16 = 422;

pub async fn call(name: &str, ask: &str) -> Result<String, Failure> {
    post(&format!("/bridge/{name}"), &ask.into(), "application/json").await
}

pub async fn call_bytes(name: &str, bytes: &[u8]) -> Result<String, Failure> {
    post(
        &format!("/bridge-bytes/{name}"),
        &Uint8Array::from(bytes),
        "application/octet-stream",
    )
    .await
}

pub fn listen(hear: impl Fn(String) + 'static) {
    let Ok(source) = EventSource::new("/events") else {
        return;
    };
    let heard = Closure::<dyn Fn(MessageEvent)>::new(move |message: MessageEvent| {
        if let Some(text) = message.data().as_string() {
            hear(text);
        }
    });
    source.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    // Heard for as long as the page lives.
    heard.forget();
}

async fn post(path: &str, body: &JsValue, kind: &str) -> Result<String, Failure> {
    let broken = |error: JsValue| {
        web_sys::console::error_1(&error);
        Failure::new(Code::Internal)
    };
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(body);
    let request = Request::new_with_str_and_init(path, &init).map_err(broken)?;
    request
        .headers()
        .set("content-type", kind)
        .map_err(broken)?;
    let window = web_sys::window().ok_or(Code::Internal)?;
    let response: Response = JsFuture::from(window.fetch_with_request(&request))
        .await
        .and_then(JsCast::dyn_into)
        .map_err(broken)?;
    let text = JsFuture::from(response.text().map_err(broken)?)
        .await
        .map_err(broken)?
        .as_string()
        .unwrap_or_default();
    match response.status() {
        200 => Ok(text),
        FAILED => Err(serde_json::from_str(&text).unwrap_or(Failure::new(Code::Internal))),
        _ => Err(Failure::new(Code::Internal)),
    }
}
