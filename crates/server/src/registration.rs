//! Registration: account and password → 信息确认 → 激活 → 注册成功, one function a call, shared by the
//! JSON routes and the pages.

use menhu_protocol::api::CodeSent;
use menhu_protocol::api::registration as api;
use menhu_protocol::api::registration::{Activation, Case, Opened, Record, Resumed, Standing};
use menhu_protocol::values::{Channel, MemberId, Phone, Secret};
use menhu_protocol::{Code, Failure, Field};

use crate::books::activation::{Activation as ActivationEntry, Opening};
use crate::books::attempt::{Attempt, Kind};
use crate::books::person::{Member, Person};
use crate::credentials::{self, Guesser, Proven};
use crate::identity::code::Purpose;
use crate::identity::lockout;
use crate::keys::{self, fingerprint};
use crate::{Caller, Campus, codes, dispute, identity};

/// Longest key of an activation; a UUID has 36.
const LONGEST_KEY: usize = 64;

/// A registration on its way and whose it is.
struct OnTheWay {
    attempt: Attempt,
    member: Member,
    person: Person,
}

/// Begins a registration.
///
/// # Errors
/// `password_wrong`, `slow`, `busy`, `malformed` at the password.
pub async fn open(campus: &Campus, caller: &Caller, ask: api::Open) -> Result<Opened, Failure> {
    let Proven {
        member, person, at, ..
    } = credentials::proven(
        campus,
        caller,
        &ask.account.into(),
        &ask.password,
        Guesser::Stranger,
    )
    .await?;
    let registration = identity::secret(campus.dice.as_ref());
    let attempt = Attempt {
        id: fingerprint(registration.expose()),
        person: Some(person.id.clone()),
        member: Some(member.id.as_str().to_owned()),
        ..Attempt::default()
    };
    let opening = Opening {
        attempt: &attempt,
        member: &member,
        now: at,
    };
    campus.books.enter(&opening).await?;
    let standing = standing(campus, &member, &person, None).await?;
    Ok(Opened {
        registration,
        standing,
    })
}

/// Where the registration stands.
///
/// # Errors
/// `attempt_over`.
pub async fn resume(campus: &Campus, ask: api::Resume) -> Result<Resumed, Failure> {
    let here = looked_at(campus, &ask.registration).await?;
    let proven = here.attempt.phone.as_ref();
    let standing = standing(campus, &here.member, &here.person, proven).await?;
    let code = match standing {
        Standing::Confirm { .. } => {
            codes::out(campus, &here.attempt.id, Purpose::PhoneBind).await?
        }
        Standing::Activated(_) => None,
    };
    Ok(Resumed { standing, code })
}

/// 信息有误. Said twice, it is one case.
///
/// # Errors
/// `malformed` at the field or at what it should be, `out_of_order` after activation, `slow` when the
/// desk has enough to read already, `attempt_over`.
pub async fn dispute(campus: &Campus, ask: api::Dispute) -> Result<Case, Failure> {
    let here = on_the_way(campus, &ask.registration).await?;
    if here.person.activated_at.is_some() {
        return Err(Code::OutOfOrder.into());
    }
    let (person, member) = (&here.person, &here.member.id);
    dispute::open(campus, person, member, ask.field, &ask.should_be).await
}

/// Another phone than the one on record: the 证件号 must match, then a code goes to it.
///
/// # Errors
/// `certificate_wrong`, `slow`, and those of a code; `out_of_order` after activation, `attempt_over`.
pub async fn phone_bind(
    campus: &Campus,
    caller: &Caller,
    ask: api::PhoneBind,
) -> Result<CodeSent, Failure> {
    let here = on_the_way(campus, &ask.registration).await?;
    if here.person.activated_at.is_some() {
        return Err(Code::OutOfOrder.into());
    }
    // Of its own: who has no password cannot use these tries up.
    let bucket = format!("certificate:{}:registration", here.person.id);
    let buckets = [(bucket.clone(), lockout::CERTIFICATE)];
    let free = match credentials::counted(campus, &buckets).await? {
        Ok(free) => free,
        // Not compared any more: the words of a wrong one send the person to the desk, which puts
        // the phone on record.
        Err(held) if held.stopped => return Err(certificate_wrong(0)),
        Err(held) => return Err(credentials::slow(held)),
    };
    let macs = campus.keys.macs(
        keys::Purpose::Certificate,
        &[ask.certificate.as_str().as_bytes()],
    );
    let right = here.person.certificate.as_ref().is_some_and(|on_record| {
        use subtle::ConstantTimeEq as _;
        macs.iter()
            .any(|mac| bool::from(mac.as_bytes().ct_eq(on_record.as_bytes())))
    });
    if !right {
        return Err(certificate_wrong(free));
    }
    credentials::forgiven(campus, &[bucket], &[]).await?;
    codes::send(
        campus,
        caller,
        &here.attempt.id,
        Purpose::PhoneBind,
        &ask.phone.into(),
    )
    .await
}

fn certificate_wrong(free: u32) -> Failure {
    Failure::new(Code::CertificateWrong)
        .at(Field::Certificate)
        .left(free)
}

