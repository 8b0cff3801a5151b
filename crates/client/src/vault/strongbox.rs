//! The vault as the core uses it: asked from a thread that may wait, its faults in the words of the
//! page, and this process's memory where the device has no keychain.

use std::sync::{Arc, Mutex, PoisonError};

use menhu_protocol::ipc::Keychain;
use menhu_protocol::values::Secret;
use menhu_protocol::{Code, Failure};

use super::{MemoryVault, Vault, VaultFault};

pub(crate) struct Strongbox {
    vault: Arc<dyn Vault>,
    memory: Arc<MemoryVault>,
    state: Mutex<Keychain>,
}

impl Strongbox {
    pub(crate) fn new(vault: Arc<dyn Vault>) -> Self {
        Self {
            vault,
            memory: Arc::default(),
            state: Mutex::default(),
        }
    }

    /// What the last call found.
    pub(crate) fn state(&self) -> Keychain {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) async fn read(&self, item: &str) -> Result<Option<Secret>, Failure> {
        let item = item.to_owned();
        self.ask(move |vault| vault.read(&item)).await
    }

    pub(crate) async fn write(&self, item: &str, secret: &Secret) -> Result<(), Failure> {
        let (item, secret) = (item.to_owned(), secret.clone());
        self.ask(move |vault| vault.write(&item, &secret)).await
    }

    pub(crate) async fn delete(&self, item: &str) -> Result<(), Failure> {
        let item = item.to_owned();
        self.ask(move |vault| vault.delete(&item)).await
    }

    /// Once the keychain was found missing, the process stays with its memory: a session must not be
    /// half here and half there.
    async fn ask<T: Send + 'static>(
        &self,
        call: impl Fn(&dyn Vault) -> Result<T, VaultFault> + Send + 'static,
    ) -> Result<T, Failure> {
        let vault = Arc::clone(&self.vault);
        let memory = Arc::clone(&self.memory);
        let missing = self.state() == Keychain::Missing;
        let (state, outcome) = tokio::task::spawn_blocking(move || {
            if !missing {
                match call(&*vault) {
                    Err(VaultFault::Missing) => {}
                    Err(fault) => return (Keychain::Locked, Err(fault)),
                    Ok(answer) => return (Keychain::Ready, Ok(answer)),
                }
            }
            (Keychain::Missing, call(&*memory))
        })
        .await
        // A store that panicked is one that did not answer.
        .unwrap_or((Keychain::Locked, Err(VaultFault::Other)));
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = state;
        // Whatever kept the keychain from answering, what helps is the same: unlock it, try again.
        outcome.map_err(|_| Code::KeychainLocked.into())
    }
}
