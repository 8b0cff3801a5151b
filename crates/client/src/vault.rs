//! Where secrets live: the OS keychain, or this process's memory where there is none (design.md §6).
//!
//! One small item a secret, named `campus/person/kind`. Nothing here ever deletes on an empty read.

mod keychain;
mod memory;
mod strongbox;

use menhu_protocol::values::Secret;

pub use keychain::Keychain;
pub use memory::MemoryVault;
pub(crate) use strongbox::Strongbox;

/// A place for secrets. Calls may block (they go over D-Bus or into another process): the core makes
/// them from a thread that may wait.
pub trait Vault: Send + Sync + 'static {
    /// The secret under `key`, `None` when nothing was ever written there or it was deleted.
    ///
    /// # Errors
    /// Why the vault could not be asked; says nothing about whether the item exists.
    fn read(&self, key: &str) -> Result<Option<Secret>, VaultFault>;

    /// Writes the secret, replacing the one before.
    ///
    /// # Errors
    /// Why it was not written; the one before is still there.
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
    /// There is none on this device.
    #[error("there is no keychain")]
    Missing,
    /// It answered with a fault of its own, or the item cannot be read.
    #[error("the keychain did not answer")]
    Other,
}
