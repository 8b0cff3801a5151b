//! Proofs of possession count once (RFC 9449 §11.1).

use menhu_protocol::Millis;

use super::{Books, Trouble};

impl Books {
    /// Whether a proof is seen for the first time.
    ///
    /// # Errors
    /// The database's.
    pub async fn proof_first(&self, id: &str, until: Millis) -> Result<bool, Trouble> {
        let _turn = self.writers.acquire().await.ok();
        let done = sqlx::query(
            "INSERT INTO proof (id, until) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING",
        )
        .bind(id)
        .bind(until)
        .execute(self.reader())
        .await?;
        Ok(done.rows_affected() == 1)
    }
}
