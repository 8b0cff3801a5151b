//! The campus's last answer about newer versions.

use menhu_protocol::api::release::Release;
use menhu_protocol::{Failure, Millis};
use serde::{Deserialize, Serialize};

use super::{Store, to_json};

pub(super) const TABLE: &str = "CREATE TABLE IF NOT EXISTS release (one INTEGER PRIMARY KEY CHECK (one = 1), body TEXT NOT NULL) STRICT";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeptRelease {
    /// The campus that said it; another one's word counts for nothing.
    pub(crate) origin: String,
    pub(crate) release: Option<Release>,
    pub(crate) read_at: Millis,
}

impl Store {
    pub(crate) fn release(&self, origin: &str) -> Result<Option<KeptRelease>, Failure> {
        let kept: Option<KeptRelease> = self.json("SELECT body FROM release", [])?;
        Ok(kept.filter(|kept| kept.origin == origin))
    }

    pub(crate) fn release_keep(&self, kept: &KeptRelease) -> Result<(), Failure> {
        let body = to_json(kept)?;
        self.execute(
            "INSERT INTO release (one, body) VALUES (1, ?1) ON CONFLICT (one) DO UPDATE SET body = ?1",
            [body],
        )
    }
}
