//! The flow that was left in the middle, with what was typed; never a secret.

use menhu_protocol::Failure;
use menhu_protocol::ipc::Bookmark;

use super::{Store, to_json};

pub(super) const TABLE: &str = "CREATE TABLE IF NOT EXISTS bookmark (one INTEGER PRIMARY KEY CHECK (one = 1), body TEXT NOT NULL) STRICT";

impl Store {
    pub(crate) fn bookmark(&self) -> Result<Bookmark, Failure> {
        Ok(self
            .json("SELECT body FROM bookmark", [])?
            .unwrap_or(Bookmark::None))
    }

    pub(crate) fn bookmark_keep(&self, bookmark: &Bookmark) -> Result<(), Failure> {
        if *bookmark == Bookmark::None {
            return self.execute("DELETE FROM bookmark", []);
        }
        let body = to_json(bookmark)?;
        self.execute(
            "INSERT INTO bookmark (one, body) VALUES (1, ?1) ON CONFLICT (one) DO UPDATE SET body = ?1",
            [body],
        )
    }
}
