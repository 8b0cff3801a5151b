//! 注销账号: asked for, taken back, done.
//!
//! What the roster says of somebody is their employer's or school's and stays; the account goes: where
//! they are in, what they bound, what they agreed to, their password.

use menhu_protocol::Millis;
use menhu_protocol::values::Channel;
use sqlx::{AnyConnection, Row as _};

use super::audit::{self, AuditRow};
use super::held::held_in;
use super::person::person_on;
use super::{Books, Entry, Trouble, consent, job};
use crate::delivery::News;
use crate::session::SessionRef;

/// An account that its person wants closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closing {
    pub asked_at: Millis,
    pub due_at: Millis,
}

/// Somebody asks for their account to be closed.
pub struct ClosingAsk<'a> {
    pub person: &'a str,
    /// That asks for it.
    pub session: SessionRef<'a>,
    pub closing: Closing,
    pub noted: &'a AuditRow,
}

impl Entry for ClosingAsk<'_> {
    /// What counts: asked again, it is what was asked first.
    type Out = Closing;

    async fn write(&self, page: &mut AnyConnection) -> Result<Closing, Trouble> {
        held_in(page, self.person, self.session).await?;
        let Closing { asked_at, due_at } = self.closing;
        let done = sqlx::query(
            "INSERT INTO closing (person, asked_at, due_at) VALUES ($1, $2, $3)
             ON CONFLICT (person) DO NOTHING",
        )
        .bind(self.person)
        .bind(asked_at)
        .bind(due_at)
        .execute(&mut *page)
        .await?;
        if done.rows_affected() == 0 {
            let before = closing_on(page, self.person).await?;
            return Ok(before.unwrap_or(self.closing));
        }
        audit::put(page, self.noted).await?;
        let to = channels(page, self.person).await?;
        let news = News::ClosingAsked { due_at };
        job::tell(page, &self.noted.id, to, &news, asked_at).await?;
        Ok(self.closing)
    }
}

/// They want to keep it after all.
pub struct ClosingTakeBack<'a> {
    pub person: &'a str,
    pub noted: &'a AuditRow,
    pub now: Millis,
}

impl Entry for ClosingTakeBack<'_> {
    /// Whether there was anything to take back.
    type Out = bool;

    async fn write(&self, page: &mut AnyConnection) -> Result<bool, Trouble> {
        let done = sqlx::query("DELETE FROM closing WHERE person = $1")
            .bind(self.person)
            .execute(&mut *page)
            .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        audit::put(page, self.noted).await?;
        let to = channels(page, self.person).await?;
        job::tell(page, &self.noted.id, to, &News::ClosingTakenBack, self.now).await?;
        Ok(true)
    }
}

/// The account closes, if its time has come.
pub struct Close<'a> {
    pub person: &'a str,
    pub noted: &'a AuditRow,
    pub now: Millis,
}

impl Entry for Close<'_> {
    /// `false`: it was taken back, another copy was faster, or it is too early.
    type Out = bool;

    async fn write(&self, page: &mut AnyConnection) -> Result<bool, Trouble> {
        // The row goes first: of two copies the second waits here and finds nothing.
        let done = sqlx::query("DELETE FROM closing WHERE person = $1 AND due_at <= $2")
            .bind(self.person)
            .bind(self.now)
            .execute(&mut *page)
            .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        // Takes the person's row, as a sign-in and a change of channel do.
        sqlx::query("UPDATE person SET signed_in_at = NULL WHERE id = $1")
            .bind(self.person)
            .execute(&mut *page)
            .await?;
        let to = channels(page, self.person).await?;
        consent::withdraw_all(page, self.person, self.now).await?;
        for statement in [
            "UPDATE member SET password = NULL, sealed = NULL, password_at = NULL,
               password_rules = NULL WHERE person = $1",
            // Whoever activates again begins anew, and is asked again.
            "UPDATE person SET phone = NULL, mail = NULL, activated_at = NULL, activation_key = NULL,
               consent_withdrawn_at = NULL WHERE id = $1",
            "DELETE FROM session WHERE person = $1",
            "DELETE FROM browser_session WHERE person = $1",
            "DELETE FROM code WHERE attempt IN (SELECT id FROM attempt WHERE person = $1)",
            "DELETE FROM attempt WHERE person = $1",
            "DELETE FROM mail_link WHERE person = $1",
            "DELETE FROM question WHERE person = $1",
        ] {
            sqlx::query(statement)
                .bind(self.person)
                .execute(&mut *page)
                .await?;
        }
        for statement in [
            "UPDATE person SET closed_at = $2 WHERE id = $1",
            "INSERT INTO closed (person, at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        ] {
            sqlx::query(statement)
                .bind(self.person)
                .bind(self.now)
                .execute(&mut *page)
                .await?;
        }
        audit::put(page, self.noted).await?;
        job::tell(page, &self.noted.id, to, &News::Closed, self.now).await?;
        Ok(true)
    }
}

