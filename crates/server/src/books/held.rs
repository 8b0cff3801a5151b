//! The row of a person, taken: two changes of one person stand in line, so that the second sees what the
//! first left.

use menhu_protocol::Code;
use sqlx::{AnyConnection, Row as _};

use super::Trouble;
use super::person::{Person, person_on};
use crate::session::SessionRef;

/// The person, whose row nobody else takes until this entry is written.
pub(super) async fn held(page: &mut AnyConnection, person: &str) -> Result<Person, Trouble> {
    // The update that changes nothing takes the row's lock.
    sqlx::query("UPDATE person SET signed_in_at = signed_in_at WHERE id = $1")
        .bind(person)
        .execute(&mut *page)
        .await?;
    person_on(page, person).await
}

/// As [`held`], for a change that a session asks for: one that ended since it was looked at, with another
/// session, the password, the consent or the account, changes nothing any more.
pub(super) async fn held_in(
    page: &mut AnyConnection,
    person: &str,
    session: SessionRef<'_>,
) -> Result<Person, Trouble> {
    let person = held(page, person).await?;
    let (going_on, id) = match session {
        SessionRef::Device(id) => (
            "SELECT COUNT(*) AS n FROM session
             WHERE id = $1 AND person = $2 AND ended_at IS NULL",
            id,
        ),
        SessionRef::Browser(id) => (
            "SELECT COUNT(*) AS n FROM browser_session
             WHERE id = $1 AND person = $2 AND ended_at IS NULL",
            id,
        ),
    };
    let row = sqlx::query(going_on)
        .bind(id)
        .bind(&person.id)
        .fetch_one(page)
        .await?;
    match row.try_get::<i64, _>("n")? {
        0 => Err(Code::SessionEnded.into()),
        _ => Ok(person),
    }
}
