//! Secrets that end with the process.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use menhu_protocol::values::Secret;

use super::{Vault, VaultFault, fits};

/// For a device without a keychain: the session lives as long as the app does, and the page says so.
#[derive(Debug, Default)]
pub struct MemoryVault(Mutex<HashMap<String, Secret>>);

impl MemoryVault {
    fn items(&self) -> MutexGuard<'_, HashMap<String, Secret>> {
        // A panic elsewhere cannot leave a map of whole values half written.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Vault for MemoryVault {
    fn read(&self, key: &str) -> Result<Option<Secret>, VaultFault> {
        Ok(self.items().get(key).cloned())
    }

    fn write(&self, key: &str, secret: &Secret) -> Result<(), VaultFault> {
        fits(secret)?;
        self.items().insert(key.to_owned(), secret.clone());
        Ok(())
    }

    fn delete(&self, key: &str) -> Result<(), VaultFault> {
        self.items().remove(key);
        Ok(())
    }
}
