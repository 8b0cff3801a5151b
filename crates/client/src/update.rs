//! An update in place: how far it has come, and what was fetched.

mod download;

use std::sync::{Arc, Mutex, PoisonError};

use menhu_protocol::api::release::SignedFile;
use menhu_protocol::ipc::UpdatePhase;

pub(crate) use download::download;

/// A newer version, fetched whole, with the signature its bytes must bear.
#[derive(Clone, Debug)]
pub struct Package {
    /// `major.minor.patch`
    pub version: String,
    pub file: SignedFile,
    pub bytes: Vec<u8>,
}

/// The one update of this process.
#[derive(Default)]
pub(crate) struct Updating {
    /// Held by whoever fetches or installs: a second tap begins nothing.
    pub(crate) turn: tokio::sync::Mutex<()>,
    /// Wakes whoever fetches when the campus is left.
    pub(crate) left: tokio::sync::Notify,
    phase: Mutex<UpdatePhase>,
    ready: Mutex<Option<Arc<Package>>>,
}

impl Updating {
    pub(crate) fn phase(&self) -> UpdatePhase {
        let phase = self.phase.lock().unwrap_or_else(PoisonError::into_inner);
        match &*phase {
            // Dropped since.
            UpdatePhase::Ready { .. } if self.ready().is_none() => UpdatePhase::Idle,
            phase => phase.clone(),
        }
    }

    pub(crate) fn enter(&self, phase: UpdatePhase) {
        *self.phase.lock().unwrap_or_else(PoisonError::into_inner) = phase;
    }

    pub(crate) fn ready(&self) -> Option<Arc<Package>> {
        self.ready
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The campus is left: nothing of it is fetched any more, and nothing waits.
    pub(crate) fn leave(&self) {
        self.left.notify_waiters();
        self.drop_ready();
    }

    /// Frees what is ready: it is not what the campus gives out any more.
    pub(crate) fn drop_ready(&self) {
        *self.ready.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    pub(crate) fn keep(&self, package: Arc<Package>) {
        *self.ready.lock().unwrap_or_else(PoisonError::into_inner) = Some(package);
    }
}
