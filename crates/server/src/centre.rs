//! What 个人中心 tells somebody about themselves: who they are to the campus, what waits for them, where
//! they are in.

use menhu_protocol::api::registration::Case;
use menhu_protocol::{Failure, Millis};

use crate::Campus;
use crate::books::audit::{AuditRow, What};
use crate::books::closing::Closing;
use crate::books::person::{Member, Person};

/// The sign-in before this one is among so many last events of an account.
const LOOKED_BACK: i64 = 50;

/// Everything of it that the person's own row does not say.
pub struct Centre {
    pub members: Vec<Member>,
    /// The account closes, if that was asked for.
    pub closing: Option<Closing>,
    /// The open case that matters most.
    pub case: Option<Case>,
    /// The last sign-in before this session's.
    pub last: Option<AuditRow>,
    /// Devices and browsers they are in with, this one among them.
    pub sessions: usize,
}

/// Reads it, for a session that began at that time (UTC milliseconds).
///
/// # Errors
/// `server_fault` when the books cannot be read.
pub async fn read(
    campus: &Campus,
    person: &Person,
    signed_in_at: Millis,
) -> Result<Centre, Failure> {
    let (books, id) = (&campus.books, &person.id);
    let rows = books.audit_of(id, LOOKED_BACK).await?.into_iter();
    let devices = books.sessions_of(id).await?.len();
    let browsers = books.browsers_of(id, campus.clock.now()).await?.len();
    Ok(Centre {
        members: members(campus, person).await?,
        closing: books.closing_of(id).await?,
        case: books.dispute_open(id).await?,
        last: rows
            .filter(|row| row.what == What::SignedIn)
            .find(|row| row.at < signed_in_at),
        sessions: devices + browsers,
    })
}

/// The IDs of a person, as the roster has them.
///
/// # Errors
/// `server_fault` when the books cannot be read.
pub async fn members(campus: &Campus, person: &Person) -> Result<Vec<Member>, Failure> {
    Ok(campus.books.members_of(&person.id).await?)
}
