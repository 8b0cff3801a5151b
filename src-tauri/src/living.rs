//! The core, opened when it is first asked for.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use menhu_client::vault::Keychain;
use menhu_client::{Core, Surroundings, SystemClock, SystemDice};
use menhu_protocol::Failure;
use menhu_protocol::values::CampusAddress;
use serde::Deserialize as _;
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
    /// # Errors
    /// When the system names no folder for the app's data, or when this is a campus's own build and its
    /// campus cannot be read: it must not become an app for any campus.
    pub fn new(app: &AppHandle) -> Result<Self, Box<dyn std::error::Error>> {
        let data_dir = match std::env::var_os(DATA_DIR) {
            Some(folder) => folder.into(),
            None => app.path().app_data_dir()?,
        };
        Ok(Self {
            app: app.clone(),
            data_dir,
            pinned: pinned(&app.config().plugins.0)?,
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

/// The campus of a campus's own build, from the configuration that is compiled in:
/// `{ "plugins": { "menhu": { "campus": "https://…" } } }`, written by `cargo xtask brand`. It stands
/// there and not in an environment variable because Xcode hands those of strangers to no build.
fn pinned(
    plugins: &HashMap<String, serde_json::Value>,
) -> Result<Option<CampusAddress>, serde_json::Error> {
    #[derive(serde::Deserialize)]
    struct Brand {
        campus: CampusAddress,
    }
    match plugins.get("menhu") {
        Some(brand) => Brand::deserialize(brand).map(|brand| Some(brand.campus)),
        None => Ok(None),
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

#[cfg(test)]
mod tests {
    use super::pinned;
    use serde_json::json;

    #[test]
    fn build_of_a_campus_is_for_that_campus_or_does_not_open() {
        let of = |brand| pinned(&[("menhu".to_owned(), brand)].into());
        let own = of(json!({ "campus": "https://menhu.example.edu.cn" })).expect("a campus");
        assert_eq!(own.expect("pinned").host(), "menhu.example.edu.cn");
        for broken in [
            json!({}),
            json!({ "campus": "http://menhu.example.edu.cn" }),
        ] {
            assert!(of(broken.clone()).is_err(), "{broken}");
        }
        assert!(pinned(&[].into()).expect("no brand").is_none());
    }
}
