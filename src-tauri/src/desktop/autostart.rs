//! Starting with the computer: only if asked, hidden in the tray, and as the system itself has it noted.
//!
//! Tauri's plugin does the same by the same crate; it writes the program's path without quotes, which
//! goes wrong below `C:\Users\王 老师`, and for all users where it may.

use std::path::Path;

use auto_launch::{AutoLaunch, AutoLaunchBuilder, WindowsEnableMode};
use menhu_protocol::{Code, Failure};
use tauri::AppHandle;

/// Started with the computer: without a window.
pub const HIDDEN: &str = "--hidden";

/// The entry's name in the system's list; a campus's own build has the name of its program.
const NAME: &str = "menhu";

/// Whether the system will start the app; `None` where it cannot say.
pub fn is_on(app: &AppHandle) -> Option<bool> {
    entry(app)?
        .is_enabled()
        .inspect_err(|error| tracing::warn!(%error, "the system does not say what it starts"))
        .ok()
}

/// # Errors
/// `internal` when the system did not take it.
pub fn keep(app: &AppHandle, on: bool) -> Result<(), Failure> {
    let entry = entry(app).ok_or(Code::Internal)?;
    // What is off already cannot be taken off the list of Windows.
    if !on && entry.is_enabled().is_ok_and(|is_on| !is_on) {
        return Ok(());
    }
    let kept = if on { entry.enable() } else { entry.disable() };
    kept.map_err(|error| {
        tracing::warn!(%error, on, "the system did not take the wish");
        Failure::new(Code::Internal)
    })
}

fn entry(app: &AppHandle) -> Option<AutoLaunch> {
    let name = app.config().main_binary_name.as_deref();
    // An AppImage runs from a place that is gone tomorrow.
    let program = match std::env::var_os("APPIMAGE") {
        Some(image) if cfg!(target_os = "linux") => image.into(),
        _ => std::env::current_exe().ok()?,
    };
    AutoLaunchBuilder::new()
        .set_app_name(name.unwrap_or(NAME))
        .set_app_path(&written(&program)?)
        .set_args(&[HIDDEN])
        .set_windows_enable_mode(WindowsEnableMode::CurrentUser)
        .build()
        .inspect_err(|error| tracing::warn!(%error, "no way to start with the computer"))
        .ok()
}

/// The path as the system's list wants it: macOS takes it as it is, the others read a command line.
fn written(program: &Path) -> Option<String> {
    let path = program.to_str()?;
    match std::env::consts::OS {
        "macos" => Some(path.to_owned()),
        "windows" => Some(format!("\"{path}\"")),
        _ => Some(desktop_entry(path)),
    }
}

/// Quoted as the Desktop Entry Specification says, section "The Exec key".
fn desktop_entry(path: &str) -> String {
    let mut quoted = String::from('"');
    for c in path.chars() {
        match c {
            // Read twice, once as a string and once as an argument.
            '\\' => quoted.push_str(r"\\\\"),
            '"' | '`' | '$' => {
                quoted.push_str(r"\\");
                quoted.push(c);
            }
            '%' => quoted.push_str("%%"),
            _ => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::desktop_entry;

    #[test]
    fn a_path_with_spaces_and_signs_stays_one_word() {
        assert_eq!(
            desktop_entry("/opt/王 老师/menhu"),
            "\"/opt/王 老师/menhu\""
        );
        assert_eq!(desktop_entry("/a$b"), r#""/a\\$b""#);
        assert_eq!(desktop_entry("/100%"), "\"/100%%\"");
    }
}
