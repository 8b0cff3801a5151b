//! Sizes and days as people read them, alike in the app and on the campus's pages.

use super::Lexicon;

/// `48.2 MB`, rounded, decimal as stores and browsers count; below 0.1 MB in kB, rounded up.
pub fn size(bytes: u64) -> String {
    if bytes < 100_000 {
        return format!("{} kB", bytes.div_ceil(1000));
    }
    let tenths = bytes.saturating_add(50_000) / 100_000;
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

/// 「2026年11月21日」 of `(year, month, day)`
pub fn day(words: &Lexicon, (year, month, day): (u16, u8, u8)) -> String {
    words.say_with(
        "web-day",
        &[
            ("y", &year.to_string()),
            ("m", &month.to_string()),
            ("d", &day.to_string()),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::{day, size};
    use crate::{Lexicon, Tongue};

    #[test]
    fn sizes_and_days_are_short() {
        for (bytes, text) in [
            (0, "0 kB"),
            (812, "1 kB"),
            (99_999, "100 kB"),
            (100_000, "0.1 MB"),
            (48_211_000, "48.2 MB"),
            (48_250_000, "48.3 MB"),
        ] {
            assert_eq!(size(bytes), text);
        }
        let on = |tongue| day(&Lexicon::of(tongue), (2026, 12, 1));
        assert_eq!(on(Tongue::Zh), "2026年12月1日");
        assert_eq!(on(Tongue::En), "1 December 2026");
    }
}
