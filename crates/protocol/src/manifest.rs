//! `GET /.well-known/menhu`: what an app that knows no campus reads to wear one (design.md §1).

use serde::{Deserialize, Serialize};

use crate::values::CampusAddress;

pub const WELL_KNOWN: &str = "/.well-known/menhu";

/// The campus in the campus's own words. Asked for without any identifier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of this shape; an app reads [`Manifest::VERSION`] and refuses others.
    pub menhu: u32,
    /// Short stable name of the campus, `[a-z0-9-]`; keys of the device's keychain begin with it.
    pub campus: String,
    pub name: Localized,
    /// The origin the campus calls its own; must be the one asked.
    pub origin: CampusAddress,
    /// `#RRGGBB`; the app darkens it until it passes the contrast rules.
    pub accent: String,
    /// Path of a square SVG or PNG below the origin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<String>,
    pub texts: Vec<TextRef>,
    pub modules: Vec<Module>,
    /// Least version of the app the campus accepts, `major.minor.patch`.
    /// Older ones are told so and do not get past it.
    pub least_app: String,
    /// A least version that is announced before it counts, with its reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub require: Option<Requirement>,
    pub desk: Desk,
    /// 备案号, shown in the app where the campus has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filing: Option<String>,
}

impl Manifest {
    pub const VERSION: u32 = 1;

    /// The newest version of one of the campus's texts.
    pub fn text(&self, kind: TextKind) -> Option<&TextRef> {
        self.texts.iter().find(|text| text.kind == kind)
    }
}

/// From a day on the campus accepts no older app; until then the app says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requirement {
    /// `major.minor.patch`
    pub version: String,
    /// `YYYY-MM-DD` at the campus: the first day it counts.
    pub from: String,
    /// Why, in the campus's words.
    pub why: Localized,
}

/// One thing in both languages; Chinese first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Localized {
    pub zh: String,
    pub en: String,
}

/// Whom to call when nothing helps. On every error page and under every failure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desk {
    /// As it is printed and dialled, `0451-86412345`.
    pub phone: String,
    /// Opening hours, a line of text.
    pub hours: Localized,
}

/// A text people agree to. The body is `GET` at `path` as plain text, one paragraph a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextRef {
    pub kind: TextKind,
    /// `YYYY-MM-DD` of the text; a newer one is asked for again.
    pub version: String,
    /// Path below the origin; `?lang=en` and `?from=VERSION` (only what changed) are understood.
    pub path: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextKind {
    /// 服务协议
    Terms,
    /// 隐私声明
    Privacy,
    #[serde(other)]
    Other,
}

/// A part of the app a campus can switch on. One that is off, or that this build does not know, is
/// not shown (design.md §1: no dead tiles).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Module {
    /// 给别的设备安装: the campus's download page.
    Download,
    /// 信息门户: the campus's pages for people in a browser.
    Portal,
    Directory,
    Chat,
    Meetings,
    Mail,
    News,
    Apps,
    #[serde(other)]
    Unknown,
}

impl Module {
    /// What this build can show. A module joins this list when it is built.
    pub const BUILT: &'static [Module] = &[Module::Download];
}
