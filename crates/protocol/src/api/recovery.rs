//! Forgot password: account + 证件号 + captcha → choose a channel → code → new password (seed B §二).
//!
//! An attempt of its own, thirty minutes from its last step. Whether an account exists is never said:
//! account and 证件号 go together or they do not.

use serde::{Deserialize, Serialize};

use super::captcha::Solved;
use super::session::Done;
use super::{CodeSent, calls};
use crate::password::PasswordRules;
use crate::values::{AccountName, CertificateNumber, PhoneCode, Secret};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Begin {
    pub account: AccountName,
    pub certificate: CertificateNumber,
    pub captcha: Solved,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun {
    /// Names the attempt; 256 bit.
    pub recovery: Secret,
    pub ways: Ways,
}

/// The ways this account has. None of them: another device, or the desk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ways {
    /// `15*****`
    pub phone: Option<String>,
    /// `*****@*****.cn`
    pub mail: Option<String>,
    /// A device of this person is signed in: 安全中心 there changes the password.
    pub device: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    Phone,
    Mail,
}

/// Sends a code by the chosen way. Going back and choosing the same way again sends nothing while
/// its code is good; only `again` does.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CodeSend {
    pub recovery: Secret,
    pub way: Way,
    pub again: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CodeProve {
    pub recovery: Secret,
    pub code: PhoneCode,
}

/// The code was right: a new password may be set, by these rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proven {
    pub rules: PasswordRules,
}

/// Sets the password. Failure `password_weak`; asked again after it was set, the answer is the same.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PasswordSet {
    pub recovery: Secret,
    pub password: Secret,
    /// Ends every session of this person, on devices and in browsers.
    pub end_sessions: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Resume {
    pub recovery: Secret,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "at")]
pub enum Resumed {
    Choose {
        ways: Ways,
    },
    Code {
        ways: Ways,
        way: Way,
        sent: CodeSent,
    },
    Password(Proven),
    Done,
}

calls! { None:
    Begin "/v1/recovery/begin" -> Begun;
    CodeSend "/v1/recovery/code" -> CodeSent;
    CodeProve "/v1/recovery/code/prove" -> Proven;
    PasswordSet "/v1/recovery/password" -> Done;
    Resume "/v1/recovery/resume" -> Resumed;
}
