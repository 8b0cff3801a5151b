//! The core's host without a window: events go to whoever listens, nothing else is there.

use async_trait::async_trait;
use menhu_client::Host;
use menhu_protocol::{Code, Failure, ipc};
use tokio::sync::broadcast;

/// Events kept for a page that is slow to read; it is told nothing older.
const KEPT: usize = 64;

pub struct Loudspeaker {
    events: broadcast::Sender<ipc::Event>,
}

impl Default for Loudspeaker {
    fn default() -> Self {
        Self {
            events: broadcast::Sender::new(KEPT),
        }
    }
}

impl Loudspeaker {
    pub fn listen(&self) -> broadcast::Receiver<ipc::Event> {
        self.events.subscribe()
    }
}

#[async_trait]
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

    fn scanner(&self) -> ipc::Scanner {
        ipc::Scanner::Page
    }

    async fn scan(&self) -> Result<String, Failure> {
        Err(Code::CameraDenied.into())
    }

    fn scan_cancel(&self) {}

    fn device_name(&self) -> String {
        "devhost".to_owned()
    }
}
