//! `menhu://` links: kept until the page listens, then told to it.

use std::sync::{Mutex, PoisonError};

use menhu_protocol::ipc;
use tauri::{AppHandle, Emitter, Manager, Runtime};
use tauri_plugin_deep_link::DeepLinkExt;

use crate::window::{self, MAIN};

/// The link that came before the page could hear it. One is enough: who taps twice means the last.
#[derive(Default)]
pub struct Pocket(Mutex<State>);

#[derive(Default)]
struct State {
    page_listens: bool,
    waiting: Option<String>,
}

impl Pocket {
    /// A link came: to be told now, or kept.
    fn arrive(&self, link: String) -> Option<String> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.page_listens {
            return Some(link);
        }
        state.waiting = Some(link);
        None
    }

    /// The page listens from now on; the link that waited for it.
    fn page_listens(&self) -> Option<String> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.page_listens = true;
        state.waiting.take()
    }
}

/// Takes the link the app was started with, and those that come while it runs.
///
/// # Errors
/// When the operating system cannot say with which link the app was started.
pub fn listen(app: &AppHandle) -> Result<(), tauri_plugin_deep_link::Error> {
    for link in app.deep_link().get_current()?.into_iter().flatten() {
        arrived(app, link.into());
    }
    let handle = app.clone();
    app.deep_link().on_open_url(move |event| {
        for link in event.urls() {
            arrived(&handle, link.into());
        }
        window::to_front(&handle);
    });
    Ok(())
}

/// Call when the page has begun to listen; asking again after a reload does no harm.
pub fn page_is_ready<R: Runtime>(app: &impl Manager<R>) {
    if let Some(link) = app.state::<Pocket>().page_listens() {
        tell(app.app_handle(), link);
    }
}

fn arrived(app: &AppHandle, link: String) {
    if let Some(link) = app.state::<Pocket>().arrive(link) {
        tell(app, link);
    }
}

fn tell<R: Runtime>(app: &AppHandle<R>, text: String) {
    if let Err(error) = app.emit_to(MAIN, ipc::EVENT, ipc::Event::Link { text }) {
        tracing::error!(%error, "a link did not reach the page");
    }
}

#[cfg(test)]
mod tests {
    use super::Pocket;

    #[test]
    fn a_link_waits_for_the_page_and_is_told_once() {
        let pocket = Pocket::default();
        assert_eq!(pocket.arrive("menhu://a".into()), None);
        assert_eq!(pocket.arrive("menhu://b".into()), None);
        assert_eq!(pocket.page_listens().as_deref(), Some("menhu://b"));
        assert_eq!(pocket.page_listens(), None);
        assert_eq!(
            pocket.arrive("menhu://c".into()).as_deref(),
            Some("menhu://c")
        );
    }
}
