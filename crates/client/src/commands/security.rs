//! 安全中心 of the person who is in. Nothing of it is kept on the device: what is bound may have changed
//! elsewhere a minute ago, and it is what people look at when they fear so.

use menhu_protocol::api::security::{self, MailSent, Security, SigninSeen};
use menhu_protocol::api::session::Done;
use menhu_protocol::api::{Call, CodeSent};
use menhu_protocol::ipc::{
    CloseAsk, CloseTakeBack, MailSend, MailUnbindSend, PasswordChange, PhoneProve, PhoneSend,
    PhoneUnbind, PhoneUnbindSend, SecurityProve, SecurityRead, SigninsRead,
};
use menhu_protocol::values::{MailAddress, Malformed, Phone, PhoneCode, Secret};
use menhu_protocol::{Failure, Field};

use crate::campus::rules_bounded;
use crate::core::Core;

/// Most sign-ins that are shown (`api::security::SigninsRead`).
const SIGNINS_MOST: usize = 50;

pub(super) async fn security_read(core: &Core, _: SecurityRead) -> Result<Security, Failure> {
    read(core, &security::SecurityRead {}).await
}

pub(super) async fn security_prove(core: &Core, ask: SecurityProve) -> Result<Done, Failure> {
    let _flow = core.flow.lock().await;
    let password = filled(ask.password, Field::Password)?;
    core.ask_in(&security::Prove { password }).await
}

pub(super) async fn password_change(core: &Core, ask: PasswordChange) -> Result<Security, Failure> {
    let _flow = core.flow.lock().await;
    let change = security::PasswordChange {
        old: filled(ask.old, Field::Password)?,
        new: filled(ask.new, Field::NewPassword)?,
        end_others: ask.end_others,
    };
    read(core, &change).await
}

pub(super) async fn phone_send(core: &Core, ask: PhoneSend) -> Result<CodeSent, Failure> {
    let _flow = core.flow.lock().await;
    let phone = Phone::parse(&ask.phone).map_err(|why| Failure::malformed(Field::Phone, why))?;
    core.ask_in(&security::PhoneSend { phone }).await
}

pub(super) async fn phone_prove(core: &Core, ask: PhoneProve) -> Result<Security, Failure> {
    let _flow = core.flow.lock().await;
    let code = code_of(&ask.code)?;
    read(core, &security::PhoneProve { code }).await
}

pub(super) async fn phone_unbind_send(
    core: &Core,
    _: PhoneUnbindSend,
) -> Result<CodeSent, Failure> {
    let _flow = core.flow.lock().await;
    core.ask_in(&security::PhoneUnbindSend {}).await
}

pub(super) async fn phone_unbind(core: &Core, ask: PhoneUnbind) -> Result<Security, Failure> {
    let _flow = core.flow.lock().await;
    let code = code_of(&ask.code)?;
    read(core, &security::PhoneUnbind { code }).await
}

pub(super) async fn mail_send(core: &Core, ask: MailSend) -> Result<MailSent, Failure> {
    let _flow = core.flow.lock().await;
    let mail = MailAddress::parse(&ask.mail).map_err(|why| Failure::malformed(Field::Mail, why))?;
    core.ask_in(&security::MailSend { mail }).await
}

pub(super) async fn mail_unbind_send(core: &Core, _: MailUnbindSend) -> Result<MailSent, Failure> {
    let _flow = core.flow.lock().await;
    core.ask_in(&security::MailUnbindSend {}).await
}

pub(super) async fn signins_read(core: &Core, _: SigninsRead) -> Result<Vec<SigninSeen>, Failure> {
    let mut seen = core.ask_in(&security::SigninsRead {}).await?;
    seen.truncate(SIGNINS_MOST);
    Ok(seen)
}

pub(super) async fn close_ask(core: &Core, _: CloseAsk) -> Result<Security, Failure> {
    let _flow = core.flow.lock().await;
    read(core, &security::CloseAsk {}).await
}

pub(super) async fn close_take_back(core: &Core, _: CloseTakeBack) -> Result<Security, Failure> {
    let _flow = core.flow.lock().await;
    read(core, &security::CloseTakeBack {}).await
}

/// A call that answers with what is bound now.
async fn read<C: Call<Reply = Security>>(core: &Core, call: &C) -> Result<Security, Failure> {
    let security = core.ask_in(call).await?;
    Ok(Security {
        rules: rules_bounded(security.rules),
        ..security
    })
}

fn filled(password: Secret, field: Field) -> Result<Secret, Failure> {
    if password.is_empty() {
        return Err(Failure::malformed(field, Malformed::Empty));
    }
    Ok(password)
}

fn code_of(code: &Secret) -> Result<PhoneCode, Failure> {
    PhoneCode::parse(code.expose()).map_err(|why| Failure::malformed(Field::Code, why))
}
