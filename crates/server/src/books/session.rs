//! Devices that are in.

use menhu_protocol::Millis;
use menhu_protocol::api::signin::Agreed;
use menhu_protocol::values::MemberId;
use menhu_protocol::{Code, Failure};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use super::{Books, Entry, Trouble, consent};
use crate::identity::rotation::{self, Family, Turn};
use crate::keys::{KeyVersion, ServerKeys};
use crate::session::token::{self, Refreshed};

/// Devices of one person that are in at the same time (design.md §6).
pub const DEVICES: usize = 10;

/// One device's session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub id: String,
    pub person: String,
    /// The ID that signed in; `None`: before version 4 of the schema.
    pub member: Option<MemberId>,
    /// Thumbprint of its key.
    pub device: String,
    pub device_name: String,
    pub signed_in_at: Millis,
    pub seen_at: Millis,
    pub access_until: Millis,
    /// When the password was last proven in it; `None`: as above.
    pub proven_at: Option<Millis>,
    pub ended: bool,
}

const SESSION: &str = "id, person, member, device, device_name, signed_in_at, seen_at, access_until, proven_at, ended_at";

fn session_of(row: &AnyRow) -> Result<Session, sqlx::Error> {
    let member: Option<String> = row.try_get("member")?;
    let member = member.as_deref().map(MemberId::parse).transpose();
    Ok(Session {
        id: row.try_get("id")?,
        person: row.try_get("person")?,
        member: member.map_err(|why| sqlx::Error::Decode(why.into()))?,
        device: row.try_get("device")?,
        device_name: row.try_get("device_name")?,
        signed_in_at: row.try_get("signed_in_at")?,
        seen_at: row.try_get("seen_at")?,
        access_until: row.try_get("access_until")?,
        proven_at: row.try_get("proven_at")?,
        ended: row.try_get::<Option<Millis>, _>("ended_at")?.is_some(),
    })
}

/// A login attempt becomes a session. Asked again with the same attempt, it is the same session, as
/// long as its first token was not used.
pub struct SessionStart<'a> {
    pub id: &'a str,
    pub person: &'a str,
    /// The ID whose password was right.
    pub member: &'a MemberId,
    pub device: &'a str,
    pub device_name: &'a str,
    pub tokens: &'a Refreshed,
    pub agreed: &'a [Agreed],
    /// When the attempt began, and they agreed.
    pub agreed_at: Millis,
    pub now: Millis,
}

impl Entry for SessionStart<'_> {
    type Out = ();

    async fn write(&self, page: &mut AnyConnection) -> Result<(), Trouble> {
        // Takes the person's row: two sign-ins of one person stand in line, so that ten stays ten.
        sqlx::query("UPDATE person SET signed_in_at = $1 WHERE id = $2")
            .bind(self.now)
            .bind(self.person)
            .execute(&mut *page)
            .await?;
        let issued = self.tokens.fingerprint();
        let before = sqlx::query(
            "SELECT id, person, device, issued, ended_at FROM session WHERE family = $1",
        )
        .bind(&self.tokens.family)
        .fetch_optional(&mut *page)
        .await?;
        if let Some(row) = before {
            let unused = row.try_get::<String, _>("issued")? == issued;
            let ended = row.try_get::<Option<Millis>, _>("ended_at")?.is_some();
            // An attempt is one person's on one device, whatever was proven in it later.
            let theirs = row.try_get::<String, _>("person")? == self.person
                && row.try_get::<String, _>("device")? == self.device;
            if !unused || ended || !theirs {
                return Err(Code::AttemptOver.into());
            }
            sqlx::query("UPDATE session SET access_until = $1 WHERE id = $2")
                .bind(self.now + token::ACCESS_MS)
                .bind(row.try_get::<String, _>("id")?)
                .execute(&mut *page)
                .await?;
            return Ok(());
        }
        if consent::withdrawn_since(page, self.person, self.agreed_at).await? {
            return Err(Code::ConsentMissing.into());
        }
        self.make_room(page).await?;
        sqlx::query(
            "INSERT INTO session (id, family, person, device, device_name, issued, key_version,
               access, access_until, signed_in_at, seen_at, member, proven_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11, $10)",
        )
        .bind(self.id)
        .bind(&self.tokens.family)
        .bind(self.person)
        .bind(self.device)
        .bind(self.device_name)
        .bind(issued)
        .bind(self.tokens.key_version)
        .bind(self.tokens.access_fingerprint())
        .bind(self.now + token::ACCESS_MS)
        .bind(self.now)
        .bind(self.member.as_str())
        .execute(&mut *page)
        .await?;
        consent::keep(page, self.person, self.agreed, self.now).await?;
        Ok(())
    }
}

