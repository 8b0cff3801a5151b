//! First sign-in: phone → code → account and password → in.

mod renewal;

use menhu_protocol::api::session::{Done, Tokens};
use menhu_protocol::api::signin::{
    Begin, CodeProve, CodeSend, PasswordProve, PhoneProven, Resume, Resumed,
};
use menhu_protocol::api::{Call, CodeSent};
use menhu_protocol::ipc::{
    Bookmark, CampusCard, CodeOut, Keychain, SignedIn, SigninCode, SigninCodeProve, SigninDrop,
    SigninPassword, SigninStep,
};
use menhu_protocol::values::{AccountName, Malformed, Phone, PhoneCode, Secret};
use menhu_protocol::{Code, Failure, Field};

use super::home::manifest_keep;
use super::mark::typed;
use crate::campus::call::Prover;
use crate::campus::{DeviceKey, manifest_read, unmet_bounded};
use crate::core::Core;
use crate::session::Item;
use crate::store::Who;

pub(super) use renewal::{signin_renew, signin_rules};

/// Longest name of a person that a server gives; it stands in the names of keychain items.
const PERSON_LONGEST: usize = 64;

/// A sign-in that runs on the server, bound to the device's key.
struct Attempt {
    card: CampusCard,
    key: DeviceKey,
    secret: Secret,
}

pub(super) async fn signin_code(core: &Core, ask: SigninCode) -> Result<CodeSent, Failure> {
    let _flow = core.flow.lock().await;
    let card = core.campus_agreed()?;
    let phone = Phone::parse(&ask.phone).map_err(|why| Failure::malformed(Field::Phone, why))?;
    core.signin_mark(|mark| mark.phone = typed(&ask.phone))?;
    let running = attempt(core, card.clone()).await?;
    let outcome = match &running {
        Some(attempt) => Some(code_send(core, attempt, &phone).await),
        None => None,
    };
    let sent = match outcome {
        Some(Err(failure)) if is_stale(failure.code) => {
            code_send(core, &begin(core, card).await?, &phone).await?
        }
        Some(outcome) => outcome?,
        None => code_send(core, &begin(core, card).await?, &phone).await?,
    };
    core.signin_mark(|mark| {
        mark.step = SigninStep::Code;
        mark.wrong = None;
        mark.code = Some(CodeOut {
            sent: sent.clone(),
            at: core.around.clock.now(),
        });
    })?;
    Ok(sent)
}

/// Failures that a new attempt mends without the person hearing of it.
fn is_stale(code: Code) -> bool {
    matches!(
        code,
        Code::AttemptOver | Code::OutOfOrder | Code::ProofWrong
    )
}

async fn code_send(core: &Core, attempt: &Attempt, phone: &Phone) -> Result<CodeSent, Failure> {
    let call = CodeSend {
        attempt: attempt.secret.clone(),
        phone: phone.clone(),
    };
    step(core, attempt, &call).await
}

pub(super) async fn signin_code_prove(
    core: &Core,
    ask: SigninCodeProve,
) -> Result<PhoneProven, Failure> {
    let _flow = core.flow.lock().await;
    let code =
        PhoneCode::parse(ask.code.expose()).map_err(|why| Failure::malformed(Field::Code, why))?;
    let attempt = running(core).await?;
    let prove = CodeProve {
        attempt: attempt.secret.clone(),
        code,
    };
    let proven = match step(core, &attempt, &prove).await {
        // Perhaps it was this very code, and the answer was lost on the way: ask where we stand.
        Err(failure) if matches!(failure.code, Code::CodeSpent | Code::OutOfOrder) => {
            let resume = Resume {
                attempt: attempt.secret.clone(),
            };
            match step(core, &attempt, &resume).await {
                Ok(Resumed::Password(proven)) => proven,
                _ => return Err(failure),
            }
        }
        outcome => outcome?,
    };
    core.signin_mark(|mark| {
        mark.step = SigninStep::Password;
        mark.code = None;
        mark.wrong = None;
    })?;
    Ok(proven)
}

pub(super) async fn signin_password(core: &Core, ask: SigninPassword) -> Result<SignedIn, Failure> {
    let _flow = core.flow.lock().await;
    let account =
        AccountName::parse(&ask.account).map_err(|why| Failure::malformed(Field::Account, why))?;
    if ask.password.is_empty() {
        return Err(Failure::malformed(Field::Password, Malformed::Empty));
    }
    let attempt = running(core).await?;
    core.signin_mark(|mark| mark.account = typed(&ask.account))?;
    let prove = PasswordProve {
        attempt: attempt.secret.clone(),
        account,
        password: ask.password,
        device_name: core.around.host.device_name(),
    };
    let tokens = match step(core, &attempt, &prove).await {
        Err(failure) if failure.code == Code::PasswordMustChange => {
            let unmet = unmet_bounded(failure.detail.as_deref().unwrap_or_default());
            core.signin_mark(|mark| {
                mark.step = SigninStep::Renewal;
                mark.unmet = unmet;
            })?;
            return Err(failure);
        }
        outcome => outcome?,
    };
    enter(core, attempt, tokens).await
}

