//! The operating system's keychain (`keyring-core`): Credential Manager, Keychain Services, Secret
//! Service, Android Keystore.

use std::sync::Mutex;
use std::sync::PoisonError;

use keyring_core::{Entry, Error};
use menhu_protocol::values::Secret;

use super::{Vault, VaultFault};

/// The service under which every item of the app stands.
const SERVICE: &str = "menhu";

/// The OS keychain. Making one touches nothing; the store is opened at the first use, after consent.
#[derive(Debug, Default)]
pub struct Keychain {
    /// Whether the store is open. Held during the call: Windows does not order calls for one entry
    /// from several threads, and two that open the store would race.
    open: Mutex<bool>,
}

impl Keychain {
    pub fn new() -> Self {
        Self::default()
    }

    fn with<T>(
        &self,
        key: &str,
        call: impl FnOnce(&Entry) -> keyring_core::Result<T>,
    ) -> Result<T, Error> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if !*open {
            store_open()?;
            *open = true;
        }
        call(&entry(key)?)
    }
}

impl Vault for Keychain {
    fn read(&self, key: &str) -> Result<Option<Secret>, VaultFault> {
        match self.with(key, Entry::get_password) {
            Ok(text) => Ok(Some(Secret::new(text))),
            Err(Error::NoEntry) => Ok(None),
            // Android after a transfer: the item is there, the key that opens it is not. Nothing is
            // deleted; the next sign-in writes over it (security.md C-12).
            Err(Error::BadEncoding(_) | Error::BadDataFormat(..)) => {
                tracing::warn!("an item of the keychain cannot be read");
                Ok(None)
            }
            Err(error) => Err(fault(&error)),
        }
    }

    fn write(&self, key: &str, secret: &Secret) -> Result<(), VaultFault> {
        self.with(key, |entry| entry.set_password(secret.expose()))
            .map_err(|error| fault(&error))
    }

    fn delete(&self, key: &str) -> Result<(), VaultFault> {
        match self.with(key, Entry::delete_credential) {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(fault(&error)),
        }
    }
}

/// Opens the platform's store.
fn store_open() -> Result<(), Error> {
    if keyring_core::get_default_store().is_some() {
        return Ok(());
    }
    #[cfg(not(any(target_os = "android", target_os = "ios")))]
    {
        // `keyring` opens the desktop's store once and keeps the outcome.
        if let Err(error) = keyring::Entry::store_status() {
            tracing::warn!(error = %error, "the keychain could not be opened");
            return Err(Error::NoDefaultStore);
        }
    }
    #[cfg(target_os = "ios")]
    keyring_core::set_default_store(apple_native_keyring_store::protected::Store::new()?);
    #[cfg(target_os = "android")]
    keyring_core::set_default_store(android_native_keyring_store::Store::new()?);
    Ok(())
}

/// The item of a key, kept on this device only.
fn entry(key: &str) -> keyring_core::Result<Entry> {
    // Windows would let credentials roam to other machines of the domain by default.
    #[cfg(target_os = "windows")]
    let modifiers = [("persistence", "Local")];
    // Readable in the background after the first unlock, never restored to another device.
    #[cfg(target_os = "ios")]
    let modifiers = [("access-policy", "after-first-unlock-this-device-only")];
    #[cfg(any(target_os = "windows", target_os = "ios"))]
    return Entry::new_with_modifiers(SERVICE, key, &std::collections::HashMap::from(modifiers));
    #[cfg(not(any(target_os = "windows", target_os = "ios")))]
    Entry::new(SERVICE, key)
}

fn fault(error: &Error) -> VaultFault {
    match error {
        Error::NoStorageAccess(_) => VaultFault::Locked,
        Error::NoDefaultStore => VaultFault::Missing,
        other => {
            // The texts of stores name items, never their content.
            tracing::warn!(error = %other, "the keychain did not answer");
            VaultFault::Other
        }
    }
}
