//! 安全中心: password, phone, mail, and who was here. Sensitive calls answer `proof_old` when the last
//! proof of the password is older than ten minutes (design.md §9); [`Prove`] renews it.

use serde::{Deserialize, Serialize};

use super::session::Done;
use super::{CodeSent, calls};
use crate::password::PasswordRules;
use crate::values::{MailAddress, Phone, PhoneCode, Secret};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SecurityRead {}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Security {
    /// `138****8000`
    pub phone: Option<String>,
    /// `z****@example.edu.cn`
    pub mail: Option<String>,
    /// A mail whose link was not pressed yet.
    pub mail_pending: Option<MailPending>,
    /// When the password was last set by the person, UTC milliseconds; `None`: it is the initial one.
    pub password_at: Option<i64>,
    pub rules: PasswordRules,
    /// When the account will be closed (注销), UTC milliseconds, if that was asked for.
    pub closes_at: Option<i64>,
    /// Whether the only channel left is the one shown: it cannot be unbound.
    pub last_channel: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailPending {
    /// Masked.
    pub to: String,
    pub act: MailAct,
    pub good_for_s: u32,
    /// Seconds until another may be sent; 0 from a campus that does not say so here.
    #[serde(default)]
    pub resend_after_s: u32,
}

/// What the button behind a mail's link does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailAct {
    Bind,
    Unbind,
}

/// The password once more. Failures as at sign-in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Prove {
    pub password: Secret,
}

/// A new password; the old one is its own proof (ASVS 6.2.3).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PasswordChange {
    pub old: Secret,
    pub new: Secret,
    /// Ends all other sessions of this person, on devices and in browsers.
    pub end_others: bool,
}

/// A code to the phone that is to be bound. Sensitive.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PhoneSend {
    pub phone: Phone,
}

/// The code of [`PhoneSend`]: bound at once; the former phone and the mail are told. Sensitive.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PhoneProve {
    pub code: PhoneCode,
}

/// A code to the phone that is bound, so that it can be unbound (seed B, "解绑同理"). Sensitive.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PhoneUnbindSend {}

/// The code of [`PhoneUnbindSend`]. Failure `last_channel`. Sensitive.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PhoneUnbind {
    pub code: PhoneCode,
}

/// A letter with a link to the address that is to be bound; good for two hours, and only the newest.
/// Sensitive.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MailSend {
    pub mail: MailAddress,
}

/// A letter with a link to the bound address. Failure `last_channel`. Sensitive.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MailUnbindSend {}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailSent {
    /// Masked.
    pub to: String,
    pub good_for_s: u32,
    pub resend_after_s: u32,
}

/// My last sign-ins, newest first, at most fifty.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SigninsRead {}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SigninSeen {
    /// UTC milliseconds.
    pub at: i64,
    pub way: SigninWay,
    /// Whether it got in; otherwise somebody guessed.
    pub ok: bool,
    /// `Windows · Chrome`, or the name the device gave itself, 「华为 P30」; `menhu_words::device` words it.
    pub device: String,
    /// The network it came from, `203.0.113.0/24`; `menhu_words::network` words it.
    pub network: String,
}

/// How somebody signed in. Ways of later versions are [`SigninWay::Other`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SigninWay {
    /// Account and password in a browser.
    Password,
    /// Phone code, account and password in the app.
    App,
    #[serde(other)]
    Other,
}

/// Asks for the account to be closed (注销): at the latest fifteen working days from now. Sensitive.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CloseAsk {}

/// Takes it back, until it happened.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CloseTakeBack {}

calls! { Access:
    SecurityRead "/v1/security" -> Security;
    Prove "/v1/security/prove" -> Done;
    PasswordChange "/v1/security/password" -> Security;
    PhoneSend "/v1/security/phone" -> CodeSent;
    PhoneProve "/v1/security/phone/prove" -> Security;
    PhoneUnbindSend "/v1/security/phone/unbind" -> CodeSent;
    PhoneUnbind "/v1/security/phone/unbind/prove" -> Security;
    MailSend "/v1/security/mail" -> MailSent;
    MailUnbindSend "/v1/security/mail/unbind" -> MailSent;
    SigninsRead "/v1/security/signins" -> Vec<SigninSeen>;
    CloseAsk "/v1/security/close" -> Security;
    CloseTakeBack "/v1/security/close/back" -> Security;
}
