//! Newer versions of this app.

use serde::{Deserialize, Serialize};

use super::{CampusCard, command};
use crate::api::release::Release;
use crate::api::session::Done;
use crate::{Failure, Localized, Millis};

command! {
    /// What the campus has for this device. `asked` by the person, the campus is asked now; otherwise
    /// at most once a day, and the last answer stands.
    update_read: UpdateRead { asked: bool } -> Update;
    /// Fetches the newest version and checks it, or opens the page it is fetched from. Answers when
    /// that is done; progress comes as [`super::Event::Update`].
    update_fetch: UpdateFetch {} -> UpdatePhase;
    /// Installs what was fetched and starts it: the app ends here. Only after the person said so.
    update_install: UpdateInstall {} -> Done;
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Update {
    /// The newest version the campus gave out when it was last asked, for this device.
    pub newest: Option<Release>,
    /// Whether that is newer than this app.
    pub newer: bool,
    /// When the campus was last asked, UTC milliseconds; `None`: never.
    pub read_at: Option<Millis>,
    /// Why it could not be asked just now; the last answer stands above.
    pub stale: Option<Failure>,
    pub way: UpdateWay,
    pub phase: UpdatePhase,
    /// The campus as it was read beside; a [`Demand`] may have come or gone.
    pub campus: CampusCard,
}

/// How a newer version gets onto this device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UpdateWay {
    /// The app replaces itself.
    InPlace,
    /// From the campus's download page, by hand.
    Page,
    /// The system installs it when asked (iOS, `itms-services:`).
    System,
}

/// How far an update in place has come. Outlives the page it was begun on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "phase")]
pub enum UpdatePhase {
    #[default]
    Idle,
    Fetching {
        bytes: u64,
        of: u64,
    },
    /// Fetched and found to be the campus's own: waits for the person.
    Ready {
        version: String,
    },
    /// The system or its browser has taken over.
    Handed,
}

/// A least version the campus asks for, as far as it concerns this app now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Demand {
    /// `major.minor.patch`
    pub version: String,
    /// `YYYY-MM-DD` at the campus; empty when it never named one.
    pub from: String,
    /// In the campus's words; `None` when it gave none.
    pub why: Option<Localized>,
    /// The day has come: the app stops until it is updated. Nobody is signed out by it.
    pub due: bool,
}
