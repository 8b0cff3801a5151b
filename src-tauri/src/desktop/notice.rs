//! The system's own notifications.

use menhu_client::Notice;
use tauri::{AppHandle, Manager};
use tauri_plugin_notification::NotificationExt;

use super::tray::Tray;
use super::words;
use crate::window::to_front;

/// Shows one. Systems ask the person themselves, the first time.
pub fn show(app: &AppHandle, notice: &Notice) {
    let words = words::of(app, app.state::<Tray>().locale());
    let (title, body) = match notice {
        Notice::SignedOut => (words.say("signed-out-title"), words.say("signed-out-note")),
        Notice::StillRunning => (words.say("still-running-title"), words.say("still-running")),
        Notice::UpdateReady { version } => (
            words.say("update-ready-title"),
            words.say_with("update-ready-note", &[("version", version)]),
        ),
    };
    let shown = app.notification().builder().title(title).body(body).show();
    if let Err(error) = shown {
        tracing::warn!(%error, ?notice, "a notification was not shown");
    }
}

/// Whoever presses a notification wants to see the app.
pub fn bring_to_front_when_pressed(app: &AppHandle) {
    let handle = app.clone();
    let listening = app.notification().on_action(move |_| to_front(&handle));
    if let Err(error) = listening {
        tracing::warn!(%error, "a pressed notification will do nothing");
    }
}

/// On Linux notifications are shown by a program that need not be there.
#[cfg(target_os = "linux")]
pub fn can_be_shown() -> bool {
    super::session_bus::answers("org.freedesktop.Notifications")
}

#[cfg(not(target_os = "linux"))]
pub fn can_be_shown() -> bool {
    true
}
