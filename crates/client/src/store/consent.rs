//! The versions of the app's own texts that were agreed to. Nothing happens before there is a row.

use menhu_protocol::{Failure, Millis};
use rusqlite::OptionalExtension;

use super::Store;

pub(super) const TABLE: &str = "CREATE TABLE IF NOT EXISTS consent \
    (one INTEGER PRIMARY KEY CHECK (one = 1), terms TEXT NOT NULL, privacy TEXT NOT NULL, at INTEGER NOT NULL) STRICT";

impl Store {
    /// Versions of 服务协议 and 隐私声明.
    pub(crate) fn consent(&self) -> Result<Option<(String, String)>, Failure> {
        self.with(|connection| {
            connection
                .query_row("SELECT terms, privacy FROM consent", [], |row| {
                    // Damaged text counts as no consent: it is asked for again.
                    Ok(row.get(0).and_then(|terms| Ok((terms, row.get(1)?))).ok())
                })
                .optional()
                .map(Option::flatten)
        })
    }

    pub(crate) fn consent_keep(
        &self,
        terms: &str,
        privacy: &str,
        at: Millis,
    ) -> Result<(), Failure> {
        self.execute(
            "INSERT INTO consent (one, terms, privacy, at) VALUES (1, ?1, ?2, ?3) \
             ON CONFLICT (one) DO UPDATE SET terms = ?1, privacy = ?2, at = ?3",
            (terms, privacy, at),
        )?;
        self.copy()
    }

    pub(crate) fn consent_drop(&self) -> Result<(), Failure> {
        self.execute("DELETE FROM consent", [])?;
        self.copy()
    }
}
