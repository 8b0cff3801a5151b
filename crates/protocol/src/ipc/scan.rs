//! Reading a QR code: the phone's scanner, or a picture decoded by the core.

use super::command;
use crate::api::session::Done;

command! {
    /// Opens the phone's own scanner; the text of the code. Failure `scan_cancelled`, `camera_denied`.
    scan_start: ScanStart {} -> String;
    /// Closes the phone's scanner.
    scan_cancel: ScanCancel {} -> Done;
}

/// Name of the raw-bytes call: a picture file (PNG, JPEG, WebP, GIF, BMP) in, the text of its code out.
/// Not in the list of commands, because its body is not JSON.
pub const SCAN_PICTURE: &str = "scan_picture";

/// Largest picture that is decoded, bytes. A 12-megapixel photo of a phone is about 5 MB.
pub const PICTURE_LARGEST: usize = 20 * 1024 * 1024;
