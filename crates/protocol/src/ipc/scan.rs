//! Reading a QR code: the phone's scanner, or a picture decoded by the core.

use serde::{Deserialize, Serialize};

use super::command;
use crate::api::session::Done;

command! {
    /// Opens the phone's own scanner behind the page; the text of the code. It stays open until a code is
    /// read or `scan_cancel`. Failure `scan_cancelled`, `camera_denied`, `camera_missing`.
    scan_start: ScanStart {} -> String;
    /// Closes the phone's scanner; the `scan_start` that waits is answered, whatever the phone does.
    scan_cancel: ScanCancel {} -> Done;
    /// Switches the lamp beside the phone's camera; what it is now.
    scan_torch: ScanTorch { on: bool } -> Torch;
    /// Opens the place in the system's settings where the camera is allowed to this app.
    camera_settings_open: CameraSettingsOpen {} -> Done;
}

/// The lamp beside a camera.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Torch {
    /// There is none: no button for it.
    #[default]
    Missing,
    Off,
    On,
}

/// Name of the raw-bytes call: a picture file (PNG, JPEG, WebP, GIF, BMP) in, the text of its code out.
/// Of several codes the campus's is answered; two campuses are `several_campuses`.
/// Not in the list of commands, because its body is not JSON.
pub const SCAN_PICTURE: &str = "scan_picture";

/// Largest picture that is decoded, bytes. A 12-megapixel photo of a phone is about 5 MB.
pub const PICTURE_LARGEST: usize = 20 * 1024 * 1024;
