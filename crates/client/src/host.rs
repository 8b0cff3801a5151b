//! What the core cannot do itself, because it takes a window, a phone or an operating system.

use async_trait::async_trait;
use menhu_protocol::api::release::Bundle;
use menhu_protocol::{Code, Failure, ipc};

use crate::desktop::Computer;
use crate::update::Package;

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

    /// How this device reads a QR code. Only a phone has a scanner of its own; elsewhere the page reads
    /// its camera's picture.
    fn scanner(&self) -> ipc::Scanner {
        ipc::Scanner::Page
    }

    /// Opens the phone's own scanner behind the page and answers the text of the code.
    ///
    /// # Errors
    /// `scan_cancelled`, `camera_denied`, `camera_missing`.
    async fn scan(&self) -> Result<String, Failure> {
        Err(Code::CameraDenied.into())
    }

    /// Closes the phone's own scanner; nothing happens when it is not open.
    fn scan_cancel(&self) {}

    /// Switches the lamp beside the phone's camera, and answers what it is now.
    async fn scan_torch(&self, _on: bool) -> ipc::Torch {
        ipc::Torch::Missing
    }

    /// Opens the system's settings where the camera is allowed to this app.
    ///
    /// # Errors
    /// `internal` where the system has no such place; the page offers none there.
    fn camera_settings_open(&self) -> Result<(), Failure> {
        Err(Failure::new(Code::Internal))
    }

    /// How this app was installed, if it can replace itself; `None`: newer versions come from the
    /// campus's download page, by hand.
    fn updater(&self) -> Option<Bundle> {
        None
    }

    /// Whether the package is the campus's own: signed with the key of this build, for this version.
    /// Called outside the async threads: it reads the whole package.
    ///
    /// # Errors
    /// `update_forged`.
    fn update_check(&self, _package: &Package) -> Result<(), Failure> {
        Err(Failure::new(Code::UpdateForged))
    }

    /// Checks once more, installs, and starts the new version; where that works, it does not return.
    /// Called outside the async threads.
    ///
    /// # Errors
    /// `update_forged`, `update_refused`, `storage_full`; the app is then as it was.
    fn update_install(&self, _package: &Package) -> Result<(), Failure> {
        Err(Failure::new(Code::UpdateRefused))
    }

    /// As the person will find this device in the list of devices: 「Windows 电脑 · DESKTOP-1」.
    fn device_name(&self) -> String;

    /// The computer around the app; a phone is none.
    fn desktop(&self) -> Option<&dyn Computer> {
        None
    }
}
