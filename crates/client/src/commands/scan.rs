//! Reading a QR code: the phone's scanner, or a picture.

use std::sync::Arc;

use menhu_protocol::api::session::Done;
use menhu_protocol::ipc::{CameraSettingsOpen, ScanCancel, ScanStart, ScanTorch, Torch};
use menhu_protocol::{Code, Day, Failure};

use super::consented;
use crate::core::Core;
use crate::scan;

pub(super) async fn scan_start(core: &Core, _: ScanStart) -> Result<String, Failure> {
    // One camera: whoever still waits for it is told that they wait for nothing.
    core.scan_over.notify_waiters();
    let mut over = std::pin::pin!(core.scan_over.notified());
    over.as_mut().enable();
    // Some phones never answer a scan (no camera, no services of the maker's); leaving must free it anyway.
    tokio::select! {
        read = core.around.host.scan() => read,
        () = over => Err(Code::ScanCancelled.into()),
    }
}

pub(super) async fn scan_cancel(core: &Core, _: ScanCancel) -> Result<Done, Failure> {
    core.scan_over.notify_waiters();
    core.around.host.scan_cancel();
    Ok(Done {})
}

pub(super) async fn scan_torch(core: &Core, ask: ScanTorch) -> Result<Torch, Failure> {
    Ok(core.around.host.scan_torch(ask.on).await)
}

pub(super) async fn camera_settings_open(
    core: &Core,
    _: CameraSettingsOpen,
) -> Result<Done, Failure> {
    core.around.host.camera_settings_open()?;
    Ok(Done {})
}

/// The text of the QR code in a picture file (PNG, JPEG, WebP, GIF, BMP).
///
/// # Errors
/// `no_code_in_picture`, `several_campuses`, `picture_unreadable`, `consent_missing`.
pub async fn scan_picture(core: &Arc<Core>, bytes: Vec<u8>) -> Result<String, Failure> {
    consented(core)?;
    let turn = Arc::clone(&core.scan_turn).lock_owned().await;
    let clock = Arc::clone(&core.around.clock);
    // A decoder that panics over a picture takes its thread's task with it and nothing else.
    tokio::task::spawn_blocking(move || {
        // Held by the thread: whoever asked may be gone before it has ended.
        let _turn = turn;
        scan::text_of(&bytes, Day::of(clock.now()).parts(), &*clock)
    })
    .await
    .unwrap_or_else(|_| Err(Code::PictureUnreadable.into()))
}