/// Another code to the number of [`phone_bind`], whose 证件号 was right.
///
/// # Errors
/// Those of a code; `out_of_order` when none was sent or after activation; `attempt_over`.
pub async fn code_again(
    campus: &Campus,
    caller: &Caller,
    ask: api::CodeAgain,
) -> Result<CodeSent, Failure> {
    let here = on_the_way(campus, &ask.registration).await?;
    if here.person.activated_at.is_some() {
        return Err(Code::OutOfOrder.into());
    }
    let (attempt, purpose) = (&here.attempt.id, Purpose::PhoneBind);
    let to = campus.books.code_to(attempt, purpose).await?;
    let to = to.ok_or(Code::OutOfOrder)?;
    codes::send(campus, caller, attempt, purpose, &to).await
}

/// The code of [`phone_bind`]; the number counts from here on, and is bound at activation.
///
/// # Errors
/// Those of a code; `phone_taken` when another person owns it; `attempt_over`.
pub async fn phone_prove(campus: &Campus, ask: api::PhoneProve) -> Result<Standing, Failure> {
    let here = on_the_way(campus, &ask.registration).await?;
    if here.person.activated_at.is_some() {
        return Err(Code::OutOfOrder.into());
    }
    let to = codes::prove(campus, &here.attempt.id, Purpose::PhoneBind, &ask.code).await?;
    let Channel::Phone(phone) = to else {
        return Err(Code::OutOfOrder.into());
    };
    // Said now, because whoever reads it holds the phone; the index decides at activation.
    let owner = campus.books.person_of_phone(&phone).await?;
    if owner.is_some_and(|o| o.phone.as_ref() == Some(&phone) && o.id != here.person.id) {
        campus.books.attempt_unprove(&here.attempt.id).await?;
        return Err(Failure::new(Code::PhoneTaken).at(Field::Phone));
    }
    standing(campus, &here.member, &here.person, Some(&phone)).await
}

/// 「信息无误，开始激活」. Asked again, it answers the same.
///
/// # Errors
/// `disputed` with the case number, `phone_missing`, `phone_taken`, `attempt_over`.
pub async fn activate(campus: &Campus, ask: api::Activate) -> Result<Activation, Failure> {
    if ask.key.is_empty() || ask.key.len() > LONGEST_KEY {
        return Err(Code::BadRequest.into());
    }
    let here = on_the_way(campus, &ask.registration).await?;
    let notice = identity::id(campus.clock.as_ref(), campus.dice.as_ref());
    let entry = ActivationEntry {
        person: &here.person.id,
        registration: &here.attempt.id,
        proven: here.attempt.phone.as_ref(),
        key: &ask.key,
        now: campus.clock.now(),
        notice: &notice,
    };
    let person = campus.books.enter(&entry).await?;
    activation_of(&person).ok_or_else(|| Code::ServerFault.into())
}

/// The registration, one step further.
async fn on_the_way(campus: &Campus, registration: &Secret) -> Result<OnTheWay, Failure> {
    let id = fingerprint(registration.expose());
    let (kind, now) = (Kind::Registration, campus.clock.now());
    going_on(campus, campus.books.attempt_step(kind, &id, now).await?).await
}

/// The registration as it stands.
async fn looked_at(campus: &Campus, registration: &Secret) -> Result<OnTheWay, Failure> {
    let id = fingerprint(registration.expose());
    let (kind, now) = (Kind::Registration, campus.clock.now());
    going_on(campus, campus.books.attempt_look(kind, &id, now).await?).await
}

async fn going_on(campus: &Campus, attempt: Option<Attempt>) -> Result<OnTheWay, Failure> {
    // With an old proof the person would see, and activate, the number they just replaced.
    let attempt = attempt
        .filter(|attempt| !attempt.proof_is_old)
        .ok_or(Code::AttemptOver)?;
    let member = attempt.member.as_deref().map(MemberId::parse);
    let Some(Ok(member)) = member else {
        return Err(Code::AttemptOver.into());
    };
    // Somebody the desk took off the roster meanwhile has nothing to go on with.
    let member = campus.books.member(&member).await?;
    let member = member.ok_or(Code::AttemptOver)?;
    // The password that opened it is the person's no longer.
    if member.password_at.is_some_and(|at| at > attempt.began_at) {
        return Err(Code::AttemptOver.into());
    }
    let person = campus.books.person(&member.person).await?;
    let person = person.ok_or(Code::AttemptOver)?;
    Ok(OnTheWay {
        attempt,
        member,
        person,
    })
}

async fn standing(
    campus: &Campus,
    member: &Member,
    person: &Person,
    proven: Option<&Phone>,
) -> Result<Standing, Failure> {
    if let Some(activation) = activation_of(person) {
        return Ok(Standing::Activated(activation));
    }
    Ok(Standing::Confirm {
        record: Record {
            name: person.name.clone(),
            member: member.id.last_four(),
            department: member.department.clone(),
            category: member.category,
            phone: proven
                .or(person.phone_on_record.as_ref())
                .map(Phone::masked),
            dispute: campus.books.dispute_open(&person.id).await?,
        },
    })
}

fn activation_of(person: &Person) -> Option<Activation> {
    Some(Activation {
        name: person.name.clone(),
        at: person.activated_at?,
        // Who unbound it has none.
        phone: person.phone.as_ref().map(Phone::masked).unwrap_or_default(),
    })
}
