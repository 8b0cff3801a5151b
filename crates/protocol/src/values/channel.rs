use serde::{Deserialize, Serialize};

use super::{MailAddress, Malformed, Phone};

/// A way to reach a person that they proved to hold: 密保手机 or 密保邮箱.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Channel {
    Phone(Phone),
    Mail(MailAddress),
}

impl Channel {
    /// # Errors
    /// What is wrong with the text, as the kind of channel that it looks like.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        if text.contains(['@', '＠']) {
            MailAddress::parse(text).map(Self::Mail)
        } else {
            Phone::parse(text).map(Self::Phone)
        }
    }

    /// The number (E.164) or address, as it stands in the books.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Phone(phone) => phone.e164(),
            Self::Mail(address) => address.as_str(),
        }
    }

    /// For its owner: `138****8000`, `z****@example.edu.cn`.
    pub fn masked(&self) -> String {
        match self {
            Self::Phone(phone) => phone.masked(),
            Self::Mail(address) => address.masked(),
        }
    }

    /// For somebody who has proven nothing yet: `15*****`, `*****@*****.cn` (seed B).
    pub fn hint(&self) -> String {
        match self {
            Self::Phone(phone) => phone.hint(),
            Self::Mail(address) => address.hint(),
        }
    }
}

impl From<Phone> for Channel {
    fn from(phone: Phone) -> Self {
        Self::Phone(phone)
    }
}

impl From<MailAddress> for Channel {
    fn from(address: MailAddress) -> Self {
        Self::Mail(address)
    }
}

impl TryFrom<String> for Channel {
    type Error = Malformed;
    fn try_from(text: String) -> Result<Self, Malformed> {
        Self::parse(&text)
    }
}

impl From<Channel> for String {
    fn from(channel: Channel) -> String {
        channel.as_str().to_owned()
    }
}
