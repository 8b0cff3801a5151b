//! First sign-in of a device: phone code → account and password → tokens, one function a call.

mod entering;
mod renewal;

use menhu_protocol::api::CodeSent;
use menhu_protocol::api::security::SigninWay;
use menhu_protocol::api::session::Tokens;
use menhu_protocol::api::signin as api;
use menhu_protocol::api::signin::{Begun, PhoneProven, Resumed};
use menhu_protocol::values::{Channel, Phone, Secret, is_invisible};
use menhu_protocol::{Code, Failure, Field};

use crate::books::attempt::{Attempt, Kind};
use crate::books::budget::{Budget, Spending};
use crate::books::person::Person;
use crate::config::Network;
use crate::credentials::{self, Guesser, Proven};
use crate::identity::code::Purpose;
use crate::keys::fingerprint;
use crate::session::{Device, token};
use crate::trace::Trace;
use crate::{Caller, Campus, codes, identity, login, password, rights};
use entering::Entering;
pub use renewal::renew;

/// Longest name of a device as its owner will find it in the list.
const LONGEST_DEVICE_NAME: usize = 64;
/// Attempts one machine may begin in an hour. A campus goes out through few addresses: a whole hall
/// that signs in at once stays under it.
const BEGUN_AN_HOUR: i64 = 600;

/// Begins a login attempt for the device that proved its key.
///
/// # Errors
/// `bad_request` for a text the campus never had, `consent_missing` when one of its texts, or the
/// newest version of it, was not agreed to; `slow`.
pub async fn begin(
    campus: &Campus,
    caller: &Caller,
    device: &Device,
    ask: api::Begin,
) -> Result<Begun, Failure> {
    rights::consented(&campus.config, &ask.agreed)?;
    let budgets = [Budget {
        bucket: format!("signin:hour:{}", Network::of(caller.address)),
        limit: BEGUN_AN_HOUR,
        window: identity::HOUR_MS,
    }];
    let spending = Spending {
        budgets: &budgets,
        now: campus.clock.now(),
    };
    if let Err(spent) = campus.books.enter(&spending).await? {
        return Err(Failure::new(Code::Slow).retry(credentials::after(spent.wait)));
    }
    let secret = identity::secret(campus.dice.as_ref());
    let attempt = Attempt {
        id: fingerprint(secret.expose()),
        device: Some(device.jkt.clone()),
        agreed: serde_json::to_string(&ask.agreed).ok(),
        ..Attempt::default()
    };
    let now = campus.clock.now();
    campus
        .books
        .attempt_begin(Kind::Signin, &attempt, now)
        .await?;
    Ok(Begun { attempt: secret })
}

/// Where the attempt stands.
///
/// # Errors
/// `attempt_over`.
pub async fn resume(
    campus: &Campus,
    device: &Device,
    ask: api::Resume,
) -> Result<Resumed, Failure> {
    let id = fingerprint(ask.attempt.expose());
    let now = campus.clock.now();
    let attempt = campus.books.attempt_look(Kind::Signin, &id, now).await?;
    let attempt = of_device(attempt, device)?;
    if let Some(phone) = &attempt.phone {
        // A number that leads nowhere: another one is typed.
        let Ok(owner) = owner(campus, phone).await else {
            return Ok(Resumed::Phone);
        };
        let family = token::first(&campus.keys, &ask.attempt).family;
        let renews = attempt.password_at.is_some()
            && attempt.person.as_ref() == Some(&owner.id)
            && !campus.books.session_began(&family).await?;
        return Ok(if renews {
            let rules = password::rules(campus);
            Resumed::Renewal { rules }
        } else {
            Resumed::Password(proven(phone))
        });
    }
    Ok(
        match codes::out(campus, &attempt.id, Purpose::Signin).await? {
            Some(sent) => Resumed::Code(sent),
            None => Resumed::Phone,
        },
    )
}

/// Sends a code. The answer is the same whether or not anybody has the number.
///
/// # Errors
/// Those of a code; `attempt_over`.
pub async fn code_send(
    campus: &Campus,
    caller: &Caller,
    device: &Device,
    ask: api::CodeSend,
) -> Result<CodeSent, Failure> {
    let attempt = not_yet_in(campus, device, &ask.attempt).await?;
    let sent = codes::send(
        campus,
        caller,
        &attempt.id,
        Purpose::Signin,
        &ask.phone.into(),
    )
    .await?;
    if attempt.phone.is_some() || attempt.proof_is_old {
        campus.books.attempt_unprove(&attempt.id).await?;
    }
    Ok(sent)
}

