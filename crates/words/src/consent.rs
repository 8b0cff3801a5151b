//! The app's own 服务协议 and 隐私声明, bundled: they are read before any network call (design.md §6).

use crate::Tongue;

/// A text of the app itself and its version.
pub struct AppText {
    /// `YYYY-MM-DD`; a newer one is asked for again.
    pub version: &'static str,
    zh: &'static str,
    en: &'static str,
    zh_changed: &'static str,
    en_changed: &'static str,
}

pub const APP_TERMS: AppText = AppText {
    version: "2026-11-21",
    zh: include_str!("../texts/terms.zh-CN.txt"),
    en: include_str!("../texts/terms.en.txt"),
    zh_changed: "",
    en_changed: "",
};

pub const APP_PRIVACY: AppText = AppText {
    version: "2026-11-21",
    zh: include_str!("../texts/privacy.zh-CN.txt"),
    en: include_str!("../texts/privacy.en.txt"),
    zh_changed: "",
    en_changed: "",
};

impl AppText {
    /// One paragraph a line.
    pub fn body(&self, tongue: Tongue) -> &'static str {
        match tongue {
            Tongue::Zh => self.zh,
            Tongue::En => self.en,
        }
    }

    /// What is different from the version before, one point a line; empty for the first version.
    pub fn changed(&self, tongue: Tongue) -> &'static str {
        match tongue {
            Tongue::Zh => self.zh_changed,
            Tongue::En => self.en_changed,
        }
    }
}
