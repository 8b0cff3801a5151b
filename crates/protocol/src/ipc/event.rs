//! What the core tells the page without being asked.

use serde::{Deserialize, Serialize};

/// Name under which every host delivers events.
pub const EVENT: &str = "menhu";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum Event {
    /// The session was ended elsewhere: back to sign-in.
    SignedOut,
    /// A `menhu://` or campus link was opened; the text goes to `campus_find`.
    Link { text: String },
    /// Whether the campus could be reached, each time that changes.
    Reachable { yes: bool },
}
