//! 密保手机: bound at once by a code to the new number, unbound by a code to the bound one.

use menhu_protocol::api::CodeSent;
use menhu_protocol::api::security as api;
use menhu_protocol::api::security::Security;
use menhu_protocol::values::{Channel, Phone, PhoneCode};
use menhu_protocol::{Code, Failure, Field};

use super::{Actor, fresh, messages, read_again, so_already};
use crate::books::audit::What;
use crate::books::contact::{PhoneBind, PhoneUnbind};
use crate::identity::code::Purpose;
use crate::{Campus, codes};

/// A code to the phone that is to be bound. Whose it is, is said only to who holds it.
///
/// # Errors
/// `proof_old`; `out_of_order` at a phone that is bound already, `disputed` before activation, and those
/// of a code.
pub async fn phone_send(
    campus: &Campus,
    actor: &Actor<'_>,
    ask: api::PhoneSend,
) -> Result<CodeSent, Failure> {
    fresh(campus, actor)?;
    // Before an SMS is paid for (mission.md B12).
    if actor.person.phone.as_ref() == Some(&ask.phone) {
        return Err(so_already(Field::Phone));
    }
    if actor.person.activated_at.is_none()
        && let Some(case) = campus.books.dispute_blocking(&actor.person.id).await?
    {
        return Err(Failure::new(Code::Disputed).detail(case));
    }
    sent(campus, actor, Purpose::PhoneChange, &ask.phone.into()).await
}

/// Another code to the number of [`phone_send`], or to the bound one.
///
/// # Errors
/// Those of [`phone_send`] or [`phone_unbind_send`]; `out_of_order` when none was sent.
pub async fn code_again(
    campus: &Campus,
    actor: &Actor<'_>,
    purpose: Purpose,
) -> Result<CodeSent, Failure> {
    let to = campus.books.code_to(&actor.name(), purpose).await?;
    match (to, purpose) {
        (Some(Channel::Phone(phone)), Purpose::PhoneChange) => {
            phone_send(campus, actor, api::PhoneSend { phone }).await
        }
        (Some(_), Purpose::PhoneUnbind) => phone_unbind_send(campus, actor).await,
        _ => Err(Code::OutOfOrder.into()),
    }
}

/// The code of this session that is out and still good.
///
/// # Errors
/// `server_fault`.
pub async fn code_out(
    campus: &Campus,
    actor: &Actor<'_>,
    purpose: Purpose,
) -> Result<Option<CodeSent>, Failure> {
    codes::out(campus, &actor.name(), purpose).await
}

/// The code of [`phone_send`]: bound at once, and who was not activated yet is. Asked again, the answer
/// is the same.
///
/// # Errors
/// `proof_old`, those of a code; `phone_taken` when another person owns it, `disputed` before activation.
pub async fn phone_prove(
    campus: &Campus,
    actor: &Actor<'_>,
    ask: api::PhoneProve,
) -> Result<Security, Failure> {
    fresh(campus, actor)?;
    let bound = actor.person.phone.as_ref();
    let phone = match proven(campus, actor, Purpose::PhoneChange, &ask.code).await? {
        Proven::Now(phone) => phone,
        Proven::Before(phone, _) if bound == Some(&phone) => {
            return read_again(campus, actor).await;
        }
        Proven::Before(_, failure) => return Err(failure),
    };
    let entry = PhoneBind {
        person: &actor.person.id,
        session: actor.session,
        phone: &phone,
        noted: &actor.noted(campus, What::PhoneBound).fact(phone.masked()),
        now: campus.clock.now(),
    };
    campus.books.enter(&entry).await?;
    read_again(campus, actor).await
}

/// A code to the phone that is bound, so that it can be unbound.
///
/// # Errors
/// `proof_old`, `out_of_order` without a phone, `last_channel`, and those of a code.
pub async fn phone_unbind_send(campus: &Campus, actor: &Actor<'_>) -> Result<CodeSent, Failure> {
    fresh(campus, actor)?;
    let phone = unbindable(actor)?.clone();
    sent(campus, actor, Purpose::PhoneUnbind, &phone.into()).await
}

/// The code of [`phone_unbind_send`]: the phone is nobody's. Sessions go on; a new device gets in once
/// another phone is bound. Asked again, the answer is the same.
///
/// # Errors
/// `proof_old`, `last_channel`, and those of a code.
pub async fn phone_unbind(
    campus: &Campus,
    actor: &Actor<'_>,
    ask: api::PhoneUnbind,
) -> Result<Security, Failure> {
    fresh(campus, actor)?;
    if actor.person.phone.is_some() {
        // Before the code is used up.
        unbindable(actor)?;
    }
    let phone = match proven(campus, actor, Purpose::PhoneUnbind, &ask.code).await? {
        Proven::Now(phone) => phone,
        Proven::Before(..) if actor.person.phone.is_none() => {
            return read_again(campus, actor).await;
        }
        Proven::Before(_, failure) => return Err(failure),
    };
    let entry = PhoneUnbind {
        person: &actor.person.id,
        session: actor.session,
        phone: &phone,
        noted: &actor.noted(campus, What::PhoneUnbound).fact(phone.masked()),
        now: campus.clock.now(),
    };
    campus.books.enter(&entry).await?;
    read_again(campus, actor).await
}

/// The bound phone, if a mail is left without it.
fn unbindable<'a>(actor: &Actor<'a>) -> Result<&'a Phone, Failure> {
    let phone = actor.person.phone.as_ref();
    let phone = phone.ok_or_else(|| so_already(Field::Phone))?;
    if actor.person.mail.is_none() {
        return Err(Code::LastChannel.into());
    }
    Ok(phone)
}

async fn sent(
    campus: &Campus,
    actor: &Actor<'_>,
    purpose: Purpose,
    to: &Channel,
) -> Result<CodeSent, Failure> {
    let also = messages(actor.person);
    let (caller, name) = (&actor.trace.caller, actor.name());
    codes::send_of(campus, caller, &name, purpose, to, &also).await
}

/// A number whose code was right.
enum Proven {
    Now(Phone),
    /// The newest code, to this number, is used up.
    Before(Phone, Failure),
}

async fn proven(
    campus: &Campus,
    actor: &Actor<'_>,
    purpose: Purpose,
    code: &PhoneCode,
) -> Result<Proven, Failure> {
    let name = actor.name();
    match codes::prove(campus, &name, purpose, code).await {
        Ok(Channel::Phone(phone)) => Ok(Proven::Now(phone)),
        Ok(Channel::Mail(_)) => Err(Code::OutOfOrder.into()),
        Err(failure) if failure.code == Code::CodeSpent => {
            match campus.books.code_to(&name, purpose).await? {
                Some(Channel::Phone(phone)) => Ok(Proven::Before(phone, failure)),
                _ => Err(failure),
            }
        }
        Err(failure) => Err(failure),
    }
}