impl SessionStart<'_> {
    /// The same device's session before this one ends, and so do the least recently seen beyond ten.
    async fn make_room(&self, page: &mut AnyConnection) -> Result<(), Trouble> {
        sqlx::query(
            "UPDATE session SET ended_at = $1, ended_why = 'replaced'
             WHERE person = $2 AND device = $3 AND ended_at IS NULL",
        )
        .bind(self.now)
        .bind(self.person)
        .bind(self.device)
        .execute(&mut *page)
        .await?;
        let rows = sqlx::query(
            "SELECT id FROM session WHERE person = $1 AND ended_at IS NULL
             ORDER BY seen_at DESC, signed_in_at DESC, id DESC",
        )
        .bind(self.person)
        .fetch_all(&mut *page)
        .await?;
        for row in rows.iter().skip(DEVICES - 1) {
            sqlx::query("UPDATE session SET ended_at = $1, ended_why = 'least_seen' WHERE id = $2")
                .bind(self.now)
                .bind(row.try_get::<String, _>("id")?)
                .execute(&mut *page)
                .await?;
        }
        Ok(())
    }
}

/// A refresh token is shown.
pub struct Rotation<'a> {
    /// As it came over the wire.
    pub refresh: &'a str,
    pub family: &'a str,
    /// Thumbprint of the key that proved itself.
    pub device: &'a str,
    pub keys: &'a ServerKeys,
    pub now: Millis,
}

impl Entry for Rotation<'_> {
    /// The successor and the person, or why not; an ended family stays written either way.
    type Out = Result<(Refreshed, String), Failure>;

    async fn write(&self, page: &mut AnyConnection) -> Result<Self::Out, Trouble> {
        // The update that changes nothing takes the row: two at once stand in line.
        let row = sqlx::query(
            "UPDATE session SET seen_at = session.seen_at WHERE family = $1
             RETURNING id, person, device, issued, settled, key_version, ended_at, ended_why",
        )
        .bind(self.family)
        .fetch_optional(&mut *page)
        .await?;
        let Some(row) = row else {
            return Ok(Err(Code::SessionEnded.into()));
        };
        let family = Family {
            issued: row.try_get("issued")?,
            settled: row.try_get("settled")?,
            device: row.try_get("device")?,
            ended: row.try_get::<Option<Millis>, _>("ended_at")?.is_some(),
        };
        let (id, person): (String, String) = (row.try_get("id")?, row.try_get("person")?);
        let shown = crate::keys::fingerprint(self.refresh);
        let version: KeyVersion = match rotation::turn(&family, &shown, self.device) {
            Turn::Ended => {
                let why: Option<String> = row.try_get("ended_why")?;
                let why = why.filter(|why| why == consent::ENDED_WHY);
                return Ok(Err(Failure {
                    detail: why,
                    ..Code::SessionEnded.into()
                }));
            }
            Turn::End(why) => {
                end(page, &id, why.as_str(), self.now).await?;
                tracing::warn!(session = id, why = why.as_str(), "session ended");
                return Ok(Err(Code::SessionEnded.into()));
            }
            Turn::Forward => self.keys.version(),
            Turn::Again => row.try_get("key_version")?,
        };
        // The secret of back then may have been taken out since: the newest one goes on.
        let next = token::successor(self.keys, version, self.family, self.refresh)
            .unwrap_or_else(|| token::newest(self.keys, self.family, self.refresh));
        sqlx::query(
            "UPDATE session SET issued = $1, settled = $2, key_version = $3, access = $4,
               access_until = $5, seen_at = $6 WHERE id = $7",
        )
        .bind(next.fingerprint())
        .bind(shown)
        .bind(next.key_version)
        .bind(next.access_fingerprint())
        .bind(self.now + token::ACCESS_MS)
        .bind(self.now)
        .bind(id)
        .execute(&mut *page)
        .await?;
        Ok(Ok((next, person)))
    }
}

/// Ends the sessions of a person's devices inside an entry, all but `kept` (its id, or none of them).
pub(super) async fn end_all(
    page: &mut AnyConnection,
    person: &str,
    kept: &str,
    why: &str,
    now: Millis,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE session SET ended_at = $1, ended_why = $2
         WHERE person = $3 AND id <> $4 AND ended_at IS NULL",
    )
    .bind(now)
    .bind(why)
    .bind(person)
    .bind(kept)
    .execute(page)
    .await?;
    Ok(())
}

