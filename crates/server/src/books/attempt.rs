//! Registrations and sign-ins on their way: 30 minutes from the last step (design.md §6).

use menhu_protocol::Millis;
use menhu_protocol::values::Phone;
use sqlx::Row as _;

use super::person::phone_in;
use super::{Books, Trouble};

/// Slow hands are normal (design.md §6).
pub const ATTEMPT_MS: Millis = 30 * 60 * 1000;

/// What an attempt is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Registration,
    Signin,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Registration => "registration",
            Self::Signin => "signin",
        }
    }
}

/// One attempt. Its id is the fingerprint of the secret that continues it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attempt {
    pub id: String,
    /// Registration: whose.
    pub person: Option<String>,
    /// Registration: the ID that was typed.
    pub member: Option<String>,
    /// Sign-in: thumbprint of the device's key.
    pub device: Option<String>,
    /// A number the person proved to hold.
    pub phone: Option<Phone>,
    /// Sign-in: the texts that were agreed to, JSON.
    pub agreed: Option<String>,
}

impl Books {
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
        sqlx::query(
            "INSERT INTO attempt (id, kind, person, member, device, agreed, touched_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(&attempt.id)
        .bind(kind.as_str())
        .bind(&attempt.person)
        .bind(&attempt.member)
        .bind(&attempt.device)
        .bind(&attempt.agreed)
        .bind(now)
        .execute(self.reader())
        .await?;
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
            "UPDATE attempt SET touched_at = $1 WHERE id = $2 AND kind = $3 AND touched_at > $4
             RETURNING id, person, member, device, phone, agreed",
        )
        .bind(now)
        .bind(id)
        .bind(kind.as_str())
        .bind(now - ATTEMPT_MS)
        .fetch_optional(self.reader())
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Attempt {
            id: row.try_get("id")?,
            person: row.try_get("person")?,
            member: row.try_get("member")?,
            device: row.try_get("device")?,
            phone: phone_in(&row, "phone")?,
            agreed: row.try_get("agreed")?,
        }))
    }

    /// Forgets the proven phone of an attempt, because another number was typed.
    ///
    /// # Errors
    /// The database's.
    pub async fn attempt_unprove(&self, id: &str) -> Result<(), Trouble> {
        let _turn = self.writers.acquire().await.ok();
        sqlx::query("UPDATE attempt SET phone = NULL WHERE id = $1")
            .bind(id)
            .execute(self.reader())
            .await?;
        Ok(())
    }
}
