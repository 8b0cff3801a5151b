//! Messages of demo mode, kept where the demo's outbox page finds them.

use sqlx::Row as _;

use super::{Books, Trouble};
use crate::delivery::Outboxed;

/// What the outbox page shows.
const SHOWN: i64 = 200;

impl Books {
    /// # Errors
    /// The database's.
    pub async fn outbox_put(&self, id: &str, message: &Outboxed) -> Result<(), Trouble> {
        let _turn = self.writers.acquire().await.ok();
        sqlx::query(
            "INSERT INTO outbox (id, at, kind, recipient, text) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(id)
        .bind(message.at)
        .bind(&message.kind)
        .bind(&message.to)
        .bind(&message.text)
        .execute(self.reader())
        .await?;
        Ok(())
    }

    /// The newest messages first.
    ///
    /// # Errors
    /// The database's.
    pub async fn outbox(&self) -> Result<Vec<Outboxed>, Trouble> {
        let rows = sqlx::query(
            "SELECT at, kind, recipient, text FROM outbox ORDER BY at DESC, id DESC LIMIT $1",
        )
        .bind(SHOWN)
        .fetch_all(self.reader())
        .await?;
        let message = |row: &sqlx::any::AnyRow| {
            Ok(Outboxed {
                at: row.try_get("at")?,
                kind: row.try_get("kind")?,
                to: row.try_get("recipient")?,
                text: row.try_get("text")?,
            })
        };
        Ok(rows
            .iter()
            .map(message)
            .collect::<Result<_, sqlx::Error>>()?)
    }
}
