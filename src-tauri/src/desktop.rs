//! A computer around the app: tray, menu, autostart, notifications, the window's place. Phones have
//! none of it; what is wished of it is decided in the core (`menhu_client::Computer`).

pub mod autostart;
#[cfg(target_os = "windows")]
mod identity;
#[cfg(target_os = "macos")]
mod menu;
mod notice;
mod place;
#[cfg(target_os = "linux")]
mod session_bus;
mod tray;
pub mod window;
mod words;

use menhu_client::{Computer, Guise, Notice, Residence};
use menhu_protocol::{Failure, ipc};
use tauri::{AppHandle, Manager};

use crate::living::Living;
use crate::window::MAIN;

/// Sets up what is there before the window opens.
pub fn begin(app: &AppHandle) {
    #[cfg(target_os = "windows")]
    identity::take(&app.config().identifier);
    let guise = match app.state::<Living>().core() {
        Ok(core) => core.guise(),
        // The page says why; a tray in Chinese is better than none.
        Err(_) => Guise::default(),
    };
    app.manage(tray::Tray::open(app, guise.clone()));
    #[cfg(target_os = "macos")]
    menu::hang(app, &guise);
    notice::bring_to_front_when_pressed(app);
}

/// The core's [`Computer`].
pub struct Desk {
    app: AppHandle,
}

impl Desk {
    pub fn new(app: AppHandle) -> Self {
        Self { app }
    }
}

impl Computer for Desk {
    fn residence(&self) -> Residence {
        residence(&self.app)
    }

    fn autostart(&self) -> Option<bool> {
        autostart::is_on(&self.app)
    }

    fn autostart_keep(&self, on: bool) -> Result<(), Failure> {
        autostart::keep(&self.app, on)
    }

    fn can_notify(&self) -> bool {
        notice::can_be_shown()
    }

    fn notify(&self, notice: &Notice) {
        notice::show(&self.app, notice);
    }

    fn is_watched(&self) -> bool {
        self.app.get_webview_window(MAIN).is_some_and(|window| {
            window.is_visible().unwrap_or_default() && window.is_focused().unwrap_or_default()
        })
    }

    fn zoom(&self, percent: u16) {
        window::zoom(&self.app, percent);
    }

    fn dress(&self, guise: &Guise) {
        let (app, guise) = (self.app.clone(), guise.clone());
        // Icons and menus belong to the main thread.
        let asked = self.app.run_on_main_thread(move || {
            let changed = app
                .try_state::<tray::Tray>()
                .is_some_and(|tray| tray.dress(&app, &guise));
            #[cfg(target_os = "macos")]
            if changed {
                menu::hang(&app, &guise);
            }
            #[cfg(not(target_os = "macos"))]
            let _ = changed;
        });
        if let Err(error) = asked {
            tracing::warn!(%error, "the tray keeps its words");
        }
    }

    fn close(&self) {
        if let Some(window) = self.app.get_webview_window(MAIN)
            && let Err(error) = window.close()
        {
            tracing::warn!(%error, "the window did not close");
        }
    }

    fn quit(&self) {
        self.app.exit(0);
    }
}

/// Where the app can be found again when its window is hidden.
pub fn residence(app: &AppHandle) -> Residence {
    if cfg!(target_os = "macos") {
        return Residence::Dock;
    }
    match app.try_state::<tray::Tray>() {
        Some(tray) if tray.is_there() => Residence::Tray,
        _ => Residence::Nowhere,
    }
}

/// What the system tells the app as a whole.
pub fn heard(app: &AppHandle, event: &tauri::RunEvent) {
    #[cfg(target_os = "macos")]
    match event {
        // The icon in the Dock was pressed.
        tauri::RunEvent::Reopen { .. } => crate::window::to_front(app),
        tauri::RunEvent::MenuEvent(event) => menu::chosen(app, event.id().as_ref()),
        _ => {}
    }
    #[cfg(not(target_os = "macos"))]
    let _ = (app, event);
}

/// Opens a page of ours from outside the page.
fn lead_to(app: &AppHandle, event: ipc::Event) {
    crate::window::to_front(app);
    crate::host::tell(app, event);
}
