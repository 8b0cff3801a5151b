//! Home and settings of a person who is in.

use serde::{Deserialize, Serialize};

use super::{CampusCard, Keychain, command};
use crate::Failure;
use crate::api::session::{Device, Done, Me};

command! {
    /// Who I am and what my campus has on. Answers from the device at once; `fresh` asks the campus.
    home_read: HomeRead { fresh: bool } -> Home;
    devices_read: DevicesRead {} -> Vec<Device>;
    device_end: DeviceEnd { id: String } -> Done;
    /// Forgets everything of this person on this device, and tells the campus if it can be reached.
    sign_out: SignOut {} -> Done;
    /// Opens an address of the campus, or a `tel:` of its desk, outside the app.
    link_open: LinkOpen { url: String } -> Done;
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    /// `None` only when this device has never reached the campus since sign-in.
    pub me: Option<Me>,
    pub campus: CampusCard,
    /// When `me` was read, UTC milliseconds.
    pub read_at: i64,
    /// Why it could not be read afresh; the last good answer stands above.
    pub stale: Option<Failure>,
    pub keychain: Keychain,
}
