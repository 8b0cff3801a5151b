//! Picture files a person chose, pasted or dropped.

use gloo_events::{EventListener, EventListenerOptions};
use js_sys::Uint8Array;
use menhu_protocol::ipc::PICTURE_LARGEST;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, ClipboardEvent, DragEvent, FileList, HtmlInputElement};
use yew::Callback;

/// Hands on the bytes of a picture, or `None` for a file that is too large or cannot be read.
pub fn read(picture: Blob, to: Callback<Option<Vec<u8>>>) {
    spawn_local(async move {
        // Its size is known before a byte is read.
        if picture.size() > PICTURE_LARGEST as f64 {
            return to.emit(None);
        }
        let bytes = JsFuture::from(picture.array_buffer()).await.ok();
        to.emit(bytes.map(|buffer| Uint8Array::new(&buffer).to_vec()));
    });
}

/// The file a person chose. The input is emptied, so that the same file can be chosen again.
pub fn chosen(input: &HtmlInputElement, to: Callback<Option<Vec<u8>>>) {
    if let Some(file) = first(input.files()) {
        read(file, to);
        input.set_value("");
    }
}

/// Pictures pasted or dropped anywhere on the page, for as long as the listeners are held.
pub fn handed(to: Callback<Option<Vec<u8>>>) -> Vec<EventListener> {
    let Some(window) = web_sys::window() else {
        return vec![];
    };
    let active = EventListenerOptions::enable_prevent_default;
    let (pasted, dropped) = (to.clone(), to);
    vec![
        EventListener::new(&window, "paste", move |event| {
            let event: &ClipboardEvent = event.unchecked_ref();
            if let Some(file) = event.clipboard_data().and_then(|data| first(data.files())) {
                read(file, pasted.clone());
            }
        }),
        // Without this the web view would open the file instead of handing it over.
        EventListener::new_with_options(&window, "dragover", active(), |event| {
            event.prevent_default();
        }),
        EventListener::new_with_options(&window, "drop", active(), move |event| {
            event.prevent_default();
            let event: &DragEvent = event.unchecked_ref();
            if let Some(file) = event.data_transfer().and_then(|data| first(data.files())) {
                read(file, dropped.clone());
            }
        }),
    ]
}

fn first(files: Option<FileList>) -> Option<Blob> {
    files?.get(0).map(Into::into)
}
