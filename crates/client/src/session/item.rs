//! Names of the items in the keychain: `campus/person/kind`, one per secret.

use crate::store::Who;

/// In the place of the person while nobody is known yet; no server gives out this name.
const NOBODY: &str = "-";

/// One secret of the app.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Item<'a> {
    /// The device's key for a person.
    DeviceKey(&'a Who),
    Refresh(&'a Who),
    /// The device's key of a sign-in that runs, at a campus.
    AttemptKey(&'a str),
    /// The sign-in attempt that runs.
    Attempt(&'a str),
    /// The registration that runs.
    Registration(&'a str),
    /// The recovery that runs.
    Recovery(&'a str),
}

impl Item<'_> {
    pub(crate) fn name(self) -> String {
        match self {
            Self::DeviceKey(who) => format!("{}/{}/device-key", who.campus, who.person),
            Self::Refresh(who) => format!("{}/{}/refresh", who.campus, who.person),
            Self::AttemptKey(campus) => format!("{campus}/{NOBODY}/device-key"),
            Self::Attempt(campus) => format!("{campus}/{NOBODY}/attempt"),
            Self::Registration(campus) => format!("{campus}/{NOBODY}/registration"),
            Self::Recovery(campus) => format!("{campus}/{NOBODY}/recovery"),
        }
    }
}
