//! What the core tells the page without being asked.

use serde::{Deserialize, Serialize};

use super::UpdatePhase;

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
    /// An update in place has come further.
    Update { phase: UpdatePhase },
    /// The settings were chosen in the tray or the menu.
    SettingsOpen,
    /// The shortcuts were chosen in the menu.
    ShortcutsOpen,
    /// The window was closed, the app stayed in the tray, and no notification could say so.
    StillRunning,
}
