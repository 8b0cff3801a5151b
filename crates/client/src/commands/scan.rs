//! Reading a QR code: the phone's scanner, or a picture.

use std::sync::Arc;

use menhu_protocol::api::session::Done;
use menhu_protocol::ipc::{ScanCancel, ScanStart};
use menhu_protocol::{Code, Failure};

use super::consented;
use crate::core::Core;
use crate::scan;

pub(super) async fn scan_start(core: &Core, _: ScanStart) -> Result<String, Failure> {
    core.around.host.scan().await
}

pub(super) async fn scan_cancel(core: &Core, _: ScanCancel) -> Result<Done, Failure> {
    core.around.host.scan_cancel();
    Ok(Done {})
}

/// The text of the QR code in a picture file (PNG, JPEG, WebP, GIF, BMP).
///
/// # Errors
/// `no_code_in_picture`, `picture_unreadable`, `consent_missing`.
pub async fn scan_picture(core: &Arc<Core>, bytes: Vec<u8>) -> Result<String, Failure> {
    consented(core)?;
    // A decoder that panics over a picture takes its thread's task with it and nothing else.
    tokio::task::spawn_blocking(move || scan::text_of(&bytes))
        .await
        .unwrap_or_else(|_| Err(Code::PictureUnreadable.into()))
}
