//! S-10 更新, A-06 请先更新, and the line on the home page that leads here.

pub mod gate;
#[cfg(target_arch = "wasm32")]
mod line;
mod state;
#[cfg(target_arch = "wasm32")]
mod view;

use menhu_words::Lexicon;

#[cfg(target_arch = "wasm32")]
pub use gate::TooOld;
#[cfg(target_arch = "wasm32")]
pub use line::UpdateLine;
pub use state::{Action, Effect, State};
#[cfg(target_arch = "wasm32")]
pub use view::{UpdatePage, screen};

/// `2026年12月1日` of `2026-12-01`; what is no day stays as it is written.
pub fn day(words: &Lexicon, text: &str) -> String {
    numbers(text).map_or_else(|| text.to_owned(), |day| menhu_words::day(words, day))
}

fn numbers(text: &str) -> Option<(u16, u8, u8)> {
    let (year, rest) = text.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    Some((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use menhu_words::{Lexicon, Tongue};

    use super::day;

    #[test]
    fn days_are_read_as_people_write_them() {
        let words = Lexicon::of(Tongue::Zh);
        assert_eq!(day(&words, "2026-12-01"), "2026年12月1日");
        assert_eq!(day(&words, ""), "");
    }
}
