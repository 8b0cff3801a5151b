//! The icon beside the clock and its menu.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

use menhu_client::Guise;
use menhu_protocol::ipc;
use tauri::menu::{Menu, MenuBuilder};
use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Manager, Wry};

use super::{lead_to, words};
use crate::brand::Brand;
use crate::window::to_front;

/// Names of the menu's items, for programs.
const OPEN: &str = "tray-open";
const SETTINGS: &str = "tray-settings";
const QUIT: &str = "tray-quit";

/// The icon, if it could be made, and how it is dressed.
pub struct Tray {
    icon: Option<TrayIcon>,
    guise: Mutex<Guise>,
}

impl Tray {
    /// Hangs the icon up. Call it on the main thread.
    pub fn open(app: &AppHandle, guise: Guise) -> Self {
        // On a Linux without its library the crate below panics; the app then has no tray.
        let made = catch_unwind(AssertUnwindSafe(|| hang(app, &guise)));
        let icon = match made {
            Ok(Ok(icon)) => Some(icon),
            Ok(Err(error)) => {
                tracing::warn!(%error, "no tray icon");
                None
            }
            Err(_) => None,
        };
        Self {
            icon,
            guise: Mutex::new(guise),
        }
    }

    /// Changes words and tooltip; whether there was anything to change. Call it on the main thread.
    pub fn dress(&self, app: &AppHandle, guise: &Guise) -> bool {
        let mut worn = self.guise.lock().unwrap_or_else(PoisonError::into_inner);
        if *worn == *guise {
            return false;
        }
        worn.clone_from(guise);
        if let Some(icon) = &self.icon {
            let dressed = menu(app, guise)
                .and_then(|menu| icon.set_menu(Some(menu)))
                .and_then(|()| icon.set_tooltip(Some(tooltip(app, guise))));
            if let Err(error) = dressed {
                tracing::warn!(%error, "the tray keeps its words");
            }
        }
        true
    }

    /// How tray and notifications speak.
    pub fn locale(&self) -> ipc::Locale {
        self.guise
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .locale
    }

    /// Whether a person can see the icon.
    pub fn is_there(&self) -> bool {
        self.icon.is_some() && somebody_shows_icons()
    }
}

/// On Linux an icon is seen only where a panel shows icons of this kind.
#[cfg(target_os = "linux")]
fn somebody_shows_icons() -> bool {
    super::session_bus::answers("org.kde.StatusNotifierWatcher")
}

#[cfg(not(target_os = "linux"))]
fn somebody_shows_icons() -> bool {
    true
}

fn hang(app: &AppHandle, guise: &Guise) -> tauri::Result<TrayIcon> {
    let tray = TrayIconBuilder::with_id("main")
        .menu(&menu(app, guise)?)
        // On Windows the left button opens the app and the right one the menu.
        .show_menu_on_left_click(!cfg!(target_os = "windows"))
        .tooltip(tooltip(app, guise))
        .on_menu_event(|app, event| match event.id().as_ref() {
            OPEN => to_front(app),
            SETTINGS => lead_to(app, ipc::Event::SettingsOpen),
            QUIT => app.exit(0),
            _ => {}
        })
        .on_tray_icon_event(|icon, event| {
            if let TrayIconEvent::Click {
                button: MouseButton::Left,
                button_state: MouseButtonState::Up,
                ..
            } = event
                && cfg!(target_os = "windows")
            {
                to_front(icon.app_handle());
            }
        });
    match app.default_window_icon() {
        Some(icon) => tray.icon(icon.clone()),
        None => tray,
    }
    .build(app)
}

fn menu(app: &AppHandle, guise: &Guise) -> tauri::Result<Menu<Wry>> {
    let words = words::of(app, guise.locale);
    MenuBuilder::new(app)
        .text(OPEN, words.say("tray-open"))
        .text(SETTINGS, words.say("tray-settings"))
        .separator()
        .text(QUIT, words.say("tray-quit"))
        .build()
}

/// The app's name and the campus's; a campus's own build is called after it already. Linux shows none.
fn tooltip(app: &AppHandle, guise: &Guise) -> String {
    let words = words::of(app, guise.locale);
    let is_own = app.state::<Brand>().campus().is_some();
    match &guise.campus {
        Some(campus) if !is_own => words.say_with(
            "tray-tooltip-campus",
            &[("campus", words::pick(guise.locale, campus))],
        ),
        _ => words.say("tray-tooltip"),
    }
}
