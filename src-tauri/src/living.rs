//! The core, opened when it is first asked for.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use menhu_client::vault::Keychain;
use menhu_client::{Core, Surroundings, SystemClock, SystemDice};
use menhu_protocol::Failure;
use menhu_protocol::values::CampusAddress;
use tauri::{AppHandle, Manager};

use crate::host::Shell;

/// The folder for the app's data, instead of the one the system names. For tests and demos.
const DATA_DIR: &str = "MENHU_DATA_DIR";

/// A file with certificates (PEM) that are trusted beside the system's: a campus with a CA of its own.
const ROOTS: &str = "MENHU_ROOTS";

/// The core of this app, or the wish to open it: on a full disk it cannot be opened, the page says so,
/// and the next command tries again.
pub struct Living {
    app: AppHandle,
    data_dir: PathBuf,
    pinned: Option<CampusAddress>,
    core: Mutex<Option<Arc<Core>>>,
}

impl Living {
    /// `pinned` is the one campus of a campus's own build.
    ///
    /// # Errors
    /// When the system names no folder for the app's data.
    pub fn new(app: &AppHandle, pinned: Option<CampusAddress>) -> tauri::Result<Self> {
        let data_dir = match std::env::var_os(DATA_DIR) {
            Some(folder) => folder.into(),
            None => app.path().app_data_dir()?,
        };
        Ok(Self {
            app: app.clone(),
            data_dir,
            pinned,
            core: Mutex::new(None),
        })
    }

    fn keychain(&self) -> Keychain {
        match self.pinned {
            Some(_) => Keychain::of(&self.app.config().identifier),
            None => Keychain::new(),
        }
    }

    /// # Errors
    /// `storage_full` when the data folder cannot be written.
    pub fn core(&self) -> Result<Arc<Core>, Failure> {
        let mut core = self.core.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(core) = &*core {
            return Ok(Arc::clone(core));
        }
        let opened = Core::open(Surroundings {
            data_dir: self.data_dir.clone(),
            vault: Arc::new(self.keychain()),
            host: Arc::new(Shell::new(self.app.clone())),
            clock: Arc::new(SystemClock),
            dice: Arc::new(SystemDice),
            version: self.app.package_info().version.to_string(),
            extra_roots: roots(),
            pinned: self.pinned.clone(),
        })?;
        *core = Some(Arc::clone(&opened));
        Ok(opened)
    }
}

/// The certificates of `MENHU_ROOTS`; a file that cannot be read is said in the log and trusted for nothing.
fn roots() -> Vec<String> {
    let Some(file) = std::env::var_os(ROOTS) else {
        return Vec::new();
    };
    match std::fs::read_to_string(&file) {
        Ok(pem) => vec![pem],
        Err(error) => {
            tracing::warn!(%error, file = %PathBuf::from(file).display(), "cannot read {ROOTS}");
            Vec::new()
        }
    }
}
