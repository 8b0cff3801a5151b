//! 「这台电脑」 and the shortcuts.

use menhu_protocol::ipc::{Desktop, Wish};
use menhu_protocol::{Code, Failure};

use super::Sample;
use crate::pages::desktop::State;

/// The computer of all samples.
pub const COMPUTER: Desktop = Desktop {
    autostart: Some(false),
    stay: Some(true),
    notifications: Some(true),
    zoom: 125,
};

pub fn all() -> impl Iterator<Item = (&'static str, Sample)> {
    let bare = Desktop {
        autostart: Some(true),
        stay: None,
        notifications: None,
        zoom: 100,
    };
    [
        ("desktop", Sample::Desktop(State::new(Some(COMPUTER)))),
        (
            "desktop-without-tray",
            Sample::Desktop(State::new(Some(bare))),
        ),
        (
            "desktop-not-taken",
            Sample::Desktop(State {
                refused: Some(Wish::Autostart(true)),
                failure: Some(Failure::new(Code::StorageFull)),
                ..State::new(Some(COMPUTER))
            }),
        ),
        ("shortcuts", Sample::Shortcuts),
    ]
    .into_iter()
}
