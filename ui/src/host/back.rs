//! The way back of the device: the phone's gesture or button, the mouse's, Alt+Left.
//!
//! One entry of the browser's history stands for "there is a way back here". When the device goes
//! back over it, the screen that is shown goes back instead and the entry is laid down again.

use std::cell::{Cell, RefCell};

use gloo_events::EventListener;
use wasm_bindgen::JsValue;
use yew::Callback;

thread_local! {
    static WAY: RefCell<Option<Callback<()>>> = const { RefCell::new(None) };
    static LAID: Cell<bool> = const { Cell::new(false) };
}

/// What going back means on the screen that is shown; `None` where there is no way back.
pub fn set(way: Option<Callback<()>>) {
    let wanted = way.is_some();
    WAY.with(|w| w.replace(way));
    if wanted && !LAID.with(Cell::get) {
        lay();
    }
}

/// Goes back as the device would; where there is no way back, nothing happens.
pub fn go() {
    let way = WAY.with(|w| w.borrow().clone());
    if let Some(way) = way {
        way.emit(());
    }
}

/// Listens to the device for as long as the page lives.
pub fn listen() {
    let Some(window) = web_sys::window() else {
        return;
    };
    EventListener::new(&window, "popstate", |_| {
        LAID.with(|laid| laid.set(false));
        let way = WAY.with(|w| w.borrow().clone());
        if let Some(way) = way {
            lay();
            way.emit(());
        }
    })
    .forget();
}

fn lay() {
    let laid = web_sys::window()
        .and_then(|window| window.history().ok())
        .is_some_and(|history| history.push_state(&JsValue::NULL, "").is_ok());
    LAID.with(|l| l.set(laid));
}
