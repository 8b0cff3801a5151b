//! Registrations and sign-ins on their way: 30 minutes from the last step (design.md §6), two hours at
//! most.

use menhu_protocol::Millis;
use menhu_protocol::values::{MailAddress, Phone};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use super::person::{Member, mail_in, phone_in};
use super::{Books, Trouble};

/// Slow hands are normal (design.md §6).
pub const ATTEMPT_MS: Millis = 30 * 60 * 1000;
/// However many steps are taken: who stole an attempt does not keep it alive.
pub const ATTEMPT_WHOLE_MS: Millis = 4 * ATTEMPT_MS;
/// How long a phone counts as in the person's hand after its code was right.
pub const PROOF_MS: Millis = ATTEMPT_MS;

/// What an attempt is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Registration,
    Signin,
    Recovery,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Registration => "registration",
            Self::Signin => "signin",
            Self::Recovery => "recovery",
        }
    }
}

/// One attempt. Its id is the fingerprint of the secret that continues it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attempt {
    pub id: String,
    /// When, UTC milliseconds.
    pub began_at: Millis,
    /// Registration, and a sign-in that wants a new password: whose.
    pub person: Option<String>,
    /// The same: the ID that was typed.
    pub member: Option<String>,
    /// Sign-in: thumbprint of the device's key.
    pub device: Option<String>,
    /// A number the person proved to hold.
    pub phone: Option<Phone>,
    /// A mail address the person proved to hold.
    pub mail: Option<MailAddress>,
    /// Recovery: when the 密保问题 that were answered had been set.
    pub answered: Option<Millis>,
    /// When, UTC milliseconds.
    pub proven_at: Option<Millis>,
    /// One was proven, too long ago to count: `phone`, `mail` and `answered` are empty again.
    pub proof_is_old: bool,
    /// Sign-in: when the password of `member` was right, not too long ago, and broke the rules: a new one
    /// is wanted.
    pub password_at: Option<Millis>,
    /// Sign-in: the texts that were agreed to, JSON.
    pub agreed: Option<String>,
    /// Recovery: where they were going, sealed.
    pub return_ticket: Option<String>,
    /// Recovery: the password was set.
    pub done: bool,
}

fn attempt_of(row: &AnyRow, now: Millis) -> Result<Attempt, sqlx::Error> {
    let (phone, mail) = (phone_in(row, "phone")?, mail_in(row, "mail")?);
    let answered: Option<Millis> = row.try_get("answered")?;
    let proven_at: Option<Millis> = row.try_get("proven_at")?;
    let is_fresh = proven_at.is_some_and(|at| now - at < PROOF_MS);
    Ok(Attempt {
        id: row.try_get("id")?,
        began_at: row.try_get("began_at")?,
        person: row.try_get("person")?,
        member: row.try_get("member")?,
        device: row.try_get("device")?,
        proof_is_old: (phone.is_some() || mail.is_some() || answered.is_some()) && !is_fresh,
        proven_at,
        phone: phone.filter(|_| is_fresh),
        mail: mail.filter(|_| is_fresh),
        answered: answered.filter(|_| is_fresh),
        password_at: row
            .try_get::<Option<Millis>, _>("password_at")?
            .filter(|at| now - at < PROOF_MS),
        agreed: row.try_get("agreed")?,
        return_ticket: row.try_get("return_ticket")?,
        done: row.try_get::<Option<Millis>, _>("done_at")?.is_some(),
    })
}

/// Puts an attempt that begins now.
pub(super) fn begin(kind: Kind, attempt: &Attempt, now: Millis) -> super::Query<'_> {
    sqlx::query(
        "INSERT INTO attempt (id, kind, person, member, device, agreed, return_ticket, touched_at,
           began_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
    )
    .bind(&attempt.id)
    .bind(kind.as_str())
    .bind(&attempt.person)
    .bind(&attempt.member)
    .bind(&attempt.device)
    .bind(&attempt.agreed)
    .bind(&attempt.return_ticket)
    .bind(now)
}

