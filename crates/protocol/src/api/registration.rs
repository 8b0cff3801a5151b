//! Registration: account and password → 信息确认 → 激活 → 注册成功 (seed H §3.1), the same steps on the
//! web and in the app. The registration is one attempt on the server, 30 minutes from the last step.

use serde::{Deserialize, Serialize};

use super::{CodeSent, calls};
use crate::Field;
use crate::values::{CertificateNumber, MemberId, Phone, PhoneCode, Secret};

/// Account and password of the unified identity. Begins a registration.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Open {
    pub account: MemberId,
    pub password: Secret,
}

/// A registration and the key that continues it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Opened {
    /// Names this registration in the calls that follow; 256 bit, good for 30 minutes from each step.
    pub registration: Secret,
    pub standing: Standing,
}

/// How far a person is. The tag is not `at`: an [`Activation`] has a field of that name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Standing {
    /// 信息确认: the record is shown and waits for 「信息无误，开始激活」.
    Confirm { record: Record },
    /// 注册成功.
    Activated(Activation),
}

/// What 信息确认 shows: enough to know oneself by, too little to be worth stealing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    pub name: String,
    /// `****3017`
    pub member: String,
    pub department: String,
    pub category: Category,
    /// `138****8000`, or `None`: no phone on record, one must be bound on the way.
    pub phone: Option<String>,
    /// An open dispute on this record.
    pub dispute: Option<Case>,
}

/// 在岗, 退休, 学生.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    Staff,
    Retired,
    Student,
    #[serde(other)]
    Other,
}

/// 注册成功.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activation {
    pub name: String,
    /// When, UTC milliseconds.
    pub at: i64,
    /// `138****8000`
    pub phone: String,
}

/// Longest 「应为」 of a dispute, in characters: a department with its school and a remark.
pub const SHOULD_BE_LONGEST: usize = 200;

/// 信息有误: which field, and what it should be. Goes to the desk under a case number.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Dispute {
    pub registration: Secret,
    /// One of `account`, `name`, `department`, `category`, `phone`.
    pub field: Field,
    /// At most [`SHOULD_BE_LONGEST`] characters.
    pub should_be: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Six digits, to be read out to the desk.
    pub number: String,
    pub field: Field,
    /// Whether the desk must mend the record before activation (ID or name is wrong).
    pub blocks: bool,
}

/// Another phone than the one on record: a code goes to it, the 证件号 must match.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PhoneBind {
    pub registration: Secret,
    pub phone: Phone,
    pub certificate: CertificateNumber,
}

/// Another code to the number of [`PhoneBind`], without typing it and the 证件号 again. Failure
/// `out_of_order` when none was asked for in this registration.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CodeAgain {
    pub registration: Secret,
}

/// The code of [`PhoneBind`]; the number counts from here on, the former one is told at activation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PhoneProve {
    pub registration: Secret,
    pub code: PhoneCode,
}

/// 「信息无误，开始激活」. Idempotent by `key` and by state: asked again, it answers the same.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Activate {
    pub registration: Secret,
    /// Chosen by the client, the same when it asks again (UUID).
    pub key: String,
}

/// Where the registration stands, after the app was closed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Resume {
    pub registration: Secret,
}

/// Where a resumed registration stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resumed {
    pub standing: Standing,
    /// A code of [`PhoneBind`] that is still good.
    pub code: Option<CodeSent>,
}

calls! { None:
    Open "/v1/registration/open" -> Opened;
    Dispute "/v1/registration/dispute" -> Case;
    PhoneBind "/v1/registration/phone" -> CodeSent;
    CodeAgain "/v1/registration/phone/again" -> CodeSent;
    PhoneProve "/v1/registration/phone/prove" -> Standing;
    Activate "/v1/registration/activate" -> Activation;
    Resume "/v1/registration/resume" -> Resumed;
}

#[cfg(test)]
mod tests {
    use super::{Activation, Standing};

    #[test]
    fn an_activation_crosses_the_wire_whole() {
        let standing = Standing::Activated(Activation {
            name: "陈淑芬".into(),
            at: 1_795_248_000_000,
            phone: "138****8000".into(),
        });
        let json = serde_json::to_string(&standing).expect("json");
        let read: Standing = serde_json::from_str(&json).expect("read");
        assert_eq!(read, standing);
    }
}
