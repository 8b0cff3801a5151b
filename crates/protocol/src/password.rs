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
            Self::NoSpace => Some(!has_space(text)),
            Self::NotCommon | Self::NotYours | Self::Other => None,
        }
    }
}

/// How many of letter, digit and special character a text has. Letters of all scripts are one class.
/// Spaces are of no class, and neither is what nobody sees or what only marks the character before it.
fn classes(text: &str) -> u32 {
    let has = |kind: fn(char) -> bool| u32::from(text.chars().any(kind));
    has(char::is_alphabetic) + has(char::is_numeric) + has(is_special)
}

fn is_special(c: char) -> bool {
    !c.is_alphanumeric() && !is_space(c) && !c.is_control() && !is_mark(c)
}

/// Whether any kind of space stands in a text. The joiner inside a picture of several (👩‍🔬) is part of
/// what is seen, and no space.
fn has_space(text: &str) -> bool {
    let joins = |c: char| !c.is_ascii() && !c.is_alphanumeric() && !is_space(c);
    let mut before = None;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let joined =
            c == JOINER && before.is_some_and(joins) && rest.peek().copied().is_some_and(joins);
        if is_space(c) && !joined {
            return true;
        }
        before = Some(c);
    }
    false
}

/// Zero-width joiner.
const JOINER: char = '\u{200d}';

/// Whitespace, and what looks like it without being it to Unicode (zero-width and filler characters).
fn is_space(c: char) -> bool {
    c.is_whitespace()
        || crate::values::is_invisible(c)
        || matches!(
            c,
            '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{3164}' | '\u{ffa0}' | '\u{2800}'
        )
}

/// Marks on the character before: accents (the blocks of combining diacritical marks) and what chooses
/// the look of a character.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36f}'
            | '\u{1ab0}'..='\u{1aff}'
            | '\u{1dc0}'..='\u{1dff}'
            | '\u{20d0}'..='\u{20ff}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{fe20}'..='\u{fe2f}'
            | '\u{e0100}'..='\u{e01ef}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{PasswordRules, Rule};

    const LENGTH: Rule = Rule::Length { least: 6 };
    const CLASSES: Rule = Rule::Classes { least: 2 };

    #[test]
    fn a_length_is_counted_in_code_points() {
        for (text, kept) in [
            ("", false),
            ("abc12", false),
            ("abc123", true),
            ("\u{20bb7}1\u{20bb7}2\u{20bb7}", false),
            ("\u{20bb7}1\u{20bb7}2\u{20bb7}3", true),
        ] {
            assert_eq!(LENGTH.holds(text), Some(kept), "{text}");
        }
    }

    #[test]
    fn letters_of_all_scripts_and_cases_are_one_class() {
        for (text, kept) in [
            ("abcDEF", false),
            ("密码abc", false),
            ("ａｂｃｄｅｆ", false),
            ("жизнь", false),
            ("e\u{301}toile", false),
            ("123456", false),
            ("１２３456", false),
            ("abc123", true),
            ("密码１２３", true),
            ("abc-def", true),
            ("123\u{3002}456", true),
            ("abc👩\u{200d}🔬", true),
            // Nobody sees these: they are no class.
            ("abcdef ", false),
            ("abcdef\u{200b}", false),
            ("abcdef\0", false),
            ("abcdef\u{fe0f}", false),
        ] {
            assert_eq!(CLASSES.holds(text), Some(kept), "{text:?}");
        }
    }

    #[test]
    fn every_kind_of_space_is_a_space() {
        for space in [
            ' ', '\t', '\n', '\r', '\u{a0}', '\u{1680}', '\u{180e}', '\u{2000}', '\u{2003}',
            '\u{2009}', '\u{200a}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{2028}', '\u{202f}',
            '\u{205f}', '\u{2060}', '\u{2800}', '\u{3000}', '\u{3164}', '\u{ffa0}', '\u{feff}',
            '\u{ad}', '\u{115f}', '\u{1160}',
        ] {
            for text in [
                format!("{space}abc123"),
                format!("abc{space}123"),
                format!("abc123{space}"),
            ] {
                assert_eq!(Rule::NoSpace.holds(&text), Some(false), "{space:?}");
            }
        }
        for text in [
            "abc123",
            "abc_123",
            "a·b1",
            "👩\u{200d}🔬a1",
            "👩🏽\u{200d}❤\u{fe0f}\u{200d}👩a1",
        ] {
            assert_eq!(Rule::NoSpace.holds(text), Some(true), "{text}");
        }
    }

    #[test]
    fn a_rule_of_a_newer_campus_is_left_to_its_server() {
        let rules: PasswordRules = serde_json::from_str(
            r#"{"profile":"moon-1","rules":[{"rule":"length","least":9},{"rule":"phase","of":"moon"}]}"#,
        )
        .expect("rules");
        assert_eq!(rules.rules, [Rule::Length { least: 9 }, Rule::Other]);
        assert_eq!(Rule::Other.holds("anything"), None);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,40}") {
            for rule in [LENGTH, CLASSES, Rule::NoSpace, Rule::NotCommon] {
                let _ = rule.holds(&text);
            }
        }
    }
}
