//! The words of tray, menu and notifications.

use menhu_protocol::{Localized, ipc::Locale};
use menhu_words::{Lexicon, Tongue};
use tauri::{AppHandle, Manager};

use crate::brand::Brand;

/// A campus's own build calls itself by its own name.
pub fn of(app: &AppHandle, locale: Locale) -> Lexicon {
    let tongue = match locale {
        Locale::Zh => Tongue::Zh,
        Locale::En => Tongue::En,
    };
    match app.state::<Brand>().own_name() {
        Some(name) => Lexicon::called(tongue, pick(locale, name)),
        None => Lexicon::of(tongue),
    }
}

/// What a campus says in both languages.
pub fn pick(locale: Locale, both: &Localized) -> &str {
    match locale {
        Locale::Zh => &both.zh,
        Locale::En => &both.en,
    }
}
