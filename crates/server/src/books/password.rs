//! The password of a person: one for all their IDs.

use menhu_protocol::values::{Channel, MemberId};
use menhu_protocol::{Code, Millis};
use sqlx::{AnyConnection, Row as _};

use super::audit::{self, AuditRow};
use super::others::end_others;
use super::person::person_on;
use super::{Books, Entry, Trouble, attempt, job};
use crate::delivery::News;
use crate::password::End;

/// Why sessions ended with a password, as it stands in the books.
pub(super) const ENDED_WHY: &str = "password";

/// A new password takes the place of every one the person had, sealed initial ones too (security.md
/// PW-8).
pub(crate) struct PasswordSet<'a> {
    pub(crate) person: &'a str,
    /// PHC string.
    pub(crate) hash: &'a str,
    /// Profile and version of the rules it keeps.
    pub(crate) rules: &'a str,
    pub(crate) end: End<'a>,
    /// When what allows it was proven; a password that was set since makes the proof worthless.
    pub(crate) proven_at: Option<Millis>,
    pub(crate) noted: &'a AuditRow,
    pub(crate) news: &'a News,
    pub(crate) now: Millis,
}

impl Entry for PasswordSet<'_> {
    type Out = ();

    async fn write(&self, page: &mut AnyConnection) -> Result<(), Trouble> {
        // Takes the person's row, as a sign-in does: nobody gets in between with the former password.
        sqlx::query("UPDATE person SET signed_in_at = signed_in_at WHERE id = $1")
            .bind(self.person)
            .execute(&mut *page)
            .await?;
        if let Some(proven_at) = self.proven_at
            && set_since(page, self.person, proven_at).await?
        {
            return Err(Code::AttemptOver.into());
        }
        sqlx::query(
            "UPDATE member SET password = $1, sealed = NULL, password_at = $2, password_rules = $3
             WHERE person = $4",
        )
        .bind(self.hash)
        .bind(self.now)
        .bind(self.rules)
        .bind(self.person)
        .execute(&mut *page)
        .await?;
        attempt::forget_proofs(page, self.person).await?;
        self.end(page).await?;
        forget_guesses(page, self.person).await?;
        audit::put(page, self.noted).await?;
        let person = person_on(page, self.person).await?;
        let channels = person.phone.map(Channel::from).into_iter();
        let channels = channels.chain(person.mail.map(Channel::from));
        job::tell(page, &self.noted.id, channels, self.news, self.now).await?;
        Ok(())
    }
}

impl PasswordSet<'_> {
    async fn end(&self, page: &mut AnyConnection) -> Result<(), sqlx::Error> {
        match self.end {
            End::None => self.end_halfway(page, "").await,
            End::Halfway(browser) => self.end_halfway(page, browser).await,
            End::All => end_others(page, self.person, None, ENDED_WHY, self.now).await,
            End::AllBut(kept) => {
                end_others(page, self.person, Some(kept), ENDED_WHY, self.now).await
            }
        }
    }

    /// Whoever is halfway in with the former password could set a newer one.
    async fn end_halfway(&self, page: &mut AnyConnection, kept: &str) -> Result<(), sqlx::Error> {
        sqlx::query(
            "UPDATE browser_session SET ended_at = $1, ended_why = $2
             WHERE person = $3 AND id <> $4 AND unmet IS NOT NULL AND ended_at IS NULL",
        )
        .bind(self.now)
        .bind(ENDED_WHY)
        .bind(self.person)
        .bind(kept)
        .execute(page)
        .await?;
        Ok(())
    }
}

async fn set_since(
    page: &mut AnyConnection,
    person: &str,
    at: Millis,
) -> Result<bool, sqlx::Error> {
    let row =
        sqlx::query("SELECT COUNT(*) AS n FROM member WHERE person = $1 AND password_at > $2")
            .bind(person)
            .bind(at)
            .fetch_one(page)
            .await?;
    Ok(row.try_get::<i64, _>("n")? > 0)
}

/// Guesses were at the former password: what strangers, a network or a device did to the account ends
/// with it.
async fn forget_guesses(page: &mut AnyConnection, person: &str) -> Result<(), sqlx::Error> {
    // An id of a person is a UUID: nothing in it is a pattern.
    for bucket in [
        format!("strangers:{person}"),
        format!("account:{person}:%"),
        format!("known:{person}:%"),
    ] {
        sqlx::query("DELETE FROM guess WHERE bucket LIKE $1")
            .bind(bucket)
            .execute(&mut *page)
            .await?;
    }
    Ok(())
}

impl Books {
    /// Remembers which rules the password of an ID kept when it was last seen.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn password_kept(
        &self,
        member: &MemberId,
        rules: &str,
    ) -> Result<(), Trouble> {
        let _turn = self.writers.acquire().await.ok();
        sqlx::query("UPDATE member SET password_rules = $1 WHERE id = $2")
            .bind(rules)
            .bind(member.as_str())
            .execute(self.reader())
            .await?;
        Ok(())
    }
}
