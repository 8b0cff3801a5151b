//! A device that is in, and stays in (design.md §6).
//!
//! The access token lives in this process. The refresh token and the device's key live in the
//! keychain; the local database says only whose they are.

mod item;
mod lock;
mod refresh;
mod sign_in;
mod sign_out;

use std::sync::{Mutex, PoisonError};

use menhu_protocol::Millis;
use menhu_protocol::api::Call;
use menhu_protocol::values::Secret;
use menhu_protocol::{Code, Failure};

pub(crate) use item::Item;
pub(crate) use lock::Lock;

use crate::campus::DeviceKey;
use crate::campus::call::Prover;
use crate::core::Core;
use crate::store::Who;

/// The one at hand, the one a refresh brings, and the one after where that was a replay.
const ACCESS_TRIES: u32 = 3;

/// The session of this process.
#[derive(Default)]
pub(crate) struct Session {
    /// One refresh or sign-out at a time in this process; [`Lock`] does the same between processes.
    turn: tokio::sync::Mutex<()>,
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    /// Who is in on a device without a keychain; ends with the process.
    in_memory: Option<Who>,
    access: Option<Access>,
}

/// What an authorised call needs.
#[derive(Clone)]
struct Access {
    who: Who,
    key: DeviceKey,
    token: Secret,
    good_until: Millis,
}

impl Session {
    fn held(&self) -> std::sync::MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Core {
    /// Who is signed in, by what this device knows.
    ///
    /// # Errors
    /// `signed_out`.
    pub(crate) fn who(&self) -> Result<Who, Failure> {
        if let Some(who) = self.session.held().in_memory.clone() {
            return Ok(who);
        }
        match self.store.signed_in()? {
            Some((who, false)) => Ok(who),
            _ => Err(Code::SignedOut.into()),
        }
    }

    /// A call in the person's name. Tokens are refreshed when they need to be, and again when the
    /// server does not take them: a replayed answer may bring an access token that has ended since.
    ///
    /// # Errors
    /// Those of a call; `session_ended` once the server said so to a refresh and nobody else had
    /// rotated, `signed_out`, `keychain_locked`.
    pub(crate) async fn ask_in<C: Call>(&self, call: &C) -> Result<C::Reply, Failure> {
        let address = self.campus()?.manifest.origin;
        let mut refused = None;
        for _ in 0..ACCESS_TRIES {
            let access = self.access(refused.as_ref()).await?;
            let prover = Prover::Access(&access.key, &access.token);
            match self.ask(&address, prover, call).await {
                Err(failure) if failure.code == Code::SessionEnded => refused = Some(access.token),
                outcome => return outcome,
            }
        }
        // Only a refresh decides that a session is over; fresh access tokens that are not taken are
        // the server's trouble.
        Err(Code::ServerFault.into())
    }
}
