//! Leaving: everything of the person on this device goes.

use std::time::Duration;

use menhu_protocol::api::session::Revoke;
use menhu_protocol::{Code, Failure};

use super::Item;
use crate::campus::call::Prover;
use crate::core::Core;
use crate::store::Who;

/// The campus is told if it answers within this; nobody waits longer to be signed out.
const TELL_LONGEST: Duration = Duration::from_secs(5);

impl Core {
    /// Tells the campus if it can be reached, then forgets the person.
    ///
    /// # Errors
    /// `keychain_locked`: nothing was deleted, unlock and try again.
    pub(crate) async fn leave(&self) -> Result<(), Failure> {
        let _turn = self.session.turn.lock().await;
        let who = self.who()?;
        let _lock = self.lock.hold().await;
        match self.kept(&who).await {
            Ok((key, refresh)) => {
                // Also one this build no longer wears: the tokens are its own.
                let card = self.store.campus()?.ok_or(Code::OutOfOrder)?;
                let revoke = Revoke { refresh };
                let told = self.ask(&card.manifest.origin, Prover::Device(&key), &revoke);
                if !matches!(tokio::time::timeout(TELL_LONGEST, told).await, Ok(Ok(_))) {
                    tracing::info!("the campus could not be told of the sign-out");
                }
            }
            Err(failure) if failure.code == Code::SignedOut => {}
            Err(failure) => return Err(failure),
        }
        self.forget(&who).await
    }

    /// Finishes a sign-out that was killed in the middle.
    pub(crate) async fn leave_finish(&self) -> Result<(), Failure> {
        match self.store.signed_in()? {
            Some((who, true)) => self.forget(&who).await,
            _ => Ok(()),
        }
    }

    /// Deletes the person's items and rows. The mark comes first: killed at any point, the next start
    /// goes on from it.
    pub(super) async fn forget(&self, who: &Who) -> Result<(), Failure> {
        self.store.signed_in_leaving(who)?;
        *self.session.held() = super::Held::default();
        self.strongbox.delete(&Item::Refresh(who).name()).await?;
        self.strongbox.delete(&Item::DeviceKey(who).name()).await?;
        self.store.person_forget(who)
    }
}
