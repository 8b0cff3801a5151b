//! S-10 更新, A-06 请先更新, and the line on the home page that leads here.

#[cfg(target_arch = "wasm32")]
mod gate;
#[cfg(target_arch = "wasm32")]
mod line;
mod state;
#[cfg(target_arch = "wasm32")]
mod view;

use menhu_words::Lexicon;

#[cfg(target_arch = "wasm32")]
pub use gate::{TooOld, gate};
#[cfg(target_arch = "wasm32")]
pub use line::UpdateLine;
pub use state::{Action, Effect, State};
#[cfg(target_arch = "wasm32")]
pub use view::{UpdatePage, screen};

/// `48.2 MB`, decimal as stores and browsers count.
pub fn size(bytes: u64) -> String {
    let tenths = bytes.div_ceil(100_000);
    if tenths < 2 {
        format!("{} kB", bytes.div_ceil(1000))
    } else {
        format!("{}.{} MB", tenths / 10, tenths % 10)
    }
}

/// `2026年12月1日` of `2026-12-01`; what is no day stays as it is written.
pub fn day(words: &Lexicon, text: &str) -> String {
    let numbers: Vec<u32> = text.split('-').filter_map(|n| n.parse().ok()).collect();
    let [year, month, day] = numbers[..] else {
        return text.to_owned();
    };
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
    use menhu_words::{Lexicon, Tongue};

    use super::{day, size};

    #[test]
    fn days_are_read_as_people_write_them() {
        let words = Lexicon::of(Tongue::Zh);
        assert_eq!(day(&words, "2026-12-01"), "2026年12月1日");
        assert_eq!(day(&words, ""), "");
    }

    #[test]
    fn sizes_are_short() {
        assert_eq!(size(48_211_000), "48.3 MB");
        assert_eq!(size(812), "1 kB");
        assert_eq!(size(0), "0 kB");
    }
}
