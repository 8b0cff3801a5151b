//! Where secrets live: the OS keychain, or this process's memory where there is none (design.md §6).
//!
//! One small item a secret, named `campus/person/kind`. Nothing here ever deletes on an empty read.

#[cfg(any(target_vendor = "apple", test))]
mod apple;
mod keychain;
mod memory;
mod strongbox;

use menhu_protocol::values::Secret;

pub use keychain::Keychain;
pub use memory::MemoryVault;
pub(crate) use strongbox::Strongbox;

/// Longest secret, in UTF-16 units: Windows keeps 2560 bytes (`CRED_MAX_CREDENTIAL_BLOB_SIZE`) and text
/// as UTF-16. Held everywhere, so that no secret works on one system only.
pub const SECRET_LONGEST: usize = 1280;

/// A place for secrets. Calls may block (they go over D-Bus or into another process): the core makes
/// them from a thread that may wait.
pub trait Vault: Send + Sync + 'static {
    /// The secret under `key`, `None` when nothing was ever written there or it was deleted.
    ///
    /// # Errors
    /// Why the vault could not be asked; says nothing about whether the item exists.
    fn read(&self, key: &str) -> Result<Option<Secret>, VaultFault>;

    /// Writes the secret, replacing the one before. It stands there when this answers: a vault reads
    /// back what it wrote before it believes it.
    ///
    /// # Errors
    /// Why it was not written. The one before is still there, but after [`VaultFault::Unkept`] nobody
    /// knows.
    fn write(&self, key: &str, secret: &Secret) -> Result<(), VaultFault>;

    /// Deletes the item; deleting what is not there succeeds.
    ///
    /// # Errors
    /// Why it was not deleted.
    fn delete(&self, key: &str) -> Result<(), VaultFault>;
}

/// Why a vault did not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultFault {
    /// It is there but locked; unlock it and ask again.
    #[error("the keychain is locked")]
    Locked,
    /// There is none on this device, or none that this program may ever use.
    #[error("there is no keychain")]
    Missing,
    /// The person, or the system in their name, does not let this program in.
    #[error("the keychain was denied")]
    Denied,
    /// It took the secret and did not give it back.
    #[error("the keychain did not keep what was written")]
    Unkept,
    /// The secret is longer than [`SECRET_LONGEST`]; nothing was written.
    #[error("the secret is too long for a keychain")]
    TooLong,
    /// It answered with a fault of its own.
    #[error("the keychain did not answer")]
    Other,
}

impl VaultFault {
    /// Whether unlocking and asking again is no help: nothing can be kept on this device.
    pub(crate) fn keeps_nothing(self) -> bool {
        matches!(self, Self::Missing | Self::Denied | Self::Unkept)
    }
}

/// # Errors
/// [`VaultFault::TooLong`].
fn fits(secret: &Secret) -> Result<(), VaultFault> {
    if secret.expose().encode_utf16().count() > SECRET_LONGEST {
        return Err(VaultFault::TooLong);
    }
    Ok(())
}
