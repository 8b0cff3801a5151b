//! The campus the app wears.

use menhu_protocol::Failure;
use menhu_protocol::ipc::CampusCard;

use super::{Store, to_json};

pub(super) const TABLE: &str = "CREATE TABLE IF NOT EXISTS campus (one INTEGER PRIMARY KEY CHECK (one = 1), card TEXT NOT NULL) STRICT";

impl Store {
    pub(crate) fn campus(&self) -> Result<Option<CampusCard>, Failure> {
        self.json("SELECT card FROM campus", [])
    }

    pub(crate) fn campus_keep(&self, card: &CampusCard) -> Result<(), Failure> {
        let card = to_json(card)?;
        self.execute(
            "INSERT INTO campus (one, card) VALUES (1, ?1) ON CONFLICT (one) DO UPDATE SET card = ?1",
            [card],
        )?;
        self.copy()
    }

    /// Forgets the campus and the flow that was open there.
    pub(crate) fn campus_drop(&self) -> Result<(), Failure> {
        self.with(|connection| {
            connection.execute_batch(
                "BEGIN IMMEDIATE; DELETE FROM campus; DELETE FROM bookmark; DELETE FROM activation; DELETE FROM release; COMMIT",
            )
        })?;
        self.copy()
    }
}
