//! What is still to be done after an answer was given. A row is the job; it goes when it is done.

use menhu_protocol::Millis;
use menhu_protocol::values::Phone;
use serde::{Deserialize, Serialize};
use sqlx::{AnyConnection, Row as _};

use super::{Books, Trouble};

/// Tell a former number that the account uses another one now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhoneMoved {
    pub former: Phone,
    /// Last four digits of the new number.
    pub tail: String,
}

/// A job that was taken up.
#[derive(Clone, Debug)]
pub struct Job {
    pub id: String,
    pub notice: PhoneMoved,
    /// How often it was taken up, this time included.
    pub tries: i64,
}

const PHONE_MOVED: &str = "phone_moved";

pub(super) async fn put(
    page: &mut AnyConnection,
    id: &str,
    body: &PhoneMoved,
    now: Millis,
) -> Result<(), sqlx::Error> {
    let body = serde_json::to_string(body).map_err(|e| sqlx::Error::Encode(e.into()))?;
    sqlx::query(
        "INSERT INTO job (id, kind, body, due_at, tries) VALUES ($1, $2, $3, $4, 0)
         ON CONFLICT (id) DO NOTHING",
    )
    .bind(id)
    .bind(PHONE_MOVED)
    .bind(body)
    .bind(now)
    .execute(page)
    .await?;
    Ok(())
}

impl Books {
    /// Takes up one job that is due; nobody else does before `again_at`.
    ///
    /// # Errors
    /// The database's.
    pub async fn job_take(&self, now: Millis, again_at: Millis) -> Result<Option<Job>, Trouble> {
        let _turn = self.writers.acquire().await.ok();
        let row = sqlx::query(
            "UPDATE job SET due_at = $1, tries = tries + 1
             WHERE id = (SELECT id FROM job WHERE due_at <= $2 ORDER BY due_at LIMIT 1)
             AND due_at <= $2 RETURNING id, body, tries",
        )
        .bind(again_at)
        .bind(now)
        .fetch_optional(self.reader())
        .await?;
        let Some(row) = row else { return Ok(None) };
        let body: String = row.try_get("body")?;
        Ok(Some(Job {
            id: row.try_get("id")?,
            notice: serde_json::from_str(&body).map_err(|e| sqlx::Error::Decode(e.into()))?,
            tries: row.try_get("tries")?,
        }))
    }

    /// The job failed and is due again at another time.
    ///
    /// # Errors
    /// The database's.
    pub async fn job_later(&self, id: &str, due_at: Millis) -> Result<(), Trouble> {
        let _turn = self.writers.acquire().await.ok();
        sqlx::query("UPDATE job SET due_at = $1 WHERE id = $2")
            .bind(due_at)
            .bind(id)
            .execute(self.reader())
            .await?;
        Ok(())
    }

    /// The job is done, or given up.
    ///
    /// # Errors
    /// The database's.
    pub async fn job_done(&self, id: &str) -> Result<(), Trouble> {
        let _turn = self.writers.acquire().await.ok();
        sqlx::query("DELETE FROM job WHERE id = $1")
            .bind(id)
            .execute(self.reader())
            .await?;
        Ok(())
    }

    /// Jobs that wait.
    ///
    /// # Errors
    /// The database's.
    pub async fn jobs_waiting(&self) -> Result<i64, Trouble> {
        let row = sqlx::query("SELECT COUNT(*) AS n FROM job")
            .fetch_one(self.reader())
            .await?;
        Ok(row.try_get("n")?)
    }
}
