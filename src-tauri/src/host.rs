//! What the core asks of the shell.

use async_trait::async_trait;
use menhu_client::Host;
#[cfg(desktop)]
use menhu_client::Package;
#[cfg(desktop)]
use menhu_protocol::api::release::Bundle;
use menhu_protocol::{Code, Failure, ipc};
use tauri::{AppHandle, Emitter};
use tauri_plugin_opener::OpenerExt;

use crate::device;
#[cfg(mobile)]
use crate::scanner::ScannerExt;
#[cfg(desktop)]
use crate::update;
use crate::window::MAIN;

/// Where the system's settings allow the camera, as Microsoft and Apple document these addresses. Linux has
/// no such place, and the page offers none there.
#[cfg(desktop)]
const CAMERA_SETTINGS: Option<&str> = if cfg!(target_os = "windows") {
    Some("ms-settings:privacy-webcam")
} else if cfg!(target_os = "macos") {
    Some("x-apple.systempreferences:com.apple.preference.security?Privacy_Camera")
} else {
    None
};

/// The core's [`Host`] with a window and an operating system.
pub struct Shell {
    app: AppHandle,
    #[cfg(desktop)]
    desk: crate::desktop::Desk,
}

/// Tells the page something.
pub fn tell(app: &AppHandle, event: ipc::Event) {
    if let Err(error) = app.emit_to(MAIN, ipc::EVENT, event) {
        tracing::error!(%error, "an event did not reach the page");
    }
}

impl Shell {
    pub fn new(app: AppHandle) -> Self {
        Self {
            #[cfg(desktop)]
            desk: crate::desktop::Desk::new(app.clone()),
            app,
        }
    }
}

#[async_trait]
impl Host for Shell {
    fn announce(&self, event: ipc::Event) {
        tell(&self.app, event);
    }

    fn link_open(&self, url: &str) -> Result<(), Failure> {
        self.app
            .opener()
            .open_url(url, None::<&str>)
            .map_err(|error| {
                tracing::warn!(%error, "the system opened no link");
                Failure::new(Code::Internal)
            })
    }

    #[cfg(mobile)]
    fn scanner(&self) -> ipc::Scanner {
        ipc::Scanner::Native
    }

    #[cfg(mobile)]
    async fn scan(&self) -> Result<String, Failure> {
        self.app.scanner().scan().await
    }

    #[cfg(mobile)]
    fn scan_cancel(&self) {
        self.app.scanner().cancel();
    }

    #[cfg(mobile)]
    async fn scan_torch(&self, on: bool) -> ipc::Torch {
        self.app.scanner().torch(on).await
    }

    #[cfg(mobile)]
    fn camera_settings_open(&self) -> Result<(), Failure> {
        self.app.scanner().settings_open();
        Ok(())
    }

    #[cfg(desktop)]
    fn camera_settings_open(&self) -> Result<(), Failure> {
        match CAMERA_SETTINGS {
            Some(place) => self.link_open(place),
            None => Err(Failure::new(Code::Internal)),
        }
    }

    #[cfg(desktop)]
    fn updater(&self) -> Option<Bundle> {
        update::bundle(&self.app)
    }

    #[cfg(desktop)]
    fn update_check(&self, package: &Package) -> Result<(), Failure> {
        update::check(&self.app, package)
    }

    #[cfg(desktop)]
    fn update_install(&self, package: &Package) -> Result<(), Failure> {
        update::install(&self.app, package)
    }

    fn device_name(&self) -> String {
        device::name()
    }

    #[cfg(desktop)]
    fn desktop(&self) -> Option<&dyn menhu_client::Computer> {
        Some(&self.desk)
    }
}
