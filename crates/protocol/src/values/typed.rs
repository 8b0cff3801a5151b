//! What is true of every text a person types: widths, spaces and invisible characters.

use serde::{Deserialize, Serialize};

/// Why a typed text is not the value that was asked for. The page words it by field and reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Malformed {
    #[error("nothing was typed")]
    Empty,
    #[error("too short")]
    Short,
    #[error("too long")]
    Long,
    #[error("holds a character that cannot be in it")]
    Character,
    #[error("does not have the right form")]
    Form,
}

/// Full-width forms become half-width (`１３８` → `138`), every kind of space and every invisible
/// character goes. Input methods and pasted messages bring all of them (security.md §3, class 2–3).
pub fn half_width(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            // The full-width forms of ASCII stand 0xFEE0 above ASCII itself.
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0),
            c if c.is_whitespace() || c.is_control() => None,
            c if is_invisible(c) => None,
            c => Some(c),
        })
        .collect()
}

/// Characters nobody sees, which can turn around or hide what stands beside them: zero-width ones,
/// direction marks, word joiner, byte order mark, soft hyphen.
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}'
            | '\u{00ad}'
            | '\u{061c}'
    )
}

#[cfg(test)]
mod tests {
    use super::half_width;

    #[test]
    fn full_width_and_invisible_characters_become_plain_text() {
        assert_eq!(
            half_width("１３８ 0013\u{200b}\u{3000}８０００－"),
            "13800138000-"
        );
    }
}
