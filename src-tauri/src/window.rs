//! The window of our own page: how it opens, and what the page in it may not do.

#[cfg(desktop)]
use tauri::Manager;
use tauri::webview::{NewWindowResponse, PermissionKind, PermissionResponse};
use tauri::{AppHandle, Url, Webview, WebviewUrl, WebviewWindowBuilder};

#[cfg(desktop)]
use crate::brand::Brand;

/// The label of the one window that may reach the core.
pub const MAIN: &str = "main";

/// Logical pixels. Wide enough for the rail, the list and the reading pane (look.md, "Shapes").
#[cfg(desktop)]
const SIZE: (f64, f64) = (1100.0, 760.0);

/// The smallest phone the page is drawn for.
#[cfg(desktop)]
pub const LEAST: (f64, f64) = (360.0, 560.0);

/// Opens the window.
///
/// # Errors
/// When the system has no screen or no webview.
pub fn open(app: &AppHandle) -> tauri::Result<()> {
    let window = WebviewWindowBuilder::new(app, MAIN, WebviewUrl::default())
        .on_navigation(is_ours)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        // The page takes dropped pictures itself.
        .disable_drag_drop_handler();
    #[cfg(desktop)]
    let window = window
        .title(app.state::<Brand>().title())
        .inner_size(SIZE.0, SIZE.1)
        .min_inner_size(LEAST.0, LEAST.1)
        // Shown when it is known where it belongs.
        .visible(false)
        .center();
    let window = window.build()?;
    #[cfg(desktop)]
    crate::desktop::window::place(&window);
    #[cfg(mobile)]
    let _ = window;
    Ok(())
}

/// Shows the window to a person who opened the app again.
pub fn to_front(app: &AppHandle) {
    #[cfg(desktop)]
    if let Some(window) = app.get_webview_window(MAIN) {
        // A window manager may refuse; the window then stays where it is.
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
        crate::desktop::window::reach(&window);
    }
    #[cfg(mobile)]
    let _ = app;
}

/// Whether an address is our own page. Everything else opens in the browser, through the core.
fn is_ours(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        // Windows and Android.
        "http" | "https" => url.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}

/// The camera reads QR codes; nothing else is ever asked for. WebKitGTK asks nobody but us, everywhere
/// else the system puts the question to the person.
pub fn permission(webview: Webview, kind: PermissionKind) -> PermissionResponse {
    match kind {
        PermissionKind::Camera if webview.label() == MAIN && cfg!(target_os = "linux") => {
            PermissionResponse::Allow
        }
        PermissionKind::Camera if webview.label() == MAIN => PermissionResponse::Default,
        _ => PermissionResponse::Deny,
    }
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    #[test]
    fn the_window_goes_nowhere_but_to_its_own_page() {
        let ours = |text: &str| is_ours(&text.parse().expect("an address"));
        for own in [
            "tauri://localhost/",
            "http://tauri.localhost/index.html",
            "https://tauri.localhost/",
        ] {
            assert!(ours(own), "{own}");
        }
        for foreign in [
            "https://campus.example/",
            "tauri://evil/",
            "https://tauri.localhost.evil.example/",
            "https://evil.example/tauri.localhost",
            "file:///etc/passwd",
            "data:text/html,x",
            "javascript:alert(1)",
        ] {
            assert!(!ours(foreign), "{foreign}");
        }
    }
}
