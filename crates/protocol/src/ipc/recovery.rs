//! Forgot password, before anybody is in: account → channel → code → new password.

use serde::{Deserialize, Serialize};

use super::{CodeOut, SigninBookmark, command, steps};
use crate::api::CodeSent;
use crate::api::recovery::{Way, Ways};
use crate::api::session::Done;
use crate::password::PasswordRules;
use crate::values::Secret;

command! {
    /// Does the captcha's work and begins an attempt.
    recovery_begin: RecoveryBegin { account: String, certificate: Secret } -> Ways;
    /// Sends a code by that way, unless one is out and `again` was not pressed.
    recovery_code: RecoveryCode { way: Way, again: bool } -> CodeSent;
    recovery_prove: RecoveryProve { code: Secret } -> PasswordRules;
    recovery_password: RecoveryPassword { password: Secret, end_sessions: bool } -> Done;
    recovery_drop: RecoveryDrop {} -> Done;
}

steps! {
    /// The steps of a recovery, in order.
    RecoveryStep {
        Account,
        Choose,
        Code,
        Password,
        /// The new password is set.
        Done,
    }
}

/// Where a recovery stands; the 证件号 and the secret of the attempt are not in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryBookmark {
    pub step: RecoveryStep,
    /// As typed.
    #[serde(default)]
    pub account: String,
    #[serde(default)]
    pub ways: Ways,
    #[serde(default)]
    pub way: Option<Way>,
    #[serde(default)]
    pub code: Option<CodeOut>,
    #[serde(default)]
    pub rules: Option<PasswordRules>,
    /// The sign-in that was left for this, and is gone back to.
    #[serde(default)]
    pub signin: Option<SigninBookmark>,
}