/// Proves the phone; only now is it said whose it is not.
///
/// # Errors
/// Those of a code; `phone_unknown`, `not_activated`; `attempt_over`.
pub async fn code_prove(
    campus: &Campus,
    device: &Device,
    ask: api::CodeProve,
) -> Result<PhoneProven, Failure> {
    let attempt = not_yet_in(campus, device, &ask.attempt).await?;
    let to = codes::prove(campus, &attempt.id, Purpose::Signin, &ask.code).await?;
    let Channel::Phone(phone) = to else {
        return Err(Code::OutOfOrder.into());
    };
    owner(campus, &phone).await?;
    Ok(proven(&phone))
}

/// Account and password: the device is in. Asked again before its tokens were used, it gets the same.
///
/// # Errors
/// `out_of_order` before the phone is proven, `password_wrong`, `slow`, `busy`, `phone_of_another`,
/// `password_must_change` when it is right and breaks today's rules: [`renew`] goes on; `attempt_over`.
pub async fn password_prove(
    campus: &Campus,
    caller: &Caller,
    device: &Device,
    ask: api::PasswordProve,
) -> Result<Tokens, Failure> {
    let attempt = on_the_way(campus, device, &ask.attempt).await?;
    if attempt.proof_is_old {
        return Err(Code::AttemptOver.into());
    }
    let phone = attempt.phone.as_ref().ok_or(Code::OutOfOrder)?;
    let owner = owner(campus, phone).await?;
    // Whoever holds the phone of the account's person, or its device, is no stranger to the account.
    let member = campus.books.member_of_account(&ask.account).await?;
    let theirs = member.as_ref().is_some_and(|m| m.person == owner.id);
    // Asked for accounts that do not exist as well: the same work, the same time.
    let person = member.map(|m| m.person).unwrap_or_default();
    let known = campus.books.device_is_known(&person, &device.jkt).await?;
    let guesser = match (theirs, known) {
        (true, _) => Guesser::Known("phone"),
        (false, true) => Guesser::Known(&device.jkt),
        (false, false) => Guesser::Stranger,
    };
    let trace = Trace::of_device(*caller, &device_name(&ask.device_name));
    let proven = credentials::proven(campus, caller, &ask.account, &ask.password, guesser).await;
    let Proven {
        member, unmet, at, ..
    } = match proven {
        Ok(proven) => proven,
        Err(failure) => {
            let (way, account) = (SigninWay::App, &ask.account);
            login::guessed(campus, &trace, way, account, &person, &failure).await?;
            return Err(failure);
        }
    };
    if member.person != owner.id {
        return Err(Failure::new(Code::PhoneOfAnother).at(Field::Account));
    }
    if !unmet.is_empty() {
        let books = &campus.books;
        books
            .attempt_password_proven(&attempt.id, &member, at)
            .await?;
        return Err(password::refusal(Code::PasswordMustChange, &unmet));
    }
    let entering = Entering {
        attempt: &attempt,
        secret: &ask.attempt,
        device,
        member: &member,
        trace: &trace,
        set: None,
    };
    entering.enter(campus).await
}

/// A name for the list of devices: one line, at most [`LONGEST_DEVICE_NAME`] long.
fn device_name(typed: &str) -> String {
    typed
        .trim()
        .chars()
        .filter(|c| !c.is_control() && !is_invisible(*c))
        .take(LONGEST_DEVICE_NAME)
        .collect()
}

fn proven(phone: &Phone) -> PhoneProven {
    PhoneProven {
        phone: phone.masked(),
    }
}

/// The activated person a proven phone belongs to.
async fn owner(campus: &Campus, phone: &Phone) -> Result<Person, Failure> {
    let person = campus.books.person_of_phone(phone).await?;
    let person = person.ok_or_else(|| Failure::new(Code::PhoneUnknown).detail(phone.masked()))?;
    if person.activated_at.is_none() {
        return Err(Failure::new(Code::NotActivated).detail(phone.masked()));
    }
    Ok(person)
}

/// The attempt, if it is this device's and not over.
async fn on_the_way(campus: &Campus, device: &Device, secret: &Secret) -> Result<Attempt, Failure> {
    let id = fingerprint(secret.expose());
    let now = campus.clock.now();
    let attempt = campus.books.attempt_step(Kind::Signin, &id, now).await?;
    of_device(attempt, device)
}

/// As [`on_the_way`], and no session yet: couples share a phone, and whoever signs in after the other
/// begins anew.
async fn not_yet_in(campus: &Campus, device: &Device, secret: &Secret) -> Result<Attempt, Failure> {
    let attempt = on_the_way(campus, device, secret).await?;
    let family = token::first(&campus.keys, secret).family;
    if campus.books.session_began(&family).await? {
        return Err(Code::AttemptOver.into());
    }
    Ok(attempt)
}

fn of_device(attempt: Option<Attempt>, device: &Device) -> Result<Attempt, Failure> {
    let attempt = attempt.ok_or(Code::AttemptOver)?;
    if attempt.device.as_deref() != Some(&device.jkt) {
        return Err(Code::AttemptOver.into());
    }
    Ok(attempt)
}
