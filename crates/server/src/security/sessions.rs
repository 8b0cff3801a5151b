//! Where a person is in: devices and browsers in one list.

use menhu_protocol::Failure;
use menhu_protocol::api::session::{Device, Done, SessionKind};

use super::Actor;
use crate::Campus;
use crate::books::audit::What;
use crate::books::others::{OneEnd, OthersEnd};
use crate::session::SessionRef;

/// Why, as it stands in the books.
pub(crate) const ENDED_WHY: &str = "ended_by_person";

/// The devices and browsers I am signed in on, last seen first.
///
/// # Errors
/// `server_fault`.
pub async fn sessions(campus: &Campus, actor: &Actor<'_>) -> Result<Vec<Device>, Failure> {
    let (person, now) = (&actor.person.id, campus.clock.now());
    let devices = campus.books.sessions_of(person).await?;
    let browsers = campus.books.browsers_of(person, now).await?;
    let devices = devices.into_iter().map(|one| Device {
        this_one: actor.session == SessionRef::Device(&one.id),
        id: one.id,
        name: one.device_name,
        kind: SessionKind::App,
        signed_in_at: one.signed_in_at,
        seen_at: one.seen_at,
    });
    let browsers = browsers.into_iter().map(|one| Device {
        this_one: actor.session == SessionRef::Browser(&one.id),
        id: one.id,
        name: one.browser_name,
        kind: SessionKind::Browser,
        signed_in_at: one.signed_in_at,
        seen_at: one.seen_at,
    });
    let mut all: Vec<_> = devices.chain(browsers).collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.seen_at));
    Ok(all)
}

/// Ends one of my sessions, on a device or in a browser; the same when it had ended already. It is dead at
/// its next request, and the letters anybody asked for lead nowhere.
///
/// # Errors
/// `server_fault`.
pub async fn session_end(campus: &Campus, actor: &Actor<'_>, id: &str) -> Result<Done, Failure> {
    let listed = sessions(campus, actor).await?;
    let Some(one) = listed.into_iter().find(|one| one.id == id) else {
        return Ok(Done {});
    };
    let entry = OneEnd {
        person: &actor.person.id,
        ended: match one.kind {
            SessionKind::Browser => SessionRef::Browser(id),
            SessionKind::App | SessionKind::Other => SessionRef::Device(id),
        },
        why: ENDED_WHY,
        noted: &actor.noted(campus, What::SessionEnded).fact(one.name),
        now: campus.clock.now(),
    };
    campus.books.enter(&entry).await?;
    Ok(Done {})
}

/// Ends all of my sessions but this one, those that were only half in too, and the letters of any.
///
/// # Errors
/// `server_fault`.
pub async fn sessions_end_others(campus: &Campus, actor: &Actor<'_>) -> Result<Done, Failure> {
    let entry = OthersEnd {
        person: &actor.person.id,
        kept: actor.session,
        why: ENDED_WHY,
        noted: &actor.noted(campus, What::SessionEnded),
        now: campus.clock.now(),
    };
    campus.books.enter(&entry).await?;
    Ok(Done {})
}
