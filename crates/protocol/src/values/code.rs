use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Malformed, half_width};

/// design.md §9: codes are six digits (≥ 20 bit less the tries, NIST 800-63B-4 §3.1.3).
pub const CODE_DIGITS: usize = 6;

/// The six digits of an SMS or a mail. Never printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PhoneCode(String);

impl PhoneCode {
    /// Six digits, also when the whole message was pasted (`【统一身份认证】验证码 123456`).
    ///
    /// # Errors
    /// What is wrong; a pasted text with two numbers of six digits is [`Malformed::Form`].
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let plain = half_width(text);
        if plain.is_empty() {
            return Err(Malformed::Empty);
        }
        if plain.bytes().all(|b| b.is_ascii_digit()) {
            return match plain.len() {
                n if n < CODE_DIGITS => Err(Malformed::Short),
                n if n > CODE_DIGITS => Err(Malformed::Long),
                _ => Ok(Self(plain)),
            };
        }
        let mut groups = plain
            .split(|c: char| !c.is_ascii_digit())
            .filter(|run| run.len() == CODE_DIGITS);
        match (groups.next(), groups.next()) {
            (Some(code), None) => Ok(Self(code.to_owned())),
            (Some(_), Some(_)) => Err(Malformed::Form),
            (None, _) => Err(Malformed::Character),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PhoneCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PhoneCode(…)")
    }
}

impl TryFrom<String> for PhoneCode {
    type Error = Malformed;
    fn try_from(text: String) -> Result<Self, Malformed> {
        Self::parse(&text)
    }
}

impl From<PhoneCode> for String {
    fn from(code: PhoneCode) -> String {
        code.0
    }
}

#[cfg(test)]
mod tests {
    use super::{Malformed, PhoneCode};

    #[test]
    fn a_typed_or_pasted_code_is_found() {
        for text in [
            "012345",
            "０１２３４５",
            "012 345",
            "【统一身份认证】验证码 012345，5 分钟内有效。",
        ] {
            assert_eq!(
                PhoneCode::parse(text).map(String::from),
                Ok("012345".into()),
                "{text}"
            );
        }
    }

    #[test]
    fn other_lengths_and_two_numbers_are_refused() {
        assert_eq!(PhoneCode::parse("12345"), Err(Malformed::Short));
        assert_eq!(PhoneCode::parse("1234567"), Err(Malformed::Long));
        assert_eq!(PhoneCode::parse("123456 or 654321"), Err(Malformed::Form));
        assert_eq!(PhoneCode::parse("code"), Err(Malformed::Character));
    }
}
