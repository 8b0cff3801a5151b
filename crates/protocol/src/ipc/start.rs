//! What the page needs to draw its first screen, and what the device keeps of a person's wishes.

use serde::{Deserialize, Serialize};

use super::{CampusCard, Desktop, RecoveryBookmark, RegistrationBookmark, SigninBookmark, command};
use crate::api::session::Done;
use crate::values::CampusAddress;

command! {
    /// What to show first. Touches no network; no keychain and no identifier before consent.
    app_start: AppStart {} -> Start;
    /// Keeps language, size and theme on this device.
    preferences_keep: PreferencesKeep { preferences: Preferences } -> Done;
    /// The app's own texts in the versions that were shown are agreed to.
    consent_give: ConsentGive { terms: String, privacy: String } -> Done;
    /// Takes the agreement back: signs out and forgets the campus; the next start asks again.
    consent_withdraw: ConsentWithdraw {} -> Done;
    /// Keeps where a flow stands and what was typed (never a secret), so that it can be resumed.
    bookmark_keep: BookmarkKeep { bookmark: Bookmark } -> Done;
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Start {
    pub preferences: Preferences,
    /// The first start on this device: language and 长辈版 are asked for.
    pub first: bool,
    /// Versions of the app's own texts that were agreed to, if any: terms, privacy.
    pub consent: Option<(String, String)>,
    pub campus: Option<CampusCard>,
    /// The one campus this build is for (`cargo xtask brand`); no other is looked for.
    #[serde(default)]
    pub pinned: Option<CampusAddress>,
    /// Somebody is signed in: go straight to the home page.
    pub signed_in: bool,
    /// A flow that was left in the middle.
    pub bookmark: Option<Bookmark>,
    pub keychain: Keychain,
    /// How this device can read a QR code.
    pub scanner: Scanner,
    pub system: System,
    /// What this computer can do; `None` on phones.
    #[serde(default)]
    pub desktop: Option<Desktop>,
    /// `major.minor.patch` of this app.
    pub version: String,
}

/// How the page is to look. Kept on the device, not with the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preferences {
    pub locale: Locale,
    /// 长辈版
    pub elder: bool,
    /// Base type in px in 长辈版, 18–32 (look.md).
    pub elder_px: u8,
    pub theme: Theme,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            locale: Locale::Zh,
            elder: false,
            elder_px: 22,
            theme: Theme::System,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Locale {
    #[default]
    #[serde(rename = "zh-CN")]
    Zh,
    #[serde(rename = "en")]
    En,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

/// The state of the OS keychain, as far as the page must speak of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keychain {
    /// Not asked yet: no consent.
    #[default]
    Unasked,
    Ready,
    /// Locked: nothing was deleted; unlock and try again.
    Locked,
    /// There is none: the session lives in memory, and the page says so.
    Missing,
}

/// The operating system the app runs on. What differs for people is decided by it (which key is named
/// in a shortcut, how an update arrives); what a device can do is asked of the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum System {
    Android,
    Ios,
    Windows,
    Macos,
    Linux,
}

impl System {
    /// The system this program was compiled for; what is none of the others behaves like Linux.
    pub fn here() -> Self {
        match std::env::consts::OS {
            "android" => Self::Android,
            "ios" => Self::Ios,
            "windows" => Self::Windows,
            "macos" => Self::Macos,
            _ => Self::Linux,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scanner {
    /// The phone's own scanner.
    Native,
    /// The page's camera picture, decoded by the core; pictures and paste as well.
    Page,
}

/// A flow and its step; resumed at the next start with every secret field empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "flow")]
pub enum Bookmark {
    /// Nothing is open.
    None,
    Registration(RegistrationBookmark),
    Signin(SigninBookmark),
    Recovery(RecoveryBookmark),
}
