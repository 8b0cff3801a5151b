//! The operating system's keychain (`keyring-core`): Credential Manager, Keychain Services, Secret
//! Service, Android Keystore.

mod platform;
#[cfg(test)]
mod tests;
mod twins;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use keyring_core::{CredentialStore, Entry, Error};
use menhu_protocol::values::Secret;

use super::{Vault, VaultFault, fits};

/// The service under which every item of the app for any campus stands.
const SERVICE: &str = "menhu";

/// The OS keychain. Making one touches nothing; the store is opened at the first use, after consent.
pub struct Keychain {
    service: String,
    /// The store, once it is open. Held during the call: Windows does not order calls for one entry
    /// from several threads, and two that open the store would race.
    store: Mutex<Option<Store>>,
}

/// A store, and how it is told to keep an item.
struct Store {
    items: Arc<CredentialStore>,
    modifiers: HashMap<&'static str, &'static str>,
}

impl Store {
    fn entry(&self, service: &str, key: &str) -> keyring_core::Result<Entry> {
        self.items.build(service, key, Some(&self.modifiers))
    }
}

impl Default for Keychain {
    fn default() -> Self {
        Self::of(SERVICE)
    }
}

impl Keychain {
    pub fn new() -> Self {
        Self::default()
    }

    /// The items of another app: a campus's own build beside ours on one computer must not spend our
    /// tokens. `service` is its identifier.
    pub fn of(service: &str) -> Self {
        Self {
            service: service.to_owned(),
            store: Mutex::default(),
        }
    }

    /// A keychain over a store of the caller's.
    #[cfg(test)]
    fn over(items: Arc<CredentialStore>) -> Self {
        let modifiers = HashMap::new();
        Self {
            store: Mutex::new(Some(Store { items, modifiers })),
            ..Self::default()
        }
    }

    fn with<T>(
        &self,
        key: &str,
        call: impl FnOnce(&Entry) -> keyring_core::Result<T>,
    ) -> Result<T, VaultFault> {
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        let outcome = match &mut *store {
            Some(open) => open.entry(&self.service, key),
            closed => {
                platform::open().and_then(|open| closed.insert(open).entry(&self.service, key))
            }
        };
        outcome
            .and_then(|entry| call(&entry))
            .map_err(|error| fault(&error))
    }
}

impl Vault for Keychain {
    fn read(&self, key: &str) -> Result<Option<Secret>, VaultFault> {
        self.with(key, read)
    }

    /// Writes, reads back, and only then believes it.
    fn write(&self, key: &str, secret: &Secret) -> Result<(), VaultFault> {
        fits(secret)?;
        let back = self.with(key, |entry| {
            match entry.set_password(secret.expose()) {
                Err(Error::Ambiguous(twins)) => twins::overwrite(&twins, secret)?,
                outcome => outcome?,
            }
            read(entry)
        })?;
        if back.as_ref() == Some(secret) {
            return Ok(());
        }
        tracing::warn!("the keychain did not keep what was written");
        Err(VaultFault::Unkept)
    }

    fn delete(&self, key: &str) -> Result<(), VaultFault> {
        self.with(key, |entry| match entry.delete_credential() {
            Err(Error::NoEntry) => Ok(()),
            Err(Error::Ambiguous(twins)) => twins::delete(&twins),
            outcome => outcome,
        })
    }
}

/// What stands in the entry; `None` when there is nothing that can be used.
fn read(entry: &Entry) -> keyring_core::Result<Option<Secret>> {
    match entry.get_password() {
        Ok(text) => Ok(Some(Secret::new(text))),
        Err(Error::NoEntry) => Ok(None),
        // Android after a transfer: the item is there, the key that opens it is not. Nothing is
        // deleted; the next sign-in writes over it (security.md C-12).
        Err(Error::BadEncoding(_) | Error::BadDataFormat(..)) => {
            tracing::warn!("an item of the keychain cannot be read");
            Ok(None)
        }
        Err(Error::Ambiguous(twins)) => twins::read(&twins),
        Err(error) => Err(error),
    }
}

fn fault(error: &Error) -> VaultFault {
    let fault = match error {
        Error::NoDefaultStore | Error::NotSupportedByStore(_) => VaultFault::Missing,
        Error::TooLong(..) => VaultFault::TooLong,
        Error::NoStorageAccess(cause) => platform::fault(cause).unwrap_or(platform::NO_ACCESS),
        Error::PlatformFailure(cause) => platform::fault(cause).unwrap_or(VaultFault::Other),
        _ => VaultFault::Other,
    };
    if fault == VaultFault::Other {
        // The texts of stores name items, never their content.
        tracing::warn!(%error, "the keychain did not answer");
    }
    fault
}