/// The desk lets a closed account be activated anew: the next roster's passwords count again.
pub struct Reopen<'a> {
    pub person: &'a str,
    pub noted: &'a AuditRow,
}

impl Entry for Reopen<'_> {
    /// `false`: it is not closed.
    type Out = bool;

    async fn write(&self, page: &mut AnyConnection) -> Result<bool, Trouble> {
        let done = sqlx::query(
            "UPDATE person SET closed_at = NULL WHERE id = $1 AND closed_at IS NOT NULL",
        )
        .bind(self.person)
        .execute(&mut *page)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        audit::put(page, self.noted).await?;
        Ok(true)
    }
}

/// What was kept of accounts that closed before a time, because the law wants it kept, goes.
pub struct ClosedForget {
    pub before: Millis,
}

impl Entry for ClosedForget {
    type Out = ();

    async fn write(&self, page: &mut AnyConnection) -> Result<(), Trouble> {
        for statement in [
            "DELETE FROM audit WHERE at <= (
               SELECT MAX(closed.at) FROM closed
               WHERE closed.person = audit.person AND closed.at < $1)",
            "DELETE FROM consent_past WHERE withdrawn_at <= (
               SELECT MAX(closed.at) FROM closed
               WHERE closed.person = consent_past.person AND closed.at < $1)",
            "DELETE FROM closed WHERE at < $1",
        ] {
            sqlx::query(statement)
                .bind(self.before)
                .execute(&mut *page)
                .await?;
        }
        Ok(())
    }
}

async fn channels(page: &mut AnyConnection, person: &str) -> Result<Vec<Channel>, Trouble> {
    let person = person_on(page, person).await?;
    let phone = person.phone.map(Channel::from);
    let mail = person.mail.map(Channel::from);
    Ok(phone.into_iter().chain(mail).collect())
}

async fn closing_on(
    page: &mut AnyConnection,
    person: &str,
) -> Result<Option<Closing>, sqlx::Error> {
    let row = sqlx::query("SELECT asked_at, due_at FROM closing WHERE person = $1")
        .bind(person)
        .fetch_optional(page)
        .await?;
    row.map(|row| {
        Ok(Closing {
            asked_at: row.try_get("asked_at")?,
            due_at: row.try_get("due_at")?,
        })
    })
    .transpose()
}

impl Books {
    /// Whether a person asked for their account to be closed, and when it will be.
    ///
    /// # Errors
    /// The database's.
    pub async fn closing_of(&self, person: &str) -> Result<Option<Closing>, Trouble> {
        let mut page = self.reader().acquire().await?;
        Ok(closing_on(&mut page, person).await?)
    }

    /// People whose account is to be closed by now, the longest due first, at most `limit`.
    ///
    /// # Errors
    /// The database's.
    pub async fn closings_due(&self, now: Millis, limit: i64) -> Result<Vec<String>, Trouble> {
        let rows = sqlx::query(
            "SELECT person FROM closing WHERE due_at <= $1 ORDER BY due_at, person LIMIT $2",
        )
        .bind(now)
        .bind(limit)
        .fetch_all(self.reader())
        .await?;
        let people = rows.iter().map(|row| row.try_get("person"));
        Ok(people.collect::<Result<_, sqlx::Error>>()?)
    }
}
