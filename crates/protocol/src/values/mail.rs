use std::fmt;
use std::str::FromStr as _;

use email_address::EmailAddress;
use serde::{Deserialize, Serialize};

use super::{Malformed, half_width, is_invisible};

/// A mail address in lower case, `zhaomin@example.edu.cn`: two that differ in case are one mailbox.
///
/// One address, no name around it, no comment, no quoted part, no address literal; the domain in ASCII
/// (an internationalised one is written in its `xn--` form).
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MailAddress(String);

/// RFC 5321 §4.5.3.1.3: a path is 256 octets, two of them `<` and `>`.
const LONGEST: usize = 254;

impl MailAddress {
    /// # Errors
    /// What is wrong with the text; two addresses, a name or a line break are [`Malformed::Form`].
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        // A line break in an address is an attack on the letter's head, not a slip; and what a space parts
        // is two things, that must not become another address by leaving it out (security.md §3, 8).
        let inner = text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
        if inner.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err(Malformed::Form);
        }
        let plain = half_width(text).to_ascii_lowercase();
        match plain.len() {
            0 => return Err(Malformed::Empty),
            n if n > LONGEST => return Err(Malformed::Long),
            _ => {}
        }
        if !plain.is_ascii() {
            return Err(Malformed::Character);
        }
        let address = EmailAddress::from_str(&plain).map_err(|_| Malformed::Form)?;
        let is_plain = address.as_str() == address.email()
            && !address.local_part().contains('"')
            && !address.domain().starts_with('[')
            && address.domain().contains('.');
        if is_plain {
            Ok(Self(plain))
        } else {
            Err(Malformed::Form)
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `z****@example.edu.cn`, for its owner who is signed in.
    pub fn masked(&self) -> String {
        let (local, domain) = self.0.split_once('@').unwrap_or((&self.0, ""));
        format!("{}****@{domain}", local.get(..1).unwrap_or_default())
    }

    /// `*****@*****.cn`, for somebody who has not proven anything yet (seed B).
    pub fn hint(&self) -> String {
        let end = self.0.rsplit('.').next().unwrap_or_default();
        format!("*****@*****.{end}")
    }
}

impl fmt::Debug for MailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MailAddress({})", self.masked())
    }
}

impl TryFrom<String> for MailAddress {
    type Error = Malformed;
    fn try_from(text: String) -> Result<Self, Malformed> {
        Self::parse(&text)
    }
}

impl From<MailAddress> for String {
    fn from(address: MailAddress) -> String {
        address.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{MailAddress, Malformed};

    #[test]
    fn widths_spaces_and_case_do_not_matter() {
        for text in [
            "zhaomin@example.edu.cn",
            " ZhaoMin@Example.edu.CN ",
            "ｚｈａｏｍｉｎ＠example．edu．cn",
        ] {
            let address = MailAddress::parse(text).expect(text);
            assert_eq!(address.as_str(), "zhaomin@example.edu.cn");
            assert_eq!(address.masked(), "z****@example.edu.cn");
            assert_eq!(address.hint(), "*****@*****.cn");
        }
        assert!(MailAddress::parse("zhao.min+campus@example.edu.cn").is_ok());
    }

    #[test]
    fn whatever_is_not_one_plain_address_is_refused() {
        for (text, why) in [
            ("", Malformed::Empty),
            ("zhaomin", Malformed::Form),
            ("zhaomin@", Malformed::Form),
            ("@example.edu.cn", Malformed::Form),
            ("zhaomin@localhost", Malformed::Form),
            ("a@example.cn,b@example.cn", Malformed::Form),
            ("a@example.cn;b@example.cn", Malformed::Form),
            ("Zhao Min <a@example.cn>", Malformed::Form),
            ("\"a b\"@example.cn", Malformed::Form),
            ("a@[127.0.0.1]", Malformed::Form),
            ("a@example.cn\r\nBcc: b@example.cn", Malformed::Form),
            ("a@example.cn\0", Malformed::Form),
            ("a@example.cn b", Malformed::Form),
            ("a @example.cn", Malformed::Form),
            ("赵敏@example.cn", Malformed::Character),
        ] {
            assert_eq!(MailAddress::parse(text), Err(why), "{text:?}");
        }
        let long = format!("{}@example.edu.cn", "a".repeat(300));
        assert_eq!(MailAddress::parse(&long), Err(Malformed::Long));
    }

    proptest! {
        #[test]
        fn no_text_panics_and_what_parses_parses_again(text in "\\PC{0,40}") {
            if let Ok(address) = MailAddress::parse(&text) {
                prop_assert_eq!(MailAddress::parse(address.as_str()), Ok(address));
            }
        }
    }
}