/// What the former password of a person began is over: a registration, and a sign-in that wants a new
/// one.
pub(super) async fn forget_proofs(
    page: &mut AnyConnection,
    person: &str,
) -> Result<(), sqlx::Error> {
    for statement in [
        "DELETE FROM attempt WHERE person = $1 AND kind = 'registration'",
        "UPDATE attempt SET password_at = NULL WHERE person = $1 AND kind = 'signin'",
    ] {
        sqlx::query(statement)
            .bind(person)
            .execute(&mut *page)
            .await?;
    }
    Ok(())
}

/// The password of an ID was right in an attempt, and a new one is wanted, or was just set.
pub(crate) async fn password_proven(
    page: &mut AnyConnection,
    id: &str,
    member: &Member,
    now: Millis,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE attempt SET person = $1, member = $2, password_at = $3 WHERE id = $4")
        .bind(&member.person)
        .bind(member.id.as_str())
        .bind(now)
        .bind(id)
        .execute(page)
        .await?;
    Ok(())
}

impl Books {
    /// The password of an ID was right in an attempt, and a new one is wanted.
    ///
    /// # Errors
    /// The database's.
    pub async fn attempt_password_proven(
        &self,
        id: &str,
        member: &Member,
        now: Millis,
    ) -> Result<(), Trouble> {
        let _turn = self.writers.acquire().await.ok();
        let mut page = self.reader().acquire().await?;
        Ok(password_proven(&mut page, id, member, now).await?)
    }

    /// Begins an attempt.
    ///
    /// # Errors
    /// The database's.
    pub async fn attempt_begin(
        &self,
        kind: Kind,
        attempt: &Attempt,
        now: Millis,
    ) -> Result<(), Trouble> {
        let _turn = self.writers.acquire().await.ok();
        begin(kind, attempt, now).execute(self.reader()).await?;
        Ok(())
    }

    /// Takes a step: the attempt, and thirty more minutes for it. `None` when it is over.
    ///
    /// # Errors
    /// The database's.
    pub async fn attempt_step(
        &self,
        kind: Kind,
        id: &str,
        now: Millis,
    ) -> Result<Option<Attempt>, Trouble> {
        let _turn = self.writers.acquire().await.ok();
        let row = sqlx::query(
            "UPDATE attempt SET touched_at = $1
             WHERE id = $2 AND kind = $3 AND touched_at > $4 AND began_at > $5
             RETURNING *",
        )
        .bind(now)
        .bind(id)
        .bind(kind.as_str())
        .bind(now - ATTEMPT_MS)
        .bind(now - ATTEMPT_WHOLE_MS)
        .fetch_optional(self.reader())
        .await?;
        Ok(row.map(|row| attempt_of(&row, now)).transpose()?)
    }

    /// The attempt as it stands; looking is no step. `None` when it is over.
    ///
    /// # Errors
    /// The database's.
    pub async fn attempt_look(
        &self,
        kind: Kind,
        id: &str,
        now: Millis,
    ) -> Result<Option<Attempt>, Trouble> {
        let row = sqlx::query(
            "SELECT * FROM attempt
             WHERE id = $1 AND kind = $2 AND touched_at > $3 AND began_at > $4",
        )
        .bind(id)
        .bind(kind.as_str())
        .bind(now - ATTEMPT_MS)
        .bind(now - ATTEMPT_WHOLE_MS)
        .fetch_optional(self.reader())
        .await?;
        Ok(row.map(|row| attempt_of(&row, now)).transpose()?)
    }

    /// Forgets the proven phone of an attempt, because another number was typed.
    ///
    /// # Errors
    /// The database's.
    pub async fn attempt_unprove(&self, id: &str) -> Result<(), Trouble> {
        let _turn = self.writers.acquire().await.ok();
        sqlx::query(
            "UPDATE attempt SET phone = NULL, mail = NULL, answered = NULL, proven_at = NULL,
               password_at = NULL
             WHERE id = $1",
        )
        .bind(id)
        .execute(self.reader())
        .await?;
        Ok(())
    }
}
