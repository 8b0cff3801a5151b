//! Keeps the bookmark of the open flow: one write after the other, the newest last.

use std::cell::{Cell, RefCell};

use gloo_timers::callback::Timeout;
use menhu_protocol::ipc::{Bookmark, BookmarkKeep};
use wasm_bindgen_futures::spawn_local;

/// A pause in typing after which what was typed is kept, ms. Killed within it, a person loses at most
/// this much typing.
const PAUSE_MS: u32 = 400;

thread_local! {
    static SOON: RefCell<Option<Timeout>> = const { RefCell::new(None) };
    static NEXT: RefCell<Option<Bookmark>> = const { RefCell::new(None) };
    static WRITING: Cell<bool> = const { Cell::new(false) };
}

/// Keeps it now; what waited for a pause is older and goes.
pub fn keep(bookmark: Bookmark) {
    SOON.with(|soon| drop(soon.take()));
    NEXT.with(|next| next.replace(Some(bookmark)));
    if WRITING.with(|writing| writing.replace(true)) {
        return;
    }
    spawn_local(async {
        while let Some(bookmark) = NEXT.with(RefCell::take) {
            // A device that cannot keep it (a full disk) says so at the next request; the flow goes on.
            let _ = super::call(BookmarkKeep { bookmark }).await;
        }
        WRITING.with(|writing| writing.set(false));
    });
}

/// Keeps it when the person stops typing.
pub fn keep_soon(bookmark: Bookmark) {
    let timeout = Timeout::new(PAUSE_MS, move || keep(bookmark));
    SOON.with(|soon| drop(soon.replace(Some(timeout))));
}
