//! What the core cannot do itself, because it takes a window, a phone or an operating system.

use async_trait::async_trait;
use menhu_protocol::{Failure, ipc};

use crate::desktop::Computer;

/// The program around the core. Tests use one that is nothing but this trait.
#[async_trait]
pub trait Host: Send + Sync + 'static {
    /// Tells the page something it did not ask for.
    fn announce(&self, event: ipc::Event);

    /// Opens an address outside the app. The core has checked that it is one of the campus, or a
    /// `tel:` of digits.
    ///
    /// # Errors
    /// What the operating system said no to.
    fn link_open(&self, url: &str) -> Result<(), Failure>;

    /// The system the app runs on.
    fn system(&self) -> ipc::System {
        ipc::System::here()
    }

    /// How this device reads a QR code.
    fn scanner(&self) -> ipc::Scanner;

    /// Opens the phone's own scanner and answers the text of the code.
    ///
    /// # Errors
    /// `scan_cancelled`, `camera_denied`.
    async fn scan(&self) -> Result<String, Failure>;

    /// Closes the phone's own scanner; nothing happens when it is not open.
    fn scan_cancel(&self);

    /// As the person will find this device in the list of devices: 「Windows 电脑 · DESKTOP-1」.
    fn device_name(&self) -> String;

    /// The computer around the app; a phone is none.
    fn desktop(&self) -> Option<&dyn Computer> {
        None
    }
}
