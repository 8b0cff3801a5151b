//! The words of tray, menu and notifications.

use menhu_protocol::{Localized, ipc::Locale};
use menhu_words::{Lexicon, Tongue};

pub fn of(locale: Locale) -> Lexicon {
    Lexicon::of(match locale {
        Locale::Zh => Tongue::Zh,
        Locale::En => Tongue::En,
    })
}

/// What a campus says in both languages.
pub fn pick(locale: Locale, both: &Localized) -> &str {
    match locale {
        Locale::Zh => &both.zh,
        Locale::En => &both.en,
    }
}
