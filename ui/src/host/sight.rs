//! Whether anybody can see the page.

use gloo_events::EventListener;

pub fn in_sight() -> bool {
    document().is_some_and(|document| !document.hidden())
}

/// Tells when the page is hidden and shown again, for as long as the listener is held.
pub fn on_sight(tell: impl Fn(bool) + 'static) -> Option<EventListener> {
    let document = document()?;
    Some(EventListener::new(
        &document,
        "visibilitychange",
        move |_| tell(in_sight()),
    ))
}

fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}
