//! The core: everything the app knows, behind one handle that hosts share.

use std::path::PathBuf;
use std::sync::Arc;

use menhu_protocol::{Clock, Dice, Failure};

use crate::host::Host;
use crate::vault::Vault;

/// What a host gives the core to live in.
pub struct Surroundings {
    /// The app's own folder; created when it is not there.
    pub data_dir: PathBuf,
    pub vault: Arc<dyn Vault>,
    pub host: Arc<dyn Host>,
    pub clock: Arc<dyn Clock>,
    pub dice: Arc<dyn Dice>,
    /// `major.minor.patch` of the app.
    pub version: String,
    /// Certificates (PEM) that are trusted beside the system's: a campus with a CA of its own.
    pub extra_roots: Vec<String>,
}

/// The app without a window. Opening it touches the data folder only: no network, no keychain.
pub struct Core {
    pub(crate) around: Surroundings,
}

impl Core {
    /// # Errors
    /// `storage_full` when the folder cannot be written.
    pub fn open(around: Surroundings) -> Result<Arc<Self>, Failure> {
        Ok(Arc::new(Self { around }))
    }
}
