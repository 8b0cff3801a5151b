//! The key of an activation, chosen before the call is sent: whatever happens to the answer, the
//! same registration asks again under the same key and is activated once.

use menhu_protocol::Failure;
use rusqlite::OptionalExtension;

use super::Store;

pub(super) const TABLE: &str = "CREATE TABLE IF NOT EXISTS activation (registration TEXT PRIMARY KEY, key TEXT NOT NULL) STRICT";

impl Store {
    /// The key of the registration with this digest: the one kept, or `fresh`, which is kept now.
    pub(crate) fn activation_key(
        &self,
        registration: &str,
        fresh: &str,
    ) -> Result<String, Failure> {
        self.execute(
            "INSERT INTO activation (registration, key) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            (registration, fresh),
        )?;
        let kept: Option<String> = self.with(|connection| {
            connection
                .query_row(
                    "SELECT key FROM activation WHERE registration = ?1",
                    [registration],
                    |row| row.get(0),
                )
                .optional()
        })?;
        Ok(kept.unwrap_or_else(|| fresh.to_owned()))
    }

    /// Forgets the keys of registrations that are over.
    pub(crate) fn activation_drop(&self) -> Result<(), Failure> {
        self.execute("DELETE FROM activation", [])
    }
}
