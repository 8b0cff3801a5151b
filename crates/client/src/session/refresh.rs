//! Rotation. The server's rule: the same token gives the same successor, and stays good until the
//! successor is first used. So the successor is in the keychain before it is used, and whoever is
//! killed or cut off in between asks again and gets the same.

use menhu_protocol::api::session::{CONSENT_WITHDRAWN, Refresh, Tokens};
use menhu_protocol::ipc::{CampusCard, Event};
use menhu_protocol::values::Secret;
use menhu_protocol::{Code, Failure, Millis};

use super::{Access, Item};
use crate::campus::DeviceKey;
use crate::campus::call::Prover;
use crate::core::Core;
use crate::desktop::Notice;
use crate::store::Who;

/// An access token is renewed this long before it ends: a call may take as long on a slow network.
const MARGIN_MS: Millis = 30_000;
/// How often another process may have rotated under our hands before we believe the server.
const OVERTAKEN_MOST: u32 = 3;

impl Core {
    /// An access token that is good by this device's clock and is not the `refused` one.
    ///
    /// # Errors
    /// `signed_out` when the keychain has no token (nothing is deleted), `keychain_locked`,
    /// `session_ended`, and those of a call.
    pub(super) async fn access(&self, refused: Option<&Secret>) -> Result<Access, Failure> {
        let _turn = self.session.turn.lock().await;
        let who = self.who()?;
        let held = self.session.held().access.clone();
        if let Some(access) = held
            && access.who == who
            && Some(&access.token) != refused
            && access.good_until - MARGIN_MS > self.around.clock.now()
        {
            return Ok(access);
        }
        let _lock = self.lock.hold().await;
        self.rotate(&who).await
    }

    async fn rotate(&self, who: &Who) -> Result<Access, Failure> {
        let address = self.campus()?.manifest.origin;
        let mut overtaken = 0;
        loop {
            let (key, refresh) = self.kept(who).await?;
            let call = Refresh {
                refresh: refresh.clone(),
            };
            match self.ask(&address, Prover::Device(&key), &call).await {
                Ok(tokens) => return self.take(who, key, tokens).await,
                Err(failure) if failure.code == Code::SessionEnded => {
                    // Another process may have rotated meanwhile: only the token that is in the
                    // keychain now says whether the session is over (security.md TK-6).
                    let newest = self.strongbox.read(&Item::Refresh(who).name()).await?;
                    if newest.as_ref() != Some(&refresh) && overtaken < OVERTAKEN_MOST {
                        overtaken += 1;
                        continue;
                    }
                    if newest.as_ref() == Some(&refresh) {
                        if failure.detail.as_deref() == Some(CONSENT_WITHDRAWN) {
                            self.disagreed()?;
                        }
                        self.ended(who).await?;
                    }
                    return Err(failure);
                }
                Err(failure) => return Err(failure),
            }
        }
    }

    /// The device's key and the refresh token, from the keychain. What is not there is not there:
    /// nothing is deleted for it.
    pub(super) async fn kept(&self, who: &Who) -> Result<(DeviceKey, Secret), Failure> {
        let key = self.strongbox.expect(&Item::DeviceKey(who).name()).await?;
        let refresh = self.strongbox.expect(&Item::Refresh(who).name()).await?;
        let key = key.as_ref().and_then(DeviceKey::from_secret);
        key.zip(refresh).ok_or_else(|| Code::SignedOut.into())
    }

    /// The keychain first, then the use.
    async fn take(&self, who: &Who, key: DeviceKey, tokens: Tokens) -> Result<Access, Failure> {
        self.strongbox
            .write(&Item::Refresh(who).name(), &tokens.refresh)
            .await?;
        Ok(self.hold(who, key, tokens))
    }

    /// Keeps the access token for this process.
    pub(super) fn hold(&self, who: &Who, key: DeviceKey, tokens: Tokens) -> Access {
        let access = Access {
            who: who.clone(),
            key,
            token: tokens.access,
            good_until: self.around.clock.now() + Millis::from(tokens.access_good_for_s) * 1000,
        };
        self.session.held().access = Some(access.clone());
        access
    }

    /// The person took back their consent elsewhere: this device asks for it before anything else.
    fn disagreed(&self) -> Result<(), Failure> {
        if let Some(card) = self.store.campus()? {
            self.store.campus_keep(&CampusCard {
                agreed: Vec::new(),
                ..card
            })?;
        }
        Ok(())
    }

    /// The server ended the session, and nobody has a newer token.
    async fn ended(&self, who: &Who) -> Result<(), Failure> {
        tracing::info!("the session was ended elsewhere");
        self.forget(who).await?;
        self.around.host.announce(Event::SignedOut);
        self.notify(&Notice::SignedOut);
        Ok(())
    }
}
