//! The rules of a password, as both the page and the server read them (design.md §9, "password rule").
//!
//! A campus has one profile at a time; a profile is a list of rules. Rules about the text alone are
//! judged here, so that they tick while somebody types; what needs the server's lists says so.

use serde::{Deserialize, Serialize};

/// What a campus asks of a password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordRules {
    /// `campus`, `nist-4` or `dengbao-3`, and its version: changes when a rule does.
    pub profile: String,
    /// In the order they are shown.
    pub rules: Vec<Rule>,
}

/// One rule. A rule this build does not know is [`Rule::Other`]: the server judges it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "rule")]
pub enum Rule {
    /// At least so many characters; one code point is one (NIST SP 800-63B-4 §3.1.1.2).
    Length { least: u32 },
    /// At least so many of letter, digit and special character; letters are one class (seed B).
    Classes { least: u32 },
    /// No space of any kind: ideographic, no-break and tab are spaces (seed B).
    NoSpace,
    /// Not on the list of common passwords; only the server has it.
    NotCommon,
    /// Nothing of one's own: ID, name, phone, birthday, the last six of the 证件号; only the server knows.
    NotYours,
    #[serde(other)]
    Other,
}

impl Rule {
    /// Its name on the wire, in `password_weak`, and behind `rule-` in the words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Length { .. } => "length",
            Self::Classes { .. } => "classes",
            Self::NoSpace => "no_space",
            Self::NotCommon => "not_common",
            Self::NotYours => "not_yours",
            Self::Other => "other",
        }
    }

    /// Whether the text keeps the rule; `None` when only the server can say.
    pub fn holds(self, text: &str) -> Option<bool> {
        match self {
            Self::Length { least } => Some(text.chars().count() >= least as usize),
            Self::Classes { least } => Some(classes(text) >= least),
            Self::NoSpace => Some(!text.chars().any(is_space)),
            Self::NotCommon | Self::NotYours | Self::Other => None,
        }
    }
}

/// How many of letter, digit and special character a text has. Spaces are none of them, and so is what
/// nobody sees.
fn classes(text: &str) -> u32 {
    let has = |kind: fn(char) -> bool| u32::from(text.chars().any(kind));
    has(char::is_alphabetic)
        + has(char::is_numeric)
        + has(|c| !c.is_alphanumeric() && !is_space(c) && !c.is_control())
}

/// Whitespace, and what looks like it without being it to Unicode (zero-width and filler characters).
fn is_space(c: char) -> bool {
    c.is_whitespace()
        || crate::values::is_invisible(c)
        || matches!(
            c,
            '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{2800}'
        )
}
