//! A device that is in, until it is revoked (design.md §6).

use serde::{Deserialize, Serialize};

use super::calls;
use super::registration::Category;
use crate::values::Secret;

/// What a device holds. Both tokens are opaque and bound to the device's key.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Tokens {
    /// For `Authorization: DPoP …`; short-lived.
    pub access: Secret,
    pub access_good_for_s: u32,
    /// For [`Refresh`]; rotates.
    pub refresh: Secret,
    /// Stable name of the person, part of the keychain's keys.
    pub person: String,
}

/// Fact of a `session_ended` whose person took back their consent: the device asks for it again before
/// it signs anybody in.
pub const CONSENT_WITHDRAWN: &str = "consent_withdrawn";

/// Rotates the refresh token. Asking twice with the same one gives the same successor.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Refresh {
    pub refresh: Secret,
}

/// Ends this device's session. Answers the same when it had ended already.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Revoke {
    pub refresh: Secret,
}

/// Who I am.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MeRead {}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    pub name: String,
    pub members: Vec<Membership>,
    /// `138****8000`
    pub phone: String,
}

/// One 工号 or 学号 of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    pub member: crate::values::MemberId,
    pub department: String,
    pub category: Category,
}

/// The devices and browsers I am signed in on.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DevicesRead {}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    pub id: String,
    pub name: String,
    #[serde(default)]
    pub kind: SessionKind,
    /// UTC milliseconds.
    pub signed_in_at: i64,
    /// UTC milliseconds, at most ten minutes old.
    pub seen_at: i64,
    /// The device that asks.
    pub this_one: bool,
}

/// What is signed in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionKind {
    /// This app, on a phone or a computer.
    #[default]
    App,
    /// A browser, on the campus's pages.
    Browser,
    #[serde(other)]
    Other,
}

/// Ends the session of one of my devices, or in one of my browsers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DeviceEnd {
    pub id: String,
}

/// An answer that says nothing but that it happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {}

calls! { Device:
    Refresh "/v1/session/refresh" -> Tokens;
    Revoke "/v1/session/revoke" -> Done;
}

calls! { Access:
    MeRead "/v1/me" -> Me;
    DevicesRead "/v1/devices" -> Vec<Device>;
    DeviceEnd "/v1/devices/end" -> Done;
}
