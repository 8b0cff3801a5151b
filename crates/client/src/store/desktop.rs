//! What a person wants of this computer. Kept with the device, not with the person.

use menhu_protocol::Failure;
use menhu_protocol::ipc::{ZOOM_PLAIN, zoom_near};
use serde::{Deserialize, Serialize};

use super::{Store, to_json};

pub(super) const TABLE: &str = "CREATE TABLE IF NOT EXISTS desktop (one INTEGER PRIMARY KEY CHECK (one = 1), body TEXT NOT NULL) STRICT";

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Wishes {
    /// Stay in the tray when the window is closed.
    pub(crate) stay: bool,
    pub(crate) notifications: bool,
    /// Percent.
    pub(crate) zoom: u16,
    /// It was told that the app stays.
    pub(crate) told: bool,
}

impl Default for Wishes {
    fn default() -> Self {
        Self {
            stay: true,
            notifications: true,
            zoom: ZOOM_PLAIN,
            told: false,
        }
    }
}

impl Store {
    pub(crate) fn wishes(&self) -> Result<Wishes, Failure> {
        let mut wishes: Wishes = self
            .json("SELECT body FROM desktop", [])?
            .unwrap_or_default();
        wishes.zoom = zoom_near(wishes.zoom);
        Ok(wishes)
    }

    pub(crate) fn wishes_keep(&self, wishes: &Wishes) -> Result<(), Failure> {
        let body = to_json(wishes)?;
        self.execute(
            "INSERT INTO desktop (one, body) VALUES (1, ?1) ON CONFLICT (one) DO UPDATE SET body = ?1",
            [body],
        )
    }
}
