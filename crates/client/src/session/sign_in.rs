//! Coming in: what the server gave goes to the keychain before anything relies on it.

use menhu_protocol::Failure;
use menhu_protocol::api::session::Tokens;
use menhu_protocol::ipc::Keychain;

use super::Item;
use crate::campus::DeviceKey;
use crate::core::Core;
use crate::store::Who;

impl Core {
    /// Signs the person in on this device. Whoever was in before, without having left, is forgotten:
    /// one person at a time.
    ///
    /// # Errors
    /// `keychain_locked`, `storage_full`: nobody is in.
    pub(crate) async fn enter(
        &self,
        who: &Who,
        key: DeviceKey,
        tokens: Tokens,
    ) -> Result<(), Failure> {
        let _turn = self.session.turn.lock().await;
        let _lock = self.lock.hold().await;
        if let Ok(before) = self.who()
            && before != *who
        {
            self.forget(&before).await?;
        }
        self.strongbox
            .write(&Item::DeviceKey(who).name(), &key.to_secret())
            .await?;
        self.strongbox
            .write(&Item::Refresh(who).name(), &tokens.refresh)
            .await?;
        if self.strongbox.state() == Keychain::Ready {
            self.store.signed_in_keep(who)?;
        } else {
            // No mark outlives the process that holds the tokens.
            self.session.held().in_memory = Some(who.clone());
        }
        self.hold(who, key, tokens);
        Ok(())
    }
}
