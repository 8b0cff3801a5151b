use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Malformed, half_width};

/// A 工号 or 学号: the account name for life (seed H §2). Upper case, `A-Z 0-9 - _ .`, 1–32 long.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MemberId(String);

/// CAS and roster columns hold no longer one; the seeds show at most twelve.
const LONGEST: usize = 32;

impl MemberId {
    /// # Errors
    /// What is wrong with the text, see [`Malformed`].
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let plain = half_width(text).to_ascii_uppercase();
        match plain.chars().count() {
            0 => return Err(Malformed::Empty),
            n if n > LONGEST => return Err(Malformed::Long),
            _ => {}
        }
        if !plain
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
        {
            return Err(Malformed::Character);
        }
        Ok(Self(plain))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last four characters, all that 信息确认 shows (mission.md H3); short ones show fewer.
    pub fn last_four(&self) -> String {
        let shown = self.0.len().saturating_sub(1).min(4);
        format!("****{}", &self.0[self.0.len() - shown..])
    }
}

impl fmt::Debug for MemberId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MemberId({})", self.last_four())
    }
}

impl TryFrom<String> for MemberId {
    type Error = Malformed;
    fn try_from(text: String) -> Result<Self, Malformed> {
        Self::parse(&text)
    }
}

impl From<MemberId> for String {
    fn from(id: MemberId) -> String {
        id.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Malformed, MemberId};

    #[test]
    fn widths_spaces_and_case_do_not_matter() {
        for text in [
            "2021s001",
            " 2021S001 ",
            "２０２１Ｓ００１",
            "2021\u{200b}S001\u{feff}",
        ] {
            assert_eq!(
                MemberId::parse(text).map(String::from),
                Ok("2021S001".into()),
                "{text:?}"
            );
        }
    }

    #[test]
    fn leading_zeros_are_part_of_the_number() {
        assert_eq!(MemberId::parse("0012").map(String::from), Ok("0012".into()));
    }

    #[test]
    fn quotes_and_long_texts_are_refused() {
        assert_eq!(MemberId::parse("1' or '1'='1"), Err(Malformed::Character));
        assert_eq!(MemberId::parse(&"9".repeat(1 << 20)), Err(Malformed::Long));
        assert_eq!(MemberId::parse("　"), Err(Malformed::Empty));
    }

    #[test]
    fn a_short_number_is_never_shown_whole() {
        assert_eq!(MemberId::parse("7").expect("valid").last_four(), "****");
        assert_eq!(
            MemberId::parse("1234").expect("valid").last_four(),
            "****234"
        );
        assert_eq!(
            MemberId::parse("198803017").expect("valid").last_four(),
            "****3017"
        );
    }

    proptest! {
        #[test]
        fn no_text_panics_and_what_parses_parses_again(text in "\\PC{0,40}") {
            if let Ok(id) = MemberId::parse(&text) {
                prop_assert_eq!(MemberId::parse(id.as_str()), Ok(id.clone()));
                prop_assert!(!id.last_four().contains(id.as_str()));
            }
        }
    }
}
