use std::fmt;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{Malformed, half_width};

/// A 证件号: resident identity card, passport, or a permit of Hong Kong, Macao or Taiwan.
///
/// Upper case letters and digits, 5–18 long. An identity card of eighteen characters must have a
/// right check digit (GB 11643-1999, ISO 7064 MOD 11-2). Never printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CertificateNumber(Zeroizing<String>);

const LENGTH: std::ops::RangeInclusive<usize> = 5..=18;

impl CertificateNumber {
    /// # Errors
    /// What is wrong with the text; a wrong check digit is [`Malformed::Form`].
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let mut plain = half_width(text).to_ascii_uppercase();
        plain.retain(|c| !matches!(c, '-' | '(' | ')'));
        match plain.len() {
            0 => return Err(Malformed::Empty),
            n if n < *LENGTH.start() => return Err(Malformed::Short),
            n if n > *LENGTH.end() => return Err(Malformed::Long),
            _ => {}
        }
        if !plain.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(Malformed::Character);
        }
        if plain.len() == 18
            && plain.as_bytes()[..17].iter().all(u8::is_ascii_digit)
            && plain.as_bytes()[17] != check_digit(&plain.as_bytes()[..17])
        {
            return Err(Malformed::Form);
        }
        Ok(Self(Zeroizing::new(plain)))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// ISO 7064 MOD 11-2 over seventeen digits.
fn check_digit(digits: &[u8]) -> u8 {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits
        .iter()
        .zip(WEIGHTS)
        .map(|(d, w)| u32::from(d - b'0') * w)
        .sum();
    b"10X98765432"[(sum % 11) as usize]
}

impl fmt::Debug for CertificateNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CertificateNumber(…)")
    }
}

impl TryFrom<String> for CertificateNumber {
    type Error = Malformed;
    fn try_from(text: String) -> Result<Self, Malformed> {
        Self::parse(&text)
    }
}

impl From<CertificateNumber> for String {
    fn from(number: CertificateNumber) -> String {
        number.0.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{CertificateNumber, Malformed};

    #[test]
    fn cards_passports_and_permits_are_accepted() {
        // The first is the example printed in GB 11643-1999 itself.
        for text in [
            "11010519491231002X",
            "１１０１０５１９４９１２３１００２ｘ",
            "E12345678",
            "H1234567800",
            "110105491231002",
        ] {
            assert!(CertificateNumber::parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn a_mistyped_digit_is_noticed() {
        assert_eq!(
            CertificateNumber::parse("110105194912310021"),
            Err(Malformed::Form)
        );
        assert_eq!(CertificateNumber::parse("1101"), Err(Malformed::Short));
        assert_eq!(
            CertificateNumber::parse("身份证12345"),
            Err(Malformed::Character)
        );
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,40}") {
            if let Ok(number) = CertificateNumber::parse(&text) {
                prop_assert_eq!(format!("{number:?}"), "CertificateNumber(…)");
            }
        }
    }
}
