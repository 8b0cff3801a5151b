//! Registration inside the app, the same steps as on the web.

use serde::{Deserialize, Serialize};

use super::{command, steps};
use crate::Field;
use crate::api::CodeSent;
use crate::api::registration::{Activation, Case, Standing};
use crate::api::session::Done;
use crate::values::Secret;

command! {
    /// Account and password; the core keeps the registration's key in the keychain.
    registration_open: RegistrationOpen { account: String, password: Secret } -> Standing;
    /// 信息有误.
    registration_dispute: RegistrationDispute { field: Field, should_be: String } -> Case;
    /// A code to another phone than the one on record.
    registration_phone: RegistrationPhone { phone: String, certificate: Secret } -> CodeSent;
    /// Another code to that phone: after a restart the 证件号 is not there to be sent again.
    registration_code_again: RegistrationCodeAgain {} -> CodeSent;
    registration_phone_prove: RegistrationPhoneProve { code: Secret } -> Standing;
    /// 「信息无误，开始激活」. Pressed twice, or after a lost answer, it answers the same.
    registration_activate: RegistrationActivate {} -> Activation;
    /// Leaves the registration; what the server has stays.
    registration_drop: RegistrationDrop {} -> Done;
}

steps! {
    /// The steps of registration, in order. Tests kill the app at each of them.
    RegistrationStep {
        /// Account and password.
        Account,
        /// 信息确认
        Confirm,
        /// 信息有误
        Dispute,
        /// Another phone and the 证件号.
        Phone,
        /// The code to that phone.
        Code,
        /// 注册成功
        Done,
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrationBookmark {
    pub step: RegistrationStep,
    /// As typed.
    #[serde(default)]
    pub account: String,
    /// As typed.
    #[serde(default)]
    pub phone: String,
    /// What the server last said.
    #[serde(default)]
    pub standing: Option<Standing>,
    #[serde(default)]
    pub code: Option<CodeOut>,
}

/// A code that is out, so that the countdown goes on where it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeOut {
    pub sent: CodeSent,
    /// When the answer came, device clock, UTC milliseconds.
    pub at: i64,
}
