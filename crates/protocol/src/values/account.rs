use serde::{Deserialize, Serialize};

use super::{MailAddress, Malformed, MemberId, Phone, half_width};

/// What a person types as their account: 工号/学号, 考生号, mail or phone (seed B, "用户名即账号").
///
/// A number without `+` stays a [`MemberId`] even if it could be a phone: the campus looks for the ID
/// first.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum AccountName {
    Member(MemberId),
    Mail(MailAddress),
    Phone(Phone),
}

impl AccountName {
    /// # Errors
    /// What is wrong with the text, as the kind of name that it looks like.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let plain = half_width(text);
        if plain.contains('@') {
            MailAddress::parse(text).map(Self::Mail)
        } else if plain.starts_with('+') {
            Phone::parse(text).map(Self::Phone)
        } else {
            MemberId::parse(text).map(Self::Member)
        }
    }

    /// The name in its one form.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Member(id) => id.as_str(),
            Self::Mail(address) => address.as_str(),
            Self::Phone(phone) => phone.e164(),
        }
    }
}

impl TryFrom<String> for AccountName {
    type Error = Malformed;
    fn try_from(text: String) -> Result<Self, Malformed> {
        Self::parse(&text)
    }
}

impl From<AccountName> for String {
    fn from(name: AccountName) -> String {
        name.as_str().to_owned()
    }
}

impl From<MemberId> for AccountName {
    fn from(id: MemberId) -> Self {
        Self::Member(id)
    }
}

#[cfg(test)]
mod tests {
    use super::{AccountName, Malformed};

    #[test]
    fn the_kind_of_a_name_is_seen_at_its_form() {
        for (text, kind) in [
            ("2021s001", "2021S001"),
            ("13800138000", "13800138000"),
            ("ZhaoMin@Example.edu.cn", "zhaomin@example.edu.cn"),
            ("+852 6123 4567", "+85261234567"),
            ("＋86 138 0013 8000", "+8613800138000"),
        ] {
            let name = AccountName::parse(text).expect(text);
            assert_eq!(name.as_str(), kind);
            assert_eq!(AccountName::parse(name.as_str()), Ok(name));
        }
        assert_eq!(AccountName::parse(""), Err(Malformed::Empty));
        assert_eq!(AccountName::parse("a@b,c@d"), Err(Malformed::Form));
        assert_eq!(
            AccountName::parse("1' or '1'='1"),
            Err(Malformed::Character)
        );
    }
}
