//! First sign-in on a device: phone code → account and password → tokens (seed H §3.3), one login
//! attempt on the server, 30 minutes from the last step (design.md §6).

use serde::{Deserialize, Serialize};

use super::session::Tokens;
use super::{CodeSent, calls};
use crate::password::PasswordRules;
use crate::values::{AccountName, Phone, PhoneCode, Secret};

/// Begins a login attempt, bound to the device's key. `agreed` are the campus's texts the person
/// agreed to, so that the server can keep the proof.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Begin {
    pub agreed: Vec<Agreed>,
}

/// A text of the campus and the version that was agreed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreed {
    pub kind: crate::TextKind,
    pub version: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Begun {
    /// Names the attempt; 256 bit.
    pub attempt: Secret,
}

/// Sends a code to the phone. The answer is the same whether or not anybody has the number.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CodeSend {
    pub attempt: Secret,
    pub phone: Phone,
}

/// Proves the phone. Only now is it said whose it is not: failures `phone_unknown`, `not_activated`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CodeProve {
    pub attempt: Secret,
    pub code: PhoneCode,
}

/// The phone is proven and belongs to an activated person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhoneProven {
    /// `138****8000`
    pub phone: String,
}

/// Account and password; failures `phone_of_another` when they belong to somebody else,
/// `password_must_change` when they are right and the password breaks today's rules: [`Renewal`] goes on.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PasswordProve {
    pub attempt: Secret,
    pub account: AccountName,
    pub password: Secret,
    /// As the person will find it in the list of devices, 「华为 P30」.
    pub device_name: String,
}

/// After `password_must_change`: a new password in the place of the one that was right, and the
/// device is in. Failure `password_weak`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Renewal {
    pub attempt: Secret,
    pub password: Secret,
    /// As in [`PasswordProve`].
    pub device_name: String,
}

/// Where an attempt stands, after the app was closed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Resume {
    pub attempt: Secret,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "at")]
pub enum Resumed {
    /// No code is out.
    Phone,
    /// A code is out and still good.
    Code(CodeSent),
    /// The phone is proven.
    Password(PhoneProven),
    /// So are account and password, and a new password is wanted, by these rules.
    Renewal { rules: PasswordRules },
}

calls! { Device:
    Begin "/v1/signin/begin" -> Begun;
    CodeSend "/v1/signin/code" -> CodeSent;
    CodeProve "/v1/signin/code/prove" -> PhoneProven;
    PasswordProve "/v1/signin/password" -> Tokens;
    Renewal "/v1/signin/renewal" -> Tokens;
    Resume "/v1/signin/resume" -> Resumed;
}
