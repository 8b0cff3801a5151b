//! What the core asks of the shell.

use async_trait::async_trait;
use menhu_client::Host;
use menhu_protocol::{Code, Failure, ipc};
use tauri::{AppHandle, Emitter};
use tauri_plugin_opener::OpenerExt;

use crate::device;
#[cfg(mobile)]
use crate::scanner::ScannerExt;
use crate::window::MAIN;

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

    #[cfg(desktop)]
    fn scanner(&self) -> ipc::Scanner {
        ipc::Scanner::Page
    }

    #[cfg(desktop)]
    async fn scan(&self) -> Result<String, Failure> {
        // A computer has no scanner of its own: the page reads its camera's picture.
        Err(Code::CameraDenied.into())
    }

    #[cfg(desktop)]
    fn scan_cancel(&self) {}

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

    fn device_name(&self) -> String {
        device::name()
    }

    #[cfg(desktop)]
    fn desktop(&self) -> Option<&dyn menhu_client::Computer> {
        Some(&self.desk)
    }
}
