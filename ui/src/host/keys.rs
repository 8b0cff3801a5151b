//! The keyboard, as far as it means shortcuts.

use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use crate::shortcuts::Press;

/// Listens for as long as the page lives. `on` answers whether the key was for it; nobody else then
/// gets it.
pub fn listen(on: impl Fn(&Press) -> bool + 'static) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&window, "keydown", options, move |event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
            return;
        };
        // While characters are being composed, Escape and the others belong to the input method.
        if event.is_composing() || event.repeat() && event.key() == "Escape" {
            return;
        }
        let press = Press {
            key: &event.key(),
            ctrl: event.ctrl_key(),
            meta: event.meta_key(),
            alt: event.alt_key(),
            shift: event.shift_key(),
        };
        if on(&press) {
            event.prevent_default();
        }
    })
    .forget();
}
