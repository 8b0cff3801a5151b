//! The end of a recovery: the password is set and the attempt is over, together or not at all.

use menhu_protocol::Millis;
use sqlx::{AnyConnection, Row as _};

use super::attempt::PROOF_MS;
use super::password::PasswordSet;
use super::{Books, Entry, Trouble};

pub(crate) struct RecoveryDone<'a> {
    /// Its id.
    pub(crate) attempt: &'a str,
    pub(crate) set: PasswordSet<'a>,
    pub(crate) now: Millis,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Finished {
    Now,
    /// The password was set by an earlier request of this attempt; this one did nothing.
    Before,
    /// The proof is too old, or the channel or the questions are not the person's any more.
    Over,
}

impl Entry for RecoveryDone<'_> {
    type Out = Finished;

    async fn write(&self, page: &mut AnyConnection) -> Result<Finished, Trouble> {
        // The last look at everything the proof rests on is the statement that spends it (security.md
        // TH-3).
        let spent = sqlx::query(
            "UPDATE attempt SET done_at = $1
             WHERE id = $2 AND done_at IS NULL AND proven_at > $3
               AND EXISTS (SELECT 1 FROM person WHERE person.id = attempt.person
                 AND person.id = $4
                 AND (person.phone = attempt.phone OR person.mail = attempt.mail
                   OR EXISTS (SELECT 1 FROM question WHERE question.person = person.id
                     AND question.set_at = attempt.answered)))",
        )
        .bind(self.now)
        .bind(self.attempt)
        .bind(self.now - PROOF_MS)
        .bind(self.set.person)
        .execute(&mut *page)
        .await?;
        if spent.rows_affected() == 1 {
            self.set.write(page).await?;
            return Ok(Finished::Now);
        }
        let row = sqlx::query("SELECT done_at FROM attempt WHERE id = $1")
            .bind(self.attempt)
            .fetch_optional(page)
            .await?;
        let done = row
            .map(|row| row.try_get::<Option<Millis>, _>("done_at"))
            .transpose()?
            .flatten();
        Ok(if done.is_some() {
            Finished::Before
        } else {
            Finished::Over
        })
    }
}

impl Books {
    /// Ends an attempt.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn attempt_end(&self, id: &str) -> Result<(), Trouble> {
        let _turn = self.writers.acquire().await.ok();
        sqlx::query("DELETE FROM attempt WHERE id = $1")
            .bind(id)
            .execute(self.reader())
            .await?;
        Ok(())
    }
}
