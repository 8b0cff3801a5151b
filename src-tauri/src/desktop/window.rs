//! The window on a computer: its place, its size, its closing.

use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use menhu_client::{Closing, Residence};
use tauri::plugin::TauriPlugin;
use tauri::{
    AppHandle, LogicalSize, Manager, PhysicalPosition, PhysicalSize, WebviewWindow, WindowEvent,
    Wry,
};
use tauri_plugin_window_state::{AppHandleExt, StateFlags};

use super::autostart::HIDDEN;
use super::place::{Rect, mended};
use crate::living::Living;
use crate::window::{LEAST, MAIN, to_front};

/// How long a start with the computer waits for the panel that shows its icon. Panels start at the
/// same time as the app; a window that appears later than this would surprise.
const PANEL_LONGEST: Duration = Duration::from_secs(30);

/// Between two looks for the panel.
const PANEL_PAUSE: Duration = Duration::from_secs(1);

/// A window that opens is told of its remembered size this often at most. GTK gives it late, so that it
/// can be looked at only then; afterwards sizes are a person's own.
const SIZES_TOLD: u8 = 4;

/// What is remembered of a window. Not whether it was hidden: who starts the app wants to see it.
fn remembered() -> StateFlags {
    StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED
}

/// Remembers place and size, in the app's configuration folder.
pub fn memory() -> TauriPlugin<Wry> {
    tauri_plugin_window_state::Builder::new()
        .with_state_flags(remembered())
        .build()
}

/// Puts the new window, still hidden, where it belongs, and shows it if it is wanted.
pub fn place(window: &WebviewWindow) {
    reach(window);
    watch(window);
    let app = window.app_handle();
    if std::env::args().any(|argument| argument == HIDDEN) {
        wait_for_panel(app.clone());
    } else {
        to_front(app);
    }
}

/// Brings a window back that stands where nobody can reach it: its screen may be gone.
pub fn reach(window: &WebviewWindow) {
    if let Err(error) = mend(window) {
        tracing::warn!(%error, "the window's place could not be checked");
    }
}

fn mend(window: &WebviewWindow) -> tauri::Result<()> {
    let (at, size) = (window.outer_position()?, window.inner_size()?);
    let now = Rect {
        x: at.x,
        y: at.y,
        width: size.width,
        height: size.height,
    };
    let screens: Vec<Rect> = window
        .available_monitors()?
        .iter()
        .map(|screen| {
            let area = screen.work_area();
            Rect {
                x: area.position.x,
                y: area.position.y,
                width: area.size.width,
                height: area.size.height,
            }
        })
        .collect();
    if let Some(better) = mended(now, &screens) {
        window.set_size(PhysicalSize::new(better.width, better.height))?;
        window.set_position(PhysicalPosition::new(better.x, better.y))?;
    }
    Ok(())
}

fn watch(window: &WebviewWindow) {
    let watched = window.clone();
    let told = AtomicU8::new(0);
    window.on_window_event(move |event| match event {
        WindowEvent::Resized(_) if told.load(Ordering::Relaxed) < SIZES_TOLD => {
            told.fetch_add(1, Ordering::Relaxed);
            reach(&watched);
        }
        WindowEvent::CloseRequested { api, .. } if closing(&watched) == Closing::Hide => {
            api.prevent_close();
            hide(&watched);
        }
        _ => {}
    });
}

/// The core decides what closing means; without a core there is nothing to stay for.
fn closing(window: &WebviewWindow) -> Closing {
    let living = window.state::<Living>();
    living.core().map_or(Closing::End, |core| core.closing())
}

fn hide(window: &WebviewWindow) {
    // A computer that is shut down ends the app without asking.
    if let Err(error) = window.app_handle().save_window_state(remembered()) {
        tracing::warn!(%error, "the window's place was not kept");
    }
    if let Err(error) = window.hide() {
        tracing::warn!(%error, "the window was not hidden");
    }
}

/// Started hidden: where no panel shows the icon, the window is shown after all.
fn wait_for_panel(app: AppHandle) {
    tauri::async_runtime::spawn(async move {
        let looks = PANEL_LONGEST.as_secs() / PANEL_PAUSE.as_secs();
        for _ in 0..looks {
            if super::residence(&app) != Residence::Nowhere {
                return;
            }
            tokio::time::sleep(PANEL_PAUSE).await;
        }
        tracing::info!("nobody shows the tray icon; the window is shown instead");
        to_front(&app);
    });
}

/// Shows the page larger or smaller. The window stays wide enough for the smallest page.
pub fn zoom(app: &AppHandle, percent: u16) {
    let Some(window) = app.get_webview_window(MAIN) else {
        return;
    };
    let scale = f64::from(percent) / 100.0;
    let zoomed = window
        .set_zoom(scale)
        .and_then(|()| window.set_min_size(Some(LogicalSize::new(LEAST.0 * scale, LEAST.1))));
    if let Err(error) = zoomed {
        tracing::warn!(%error, "the page keeps its size");
    }
}
