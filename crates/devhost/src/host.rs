//! The core's host without a window: events go to whoever listens, nothing else is there.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use menhu_client::{Host, Package};
use menhu_protocol::api::release::Bundle;
use menhu_protocol::{Code, Failure, ipc};
use minisign_verify::{PublicKey, Signature};
use tokio::sync::broadcast;

/// Events kept for a page that is slow to read; it is told nothing older.
const KEPT: usize = 64;

pub struct Loudspeaker {
    events: broadcast::Sender<ipc::Event>,
    /// With which newer versions must be signed; `None`: this app does not replace itself.
    update_key: Option<String>,
}

impl Loudspeaker {
    pub fn new(update_key: Option<String>) -> Self {
        Self {
            events: broadcast::Sender::new(KEPT),
            update_key,
        }
    }

    pub fn listen(&self) -> broadcast::Receiver<ipc::Event> {
        self.events.subscribe()
    }
}

impl Host for Loudspeaker {
    fn announce(&self, event: ipc::Event) {
        // An error means that no page is open.
        let _ = self.events.send(event);
    }

    fn link_open(&self, url: &str) -> Result<(), Failure> {
        // A test's browser must not start another; the line is what a test can look for.
        println!("would open {url}");
        Ok(())
    }

    fn updater(&self) -> Option<Bundle> {
        self.update_key.as_ref().map(|_| Bundle::AppImage)
    }

    fn update_check(&self, package: &Package) -> Result<(), Failure> {
        let key = self.update_key.as_deref().unwrap_or_default();
        signed(key, &package.file.signature, &package.bytes)
            .ok_or_else(|| Code::UpdateForged.into())
    }

    fn update_install(&self, package: &Package) -> Result<(), Failure> {
        self.update_check(package)?;
        // Nothing to replace; the line is what a test can look for.
        println!("would install {}", package.version);
        Ok(())
    }

    fn device_name(&self) -> String {
        "devhost".to_owned()
    }
}

/// Key and signature as Tauri's tools write them: base64 around minisign's text.
fn signed(key: &str, signature: &str, bytes: &[u8]) -> Option<()> {
    let unwrapped = |text: &str| String::from_utf8(STANDARD.decode(text.trim()).ok()?).ok();
    let key = PublicKey::decode(&unwrapped(key)?).ok()?;
    let signature = Signature::decode(&unwrapped(signature)?).ok()?;
    key.verify(bytes, &signature, false).ok()
}
