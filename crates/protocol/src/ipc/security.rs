//! 安全中心 of the person who is in. Failure `proof_old`: the page asks for the password
//! ([`SecurityProve`]) and then for the same thing again.

use super::command;
use crate::api::CodeSent;
use crate::api::security::{MailSent, Security, SigninSeen};
use crate::api::session::Done;
use crate::values::Secret;

command! {
    security_read: SecurityRead {} -> Security;
    security_prove: SecurityProve { password: Secret } -> Done;
    password_change: PasswordChange { old: Secret, new: Secret, end_others: bool } -> Security;
    phone_send: PhoneSend { phone: String } -> CodeSent;
    phone_prove: PhoneProve { code: Secret } -> Security;
    phone_unbind_send: PhoneUnbindSend {} -> CodeSent;
    phone_unbind: PhoneUnbind { code: Secret } -> Security;
    mail_send: MailSend { mail: String } -> MailSent;
    mail_unbind_send: MailUnbindSend {} -> MailSent;
    signins_read: SigninsRead {} -> Vec<SigninSeen>;
    close_ask: CloseAsk {} -> Security;
    close_take_back: CloseTakeBack {} -> Security;
}
