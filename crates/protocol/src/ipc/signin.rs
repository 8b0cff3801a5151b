//! First sign-in: phone → code → account and password → home.

use serde::{Deserialize, Serialize};

use super::{CodeOut, command, steps};
use crate::api::CodeSent;
use crate::api::session::Done;
use crate::api::signin::PhoneProven;
use crate::password::PasswordRules;
use crate::values::Secret;

command! {
    /// Begins an attempt if none runs, and sends a code.
    signin_code: SigninCode { phone: String } -> CodeSent;
    signin_code_prove: SigninCodeProve { code: Secret } -> PhoneProven;
    /// Signs in: tokens and device key go to the keychain before this answers.
    signin_password: SigninPassword { account: String, password: Secret } -> SignedIn;
    /// After `password_must_change`: the rules the new password has to keep.
    signin_rules: SigninRules {} -> PasswordRules;
    /// A new password in the place of the one that was right; signs in as [`SigninPassword`] does.
    signin_renew: SigninRenew { password: Secret } -> SignedIn;
    signin_drop: SigninDrop {} -> Done;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    /// Whether the session outlives this process; if not, the page says so.
    pub kept: bool,
}

steps! {
    /// The steps of signing in, in order. Tests kill the app at each of them.
    SigninStep {
        Phone,
        Code,
        /// The wrong-phone screen: unknown, not activated, or of another account.
        WrongPhone,
        Password,
        /// The password was right and breaks today's rules: a new one.
        Renewal,
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SigninBookmark {
    pub step: SigninStep,
    /// As typed.
    #[serde(default)]
    pub phone: String,
    /// As typed.
    #[serde(default)]
    pub account: String,
    #[serde(default)]
    pub code: Option<CodeOut>,
    /// Why the phone is the wrong one, at [`SigninStep::WrongPhone`].
    #[serde(default)]
    pub wrong: Option<crate::Code>,
    /// The rules the password breaks, at [`SigninStep::Renewal`], by their names.
    #[serde(default)]
    pub unmet: Vec<String>,
}
