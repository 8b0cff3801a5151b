//! What nobody can use any more goes.

use menhu_protocol::Millis;
use sqlx::AnyConnection;

use super::attempt::ATTEMPT_MS;
use super::{Books, Entry, Trouble};

/// How long spent codes and old guesses stay for whoever has to explain something to a caller.
const LOOKED_INTO_MS: Millis = 24 * 3_600_000;
/// Guesses at an account are forgotten after a month without another: nobody guesses that slowly.
const GUESSES_MS: Millis = 30 * LOOKED_INTO_MS;
/// How long browsers keep a cookie (RFC 6265bis §5.5).
const KNOWN_MS: Millis = 400 * LOOKED_INTO_MS;
/// Messages of demo mode.
const OUTBOX_MS: Millis = 7 * LOOKED_INTO_MS;

struct Tidying(Millis);

impl Entry for Tidying {
    type Out = ();

    async fn write(&self, page: &mut AnyConnection) -> Result<(), Trouble> {
        for (statement, before) in [
            (
                "DELETE FROM attempt WHERE touched_at < $1",
                self.0 - ATTEMPT_MS,
            ),
            (
                "DELETE FROM code WHERE sent_at < $1",
                self.0 - LOOKED_INTO_MS,
            ),
            (
                "DELETE FROM mail_link WHERE sent_at < $1",
                self.0 - LOOKED_INTO_MS,
            ),
            ("DELETE FROM budget WHERE until < $1", self.0),
            ("DELETE FROM guess WHERE last_at < $1", self.0 - GUESSES_MS),
            // Looked at and never counted in, or given back.
            (
                "DELETE FROM guess WHERE failures = 0 AND last_at < $1",
                self.0 - LOOKED_INTO_MS,
            ),
            ("DELETE FROM proof WHERE until < $1", self.0),
            ("DELETE FROM outbox WHERE at < $1", self.0 - OUTBOX_MS),
            // Guesses at accounts that do not exist.
            (
                "DELETE FROM audit WHERE person = '' AND at < $1",
                self.0 - LOOKED_INTO_MS,
            ),
            // The browser's own cookie is gone by then: nobody can know it any more.
            (
                "DELETE FROM browser_session WHERE seen_at < $1",
                self.0 - KNOWN_MS,
            ),
        ] {
            sqlx::query(statement)
                .bind(before)
                .execute(&mut *page)
                .await?;
        }
        Ok(())
    }
}

impl Books {
    /// # Errors
    /// The database's.
    pub async fn tidy(&self, now: Millis) -> Result<(), Trouble> {
        self.enter(&Tidying(now)).await
    }
}
