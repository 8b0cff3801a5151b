//! Which numbers of other countries a campus accepts (seed B, freshmen from elsewhere).

use std::fmt;

use menhu_protocol::values::Phone;
use serde::Deserialize;

/// The mainland's own, accepted always.
const MAINLAND: &str = "+86";
/// Country codes of two digits (ITU-T E.164 Annex, 2016-11-15); 1 and 7 stand alone, all others have three.
const TWO_DIGITS: [u16; 44] = [
    20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55, 56,
    57, 58, 60, 61, 62, 63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98,
];

/// `foreign_phones` of the configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ForeignPhones {
    #[default]
    None,
    /// Of these countries: `+852`.
    Of(Vec<String>),
    All,
}

impl ForeignPhones {
    /// Whether this campus accepts a number; mainland ones always.
    pub fn accept(&self, phone: &Phone) -> bool {
        match self {
            _ if phone.is_mainland() => true,
            Self::None => false,
            Self::Of(countries) => countries.iter().any(|c| phone.e164().starts_with(c)),
            Self::All => true,
        }
    }

    /// `+86, +852, +853`: how a number that is accepted begins, for the one who is refused.
    pub fn beginnings(&self) -> String {
        match self {
            Self::Of(countries) => std::iter::once(MAINLAND)
                .chain(countries.iter().map(String::as_str))
                .collect::<Vec<_>>()
                .join(", "),
            Self::None | Self::All => MAINLAND.to_owned(),
        }
    }
}

impl From<bool> for ForeignPhones {
    fn from(all: bool) -> Self {
        if all { Self::All } else { Self::None }
    }
}

/// `true`, `false`, or `["+852", "+853"]`, as it is written.
#[derive(Deserialize)]
#[serde(try_from = "toml::Value")]
pub(super) struct WrittenPhones(pub(super) ForeignPhones);

impl TryFrom<toml::Value> for WrittenPhones {
    type Error = String;

    fn try_from(value: toml::Value) -> Result<Self, String> {
        let refused = |what: &dyn fmt::Display| {
            format!(
                "foreign_phones: {what} is not true, false, or a list such as [\"+852\", \"+853\"]"
            )
        };
        match value {
            toml::Value::Boolean(all) => Ok(Self(all.into())),
            toml::Value::Array(entries) => {
                let mut countries = Vec::new();
                for entry in entries {
                    let code = entry.as_str().ok_or_else(|| refused(&entry))?;
                    let country = country_of(code)?;
                    if !countries.contains(&country) {
                        countries.push(country);
                    }
                }
                Ok(Self(if countries.is_empty() {
                    ForeignPhones::None
                } else {
                    ForeignPhones::Of(countries)
                }))
            }
            other => Err(refused(&other)),
        }
    }
}

/// A whole country code, so that `+85` does not let in four countries.
fn country_of(text: &str) -> Result<String, String> {
    let digits = text.strip_prefix('+').unwrap_or_default();
    let number: u16 = digits.parse().unwrap_or_default();
    let whole = match digits.len() {
        1 => matches!(number, 1 | 7),
        2 => TWO_DIGITS.contains(&number),
        3 => number >= 200 && !TWO_DIGITS.contains(&(number / 10)) && number / 100 != 7,
        _ => false,
    };
    if text == MAINLAND {
        return Err(format!(
            "foreign_phones: `{text}` is accepted always; leave it out"
        ));
    }
    if !whole || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(format!(
            "foreign_phones: `{text}` is no country code; one is written as +852"
        ));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use menhu_protocol::values::Phone;
    use serde::Deserialize;

    use super::{ForeignPhones, WrittenPhones};

    #[derive(Deserialize)]
    struct File {
        foreign_phones: WrittenPhones,
    }

    fn read(value: &str) -> Result<ForeignPhones, String> {
        let file: Result<File, _> = toml::from_str(&format!("foreign_phones = {value}"));
        file.map(|file| file.foreign_phones.0)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn a_campus_names_the_countries_or_none_or_all() {
        let phone = |text| Phone::parse(text).expect("a phone");
        let (mainland, hongkong, macau, taiwan) = (
            phone("13800138000"),
            phone("+85291234567"),
            phone("+85366123456"),
            phone("+886912345678"),
        );
        for (value, accepted) in [
            ("false", [true, false, false, false]),
            ("[]", [true, false, false, false]),
            ("true", [true, true, true, true]),
            ("[\"+852\", \"+853\"]", [true, true, true, false]),
            ("[\"+886\"]", [true, false, false, true]),
        ] {
            let phones = read(value).expect(value);
            let answers = [&mainland, &hongkong, &macau, &taiwan].map(|p| phones.accept(p));
            assert_eq!(answers, accepted, "{value}");
        }
        let phones = read("[\"+852\", \"+853\", \"+852\"]").expect("read");
        assert_eq!(phones.beginnings(), "+86, +852, +853");
    }

    #[test]
    fn what_is_no_country_code_is_refused_by_the_entry() {
        for (value, entry) in [
            ("[\"852\"]", "`852`"),
            ("[\"+852\", \"+85\"]", "`+85`"),
            ("[\"+8521\"]", "`+8521`"),
            ("[\"+0\"]", "`+0`"),
            ("[\"+\"]", "`+`"),
            ("[\"++1\"]", "`++1`"),
            ("[\"+８５２\"]", "`+８５２`"),
            ("[\"+86\"]", "`+86` is accepted always"),
            ("[\"+770\"]", "`+770`"),
            ("[852]", "852"),
            ("\"+852\"", "+852"),
            ("3", "3 is not true"),
        ] {
            let said = read(value).expect_err(value);
            assert!(
                said.contains(entry) && said.contains("foreign_phones"),
                "{said}"
            );
        }
        for value in [
            "[\"+1\"]",
            "[\"+7\"]",
            "[\"+44\"]",
            "[\"+60\"]",
            "[\"+98\"]",
            "[\"+855\"]",
        ] {
            assert!(read(value).is_ok(), "{value}");
        }
    }
}
