//! The vault as the core uses it: asked from a thread that may wait, its faults in the words of the
//! page, and this process's memory where the device can keep nothing.

use std::sync::{Arc, Mutex, PoisonError};

use menhu_protocol::ipc::Keychain;
use menhu_protocol::values::Secret;
use menhu_protocol::{Code, Failure};

use super::{MemoryVault, Vault, VaultFault};

/// Written to see whether a keychain that found nothing is awake; holds nothing of anybody.
const TRIAL: &str = "-/-/trial";
const TRIAL_TEXT: &str = "menhu";

pub(crate) struct Strongbox {
    vault: Arc<dyn Vault>,
    memory: Arc<MemoryVault>,
    found: Mutex<Found>,
}

/// What this process has found so far.
#[derive(Clone, Copy, Debug, Default)]
struct Found {
    state: Keychain,
    /// Something was read from the keychain or put into it.
    rooted: bool,
    /// An earlier process put the secrets of somebody there who is still in.
    remembers: bool,
}

impl Found {
    /// Whether this fault means that the process lives on its memory. A keychain that is refused once
    /// (a Mac's "Deny") while it holds somebody's secrets would look like their sign-out, and the real one
    /// would leave the tokens behind; without any keychain there is nothing to unlock.
    fn leaves(self, fault: VaultFault) -> bool {
        fault.keeps_nothing() && !self.rooted && (!self.remembers || fault == VaultFault::Missing)
    }
}

/// What a call means for the question where the process keeps its secrets.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// There was nothing to find.
    None,
    /// Secrets of this process stand there now.
    Rooted,
}

impl Strongbox {
    /// `remembers`: the device knows of somebody whose secrets an earlier process wrote into `vault`.
    pub(crate) fn new(vault: Arc<dyn Vault>, remembers: bool) -> Self {
        Self {
            vault,
            memory: Arc::default(),
            found: Mutex::new(Found {
                remembers,
                ..Found::default()
            }),
        }
    }

    /// What the last call found.
    pub(crate) fn state(&self) -> Keychain {
        self.found().state
    }

    pub(crate) async fn read(&self, item: &str) -> Result<Option<Secret>, Failure> {
        let item = item.to_owned();
        self.ask(move |vault| {
            let secret = vault.read(&item)?;
            let mark = secret.as_ref().map_or(Mark::None, |_| Mark::Rooted);
            Ok((secret, mark))
        })
        .await
    }

    /// Reads an item that this device has written. Apple's keychain may answer "not found" until the
    /// device was unlocked for the first time (security.md C-09), so that answer is believed only
    /// from a keychain that takes a trial item and gives it back.
    ///
    /// # Errors
    /// `keychain_locked`: whether the item is there cannot be known.
    pub(crate) async fn expect(&self, item: &str) -> Result<Option<Secret>, Failure> {
        if let Some(secret) = self.read(item).await? {
            return Ok(Some(secret));
        }
        self.ask(|vault| {
            vault.write(TRIAL, &Secret::new(TRIAL_TEXT))?;
            Ok(((), Mark::None))
        })
        .await?;
        // It may have been unlocked between the two.
        self.read(item).await
    }

    pub(crate) async fn write(&self, item: &str, secret: &Secret) -> Result<(), Failure> {
        let (item, secret) = (item.to_owned(), secret.clone());
        self.ask(move |vault| Ok((vault.write(&item, &secret)?, Mark::Rooted)))
            .await
    }

    pub(crate) async fn delete(&self, item: &str) -> Result<(), Failure> {
        let item = item.to_owned();
        self.ask(move |vault| Ok((vault.delete(&item)?, Mark::None)))
            .await
    }

    /// A process whose secrets stand in the keychain stays with it; one that could keep nothing there
    /// stays with its memory: a session must not be half here and half there.
    async fn ask<T: Send + 'static>(
        &self,
        call: impl Fn(&dyn Vault) -> Result<(T, Mark), VaultFault> + Send + 'static,
    ) -> Result<T, Failure> {
        let vault = Arc::clone(&self.vault);
        let memory = Arc::clone(&self.memory);
        let before = *self.found();
        let (state, outcome) = tokio::task::spawn_blocking(move || {
            if before.state != Keychain::Missing {
                match call(&*vault) {
                    Err(fault) if before.leaves(fault) => {}
                    Err(VaultFault::TooLong) => {
                        return (Keychain::Ready, Err(VaultFault::TooLong));
                    }
                    Err(fault) => return (Keychain::Locked, Err(fault)),
                    Ok(answer) => return (Keychain::Ready, Ok(answer)),
                }
            }
            (Keychain::Missing, call(&*memory))
        })
        .await
        // A store that panicked is one that did not answer.
        .unwrap_or((Keychain::Locked, Err(VaultFault::Other)));
        let mut found = self.found();
        found.state = state;
        match outcome {
            Ok((answer, mark)) => {
                found.rooted |= mark == Mark::Rooted;
                Ok(answer)
            }
            // Only what a server gave out can be that long.
            Err(VaultFault::TooLong) => Err(Code::ServerFault.into()),
            // Whatever kept the keychain from answering, what helps is the same: unlock it, try again.
            Err(_) => Err(Code::KeychainLocked.into()),
        }
    }

    fn found(&self) -> std::sync::MutexGuard<'_, Found> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use menhu_protocol::Code;
    use menhu_protocol::ipc::Keychain;
    use menhu_protocol::values::Secret;

    use super::{MemoryVault, Strongbox};
    use crate::vault::SECRET_LONGEST;

    const ITEM: &str = "example/person-1/refresh";

    #[tokio::test]
    async fn a_token_no_keychain_could_hold_is_the_server_s_fault_and_changes_nothing() {
        let strongbox = Strongbox::new(Arc::new(MemoryVault::default()), false);
        let before = Secret::new("before");
        strongbox.write(ITEM, &before).await.expect("written");
        let longer = Secret::new("x".repeat(SECRET_LONGEST + 1));
        let refused = strongbox.write(ITEM, &longer).await.expect_err("too long");
        assert_eq!(refused.code, Code::ServerFault);
        assert_eq!(strongbox.state(), Keychain::Ready, "nothing to unlock");
        assert_eq!(strongbox.read(ITEM).await.expect("read"), Some(before));
    }
}