async fn end(
    page: &mut AnyConnection,
    id: &str,
    why: &str,
    now: Millis,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE session SET ended_at = $1, ended_why = $2 WHERE id = $3 AND ended_at IS NULL",
    )
    .bind(now)
    .bind(why)
    .bind(id)
    .execute(page)
    .await?;
    Ok(())
}

/// Ends one of a person's sessions on devices inside an entry; `false` when it had ended, or is
/// somebody else's.
pub(super) async fn end_one(
    page: &mut AnyConnection,
    person: &str,
    id: &str,
    why: &str,
    now: Millis,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE session SET ended_at = $1, ended_why = $2
         WHERE id = $3 AND person = $4 AND ended_at IS NULL",
    )
    .bind(now)
    .bind(why)
    .bind(id)
    .bind(person)
    .execute(page)
    .await?;
    Ok(done.rows_affected() == 1)
}

impl Books {
    /// The session an access token belongs to, ended or not.
    ///
    /// # Errors
    /// The database's.
    pub async fn session_of_access(&self, fingerprint: &str) -> Result<Option<Session>, Trouble> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {SESSION} FROM session WHERE access = $1"
        )))
        .bind(fingerprint)
        .fetch_optional(self.reader())
        .await?;
        Ok(row.as_ref().map(session_of).transpose()?)
    }

    /// Whether a login attempt became a session, ended or not; `family` is that of its first token.
    ///
    /// # Errors
    /// The database's.
    pub async fn session_began(&self, family: &str) -> Result<bool, Trouble> {
        let row = sqlx::query("SELECT id FROM session WHERE family = $1")
            .bind(family)
            .fetch_optional(self.reader())
            .await?;
        Ok(row.is_some())
    }

    /// The sessions of a person that go on, last seen first.
    ///
    /// # Errors
    /// The database's.
    pub async fn sessions_of(&self, person: &str) -> Result<Vec<Session>, Trouble> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {SESSION} FROM session WHERE person = $1 AND ended_at IS NULL
             ORDER BY seen_at DESC, id DESC"
        )))
        .bind(person)
        .fetch_all(self.reader())
        .await?;
        Ok(rows.iter().map(session_of).collect::<Result<_, _>>()?)
    }

    /// Whether a device was ever in as this person: strangers cannot lock it out (security.md TH-7).
    ///
    /// # Errors
    /// The database's.
    pub async fn device_is_known(&self, person: &str, device: &str) -> Result<bool, Trouble> {
        let row = sqlx::query("SELECT id FROM session WHERE person = $1 AND device = $2 LIMIT 1")
            .bind(person)
            .bind(device)
            .fetch_optional(self.reader())
            .await?;
        Ok(row.is_some())
    }

    /// Ends the session of a refresh token, if that key may.
    ///
    /// # Errors
    /// The database's.
    pub async fn session_revoke(
        &self,
        family: &str,
        device: &str,
        now: Millis,
    ) -> Result<(), Trouble> {
        let _turn = self.writers.acquire().await.ok();
        sqlx::query(
            "UPDATE session SET ended_at = $1, ended_why = 'signed_out'
             WHERE family = $2 AND device = $3 AND ended_at IS NULL",
        )
        .bind(now)
        .bind(family)
        .bind(device)
        .execute(self.reader())
        .await?;
        Ok(())
    }

    /// The password was proven once more in a session; one that was set since makes it worthless.
    ///
    /// # Errors
    /// The database's.
    pub async fn session_prove(&self, id: &str, at: Millis) -> Result<(), Trouble> {
        let _turn = self.writers.acquire().await.ok();
        sqlx::query(
            "UPDATE session SET proven_at = $1 WHERE id = $2 AND ended_at IS NULL
             AND NOT EXISTS (SELECT 1 FROM member
               WHERE member.person = session.person AND member.password_at > $1)",
        )
        .bind(at)
        .bind(id)
        .execute(self.reader())
        .await?;
        Ok(())
    }

    /// A session was used.
    ///
    /// # Errors
    /// The database's.
    pub async fn session_seen(&self, id: &str, now: Millis) -> Result<(), Trouble> {
        let _turn = self.writers.acquire().await.ok();
        sqlx::query("UPDATE session SET seen_at = $1 WHERE id = $2 AND seen_at < $1")
            .bind(now)
            .bind(id)
            .execute(self.reader())
            .await?;
        Ok(())
    }
}
