//! Who this program is to the Windows taskbar: windows, pins and notifications belong together by it.

use windows_sys::Win32::UI::Shell::SetCurrentProcessExplicitAppUserModelID;

/// Takes the identity under which the installer registers the app.
pub fn take(identifier: &str) {
    let wide: Vec<u16> = identifier.encode_utf16().chain([0]).collect();
    #[allow(
        unsafe_code,
        reason = "the system's own call; it reads a string that ends with a zero and outlives it"
    )]
    let result = unsafe { SetCurrentProcessExplicitAppUserModelID(wide.as_ptr()) };
    if result < 0 {
        tracing::warn!(result, "the taskbar does not know the app by its name");
    }
}
