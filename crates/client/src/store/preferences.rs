//! How the page is to look. The row's absence means that nobody was asked yet.

use menhu_protocol::Failure;
use menhu_protocol::ipc::Preferences;

use super::{Store, to_json};

pub(super) const TABLE: &str = "CREATE TABLE IF NOT EXISTS preferences (one INTEGER PRIMARY KEY CHECK (one = 1), body TEXT NOT NULL) STRICT";

impl Store {
    pub(crate) fn preferences(&self) -> Result<Option<Preferences>, Failure> {
        self.json("SELECT body FROM preferences", [])
    }

    pub(crate) fn preferences_keep(&self, preferences: &Preferences) -> Result<(), Failure> {
        let body = to_json(preferences)?;
        self.execute(
            "INSERT INTO preferences (one, body) VALUES (1, ?1) ON CONFLICT (one) DO UPDATE SET body = ?1",
            [body],
        )?;
        self.copy()
    }
}