/// The tokens go to the keychain before anything relies on them, then the mark that somebody is in,
/// then what the sign-in left behind.
async fn enter(core: &Core, attempt: Attempt, tokens: Tokens) -> Result<SignedIn, Failure> {
    let campus = attempt.card.manifest.campus;
    let who = Who {
        campus: campus.clone(),
        person: tokens.person.clone(),
    };
    if !is_plain(&who.person) {
        tracing::warn!("the server's name for the person cannot be used");
        return Err(Code::ServerFault.into());
    }
    core.enter(&who, attempt.key, tokens).await?;
    for item in [Item::Attempt(&campus), Item::AttemptKey(&campus)] {
        if core.strongbox.delete(&item.name()).await.is_err() {
            tracing::warn!("a finished sign-in stays in the keychain until the next one");
        }
    }
    core.store.bookmark_keep(&Bookmark::None)?;
    Ok(SignedIn {
        kept: core.strongbox.state() == Keychain::Ready,
    })
}

/// `[A-Za-z0-9_-]`, not empty, and not the name that stands for nobody.
fn is_plain(person: &str) -> bool {
    (1..=PERSON_LONGEST).contains(&person.len())
        && person != "-"
        && person
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

pub(super) async fn signin_drop(core: &Core, _: SigninDrop) -> Result<Done, Failure> {
    let _flow = core.flow.lock().await;
    if let Some(card) = core.store.campus()? {
        let campus = &card.manifest.campus;
        for item in [Item::Attempt(campus), Item::AttemptKey(campus)] {
            core.strongbox.delete(&item.name()).await?;
        }
    }
    if matches!(core.store.bookmark()?, Bookmark::Signin(_)) {
        core.store.bookmark_keep(&Bookmark::None)?;
    }
    Ok(Done {})
}

/// Begins an attempt with a key of its own. The key is in the keychain before the server knows it.
async fn begin(core: &Core, card: CampusCard) -> Result<Attempt, Failure> {
    let campus = &card.manifest.campus;
    let key = DeviceKey::roll(&*core.around.dice);
    core.strongbox
        .write(&Item::AttemptKey(campus).name(), &key.to_secret())
        .await?;
    let begin = Begin {
        agreed: card.agreed.clone(),
    };
    let begun = core
        .ask(&card.manifest.origin, Prover::Device(&key), &begin)
        .await;
    if matches!(&begun, Err(failure) if failure.code == Code::ConsentMissing) {
        // The campus has newer texts than this card knows of: from here on they are asked for.
        manifest_keep(
            core,
            manifest_read(&core.wire, &card.manifest.origin).await?,
        )?;
    }
    let begun = begun?;
    core.strongbox
        .write(&Item::Attempt(campus).name(), &begun.attempt)
        .await?;
    Ok(Attempt {
        secret: begun.attempt,
        key,
        card,
    })
}

async fn attempt(core: &Core, card: CampusCard) -> Result<Option<Attempt>, Failure> {
    let campus = &card.manifest.campus;
    let key = core
        .strongbox
        .read(&Item::AttemptKey(campus).name())
        .await?;
    let secret = core.strongbox.read(&Item::Attempt(campus).name()).await?;
    let key = key.as_ref().and_then(DeviceKey::from_secret);
    Ok(key
        .zip(secret)
        .map(|(key, secret)| Attempt { card, key, secret }))
}

/// The attempt that runs.
///
/// # Errors
/// `attempt_over` when there is none any more: back to the phone, what was typed is kept.
async fn running(core: &Core) -> Result<Attempt, Failure> {
    match attempt(core, core.campus_agreed()?).await? {
        Some(attempt) => Ok(attempt),
        None => {
            over(core)?;
            Err(Code::AttemptOver.into())
        }
    }
}

/// One call of the attempt. The bookmark follows what the server says of the attempt and the phone.
async fn step<C: Call>(core: &Core, attempt: &Attempt, call: &C) -> Result<C::Reply, Failure> {
    let address = &attempt.card.manifest.origin;
    let outcome = core.ask(address, Prover::Device(&attempt.key), call).await;
    match outcome.as_ref().map_err(|failure| failure.code) {
        Err(Code::AttemptOver) => over(core)?,
        Err(wrong @ (Code::PhoneUnknown | Code::NotActivated | Code::PhoneOfAnother)) => {
            core.signin_mark(|mark| {
                mark.step = SigninStep::WrongPhone;
                mark.code = None;
                mark.wrong = Some(wrong);
            })?;
        }
        _ => {}
    }
    outcome
}

fn over(core: &Core) -> Result<(), Failure> {
    core.signin_mark(|mark| {
        mark.step = SigninStep::Phone;
        mark.code = None;
        mark.wrong = None;
        mark.unmet.clear();
    })
}
