//! A device that is in: its tokens, its person.

pub mod proof;
pub mod token;

use menhu_protocol::api::session as api;
use menhu_protocol::api::session::{Done, Me, Membership, Tokens};
use menhu_protocol::values::{Phone, Secret};
use menhu_protocol::{Code, Failure, Millis};

use crate::books::session::{Rotation, Session};
use crate::keys::fingerprint;
use crate::{Campus, session::token::Refreshed};

/// A device that proved its key in this request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Thumbprint of its key (RFC 7638).
    pub jkt: String,
}

/// One session, on a device or in a browser, by the name it has in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionRef<'a> {
    Device(&'a str),
    Browser(&'a str),
}

/// `seen_at` is at most this old (protocol, `Device::seen_at`).
const SEEN_MS: Millis = token::ACCESS_MS;

/// Tokens as they go over the wire.
pub(crate) fn tokens(refreshed: Refreshed, person: String) -> Tokens {
    Tokens {
        access: refreshed.access,
        access_good_for_s: u32::try_from(token::ACCESS_MS / 1000).unwrap_or(0),
        refresh: refreshed.refresh,
        person,
    }
}

/// Rotates the refresh token.
///
/// # Errors
/// `session_ended`.
pub async fn refresh(
    campus: &Campus,
    device: &Device,
    ask: api::Refresh,
) -> Result<Tokens, Failure> {
    let family = token::family_of(ask.refresh.expose()).ok_or(Code::SessionEnded)?;
    let rotation = Rotation {
        refresh: ask.refresh.expose(),
        family: &family,
        device: &device.jkt,
        keys: &campus.keys,
        now: campus.clock.now(),
    };
    let (next, person) = campus.books.enter(&rotation).await??;
    Ok(tokens(next, person))
}

/// Ends this device's session; the same when it had ended already.
///
/// # Errors
/// `server_fault`.
pub async fn revoke(campus: &Campus, device: &Device, ask: api::Revoke) -> Result<Done, Failure> {
    if let Some(family) = token::family_of(ask.refresh.expose()) {
        let now = campus.clock.now();
        campus
            .books
            .session_revoke(&family, &device.jkt, now)
            .await?;
    }
    Ok(Done {})
}

/// The session an access token opens, for the device that proved the key it is bound to.
///
/// # Errors
/// `session_ended` when the token is none, or is old: a refresh says which (security.md TK-6);
/// `proof_wrong` when it is another device's.
pub async fn of_access(
    campus: &Campus,
    device: &Device,
    access: &Secret,
) -> Result<Session, Failure> {
    let found = campus
        .books
        .session_of_access(&fingerprint(access.expose()))
        .await?;
    let session = found.ok_or(Code::SessionEnded)?;
    if session.device != device.jkt {
        return Err(Code::ProofWrong.into());
    }
    let now = campus.clock.now();
    if session.ended || session.access_until <= now {
        return Err(Code::SessionEnded.into());
    }
    if now - session.seen_at >= SEEN_MS {
        campus.books.session_seen(&session.id, now).await?;
    }
    Ok(session)
}

/// Who I am.
///
/// # Errors
/// `session_ended` when the person is gone.
pub async fn me(campus: &Campus, session: &Session) -> Result<Me, Failure> {
    let person = campus.books.person(&session.person).await?;
    let person = person.ok_or(Code::SessionEnded)?;
    let members = campus.books.members_of(&person.id).await?;
    Ok(Me {
        name: person.name,
        members: members
            .into_iter()
            .map(|member| Membership {
                member: member.id,
                department: member.department,
                category: member.category,
            })
            .collect(),
        phone: person.phone.as_ref().map(Phone::masked).unwrap_or_default(),
    })
}
