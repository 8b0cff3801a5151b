use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Malformed, half_width};

/// A telephone number in E.164 form, `+8613800138000`.
///
/// A number without a country is a mainland mobile number (seed H knows no other). Full-width
/// digits, spaces, hyphens and `+86`/`0086`/`86` in front are accepted.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

/// E.164: at most 15 digits; 8 is the shortest subscriber number we have met with its country.
const FOREIGN_DIGITS: std::ops::RangeInclusive<usize> = 8..=15;

impl Phone {
    /// # Errors
    /// [`Malformed::Short`]/[`Malformed::Long`] for a mainland number without eleven digits,
    /// [`Malformed::Form`] for eleven digits that no mobile number starts with.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let mut plain = half_width(text);
        plain.retain(|c| !matches!(c, '-' | '(' | ')' | '.' | '–' | '—'));
        if plain.is_empty() {
            return Err(Malformed::Empty);
        }
        let (digits, country) = match plain.strip_prefix('+').or_else(|| plain.strip_prefix("00")) {
            Some(rest) => (rest, true),
            None => (plain.as_str(), false),
        };
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Malformed::Character);
        }
        if country && !digits.starts_with("86") {
            return match digits.len() {
                n if n < *FOREIGN_DIGITS.start() => Err(Malformed::Short),
                n if n > *FOREIGN_DIGITS.end() => Err(Malformed::Long),
                _ if digits.starts_with('0') => Err(Malformed::Form),
                _ => Ok(Self(format!("+{digits}"))),
            };
        }
        let local = match digits.strip_prefix("86") {
            Some(rest) if country || digits.len() == 13 => rest,
            _ => digits,
        };
        match local.len() {
            n if n < 11 => Err(Malformed::Short),
            n if n > 11 => Err(Malformed::Long),
            _ if local.starts_with('1') && local.as_bytes()[1] >= b'3' => {
                Ok(Self(format!("+86{local}")))
            }
            _ => Err(Malformed::Form),
        }
    }

    /// `+8613800138000`
    pub fn e164(&self) -> &str {
        &self.0
    }

    /// Whether the number is a mainland one; others are accepted only where the campus allows them.
    pub fn is_mainland(&self) -> bool {
        self.0.starts_with("+86") && self.0.len() == 14
    }

    /// The number as its owner writes it: without `+86` on the mainland.
    pub fn local(&self) -> &str {
        if self.is_mainland() {
            &self.0[3..]
        } else {
            &self.0
        }
    }

    /// `138****8000`: three in front, four behind (mission.md H3).
    pub fn masked(&self) -> String {
        let local = self.local();
        let (head, tail) = (&local[..3], &local[local.len() - 4..]);
        format!("{head}****{tail}")
    }

    /// `15*****`: for somebody who has proven nothing yet (seed B).
    pub fn hint(&self) -> String {
        format!("{}*****", &self.local()[..2])
    }

    /// The block of a hundred neighbouring numbers, for the SMS budget (security.md OTP-6).
    pub fn block(&self) -> &str {
        &self.0[..self.0.len() - 2]
    }
}

impl fmt::Debug for Phone {
    // A number is personal: whoever logs one by accident logs it masked.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({})", self.masked())
    }
}

impl TryFrom<String> for Phone {
    type Error = Malformed;
    fn try_from(text: String) -> Result<Self, Malformed> {
        Self::parse(&text)
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> String {
        phone.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Malformed, Phone};

    #[test]
    fn every_way_of_writing_one_number_is_one_number() {
        for text in [
            "13800138000",
            "１３８００１３８０００",
            "138 0013 8000",
            "138-0013-8000",
            "+86 138 0013 8000",
            "+8613800138000",
            "008613800138000",
            "8613800138000",
            "\u{202a}13800138000\u{202c}",
        ] {
            assert_eq!(
                Phone::parse(text).map(|p| p.e164().to_owned()),
                Ok("+8613800138000".into()),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_mobile_number_says_why() {
        for (text, why) in [
            ("", Malformed::Empty),
            ("   ", Malformed::Empty),
            ("1380013800", Malformed::Short),
            ("138001380001", Malformed::Long),
            ("12800138000", Malformed::Form),
            ("1380013800a", Malformed::Character),
            ("+86 1380013", Malformed::Short),
            ("+1234", Malformed::Short),
            ("+1234567890123456", Malformed::Long),
            ("١٣٨٠٠١٣٨٠٠٠", Malformed::Character),
        ] {
            assert_eq!(Phone::parse(text), Err(why), "{text}");
        }
    }

    #[test]
    fn a_masked_number_shows_three_and_four_digits() {
        let phone = Phone::parse("13800138000").expect("valid");
        assert_eq!(phone.masked(), "138****8000");
        assert_eq!(format!("{phone:?}"), "Phone(138****8000)");
    }

    proptest! {
        #[test]
        fn no_text_panics_and_what_parses_parses_again(text in "\\PC{0,40}") {
            if let Ok(phone) = Phone::parse(&text) {
                prop_assert_eq!(Phone::parse(phone.e164()), Ok(phone));
            }
        }
    }
}
