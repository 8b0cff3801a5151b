//! Registration: account and password → 信息确认 → 激活 → 注册成功. Needs no sign-in.

use menhu_protocol::api::registration::{
    Activate, Activation, Case, CodeAgain, Dispute, Open, PhoneBind, PhoneProve, Resume,
    SHOULD_BE_LONGEST, Standing,
};
use menhu_protocol::api::session::Done;
use menhu_protocol::api::{Call, CodeSent};
use menhu_protocol::ipc::{
    Bookmark, CampusCard, CodeOut, RegistrationActivate, RegistrationCodeAgain,
    RegistrationDispute, RegistrationDrop, RegistrationOpen, RegistrationPhone,
    RegistrationPhoneProve, RegistrationStep,
};
use menhu_protocol::values::{CertificateNumber, Malformed, MemberId, Phone, PhoneCode, Secret};
use menhu_protocol::{Code, Failure, Field, bytes};
use sha2::{Digest, Sha256};

use super::mark::typed;
use crate::campus::call::Prover;
use crate::core::Core;
use crate::session::Item;

pub(super) async fn registration_open(
    core: &Core,
    ask: RegistrationOpen,
) -> Result<Standing, Failure> {
    let _flow = core.flow.lock().await;
    let card = core.campus_agreed()?;
    let account =
        MemberId::parse(&ask.account).map_err(|why| Failure::malformed(Field::Account, why))?;
    if ask.password.is_empty() {
        return Err(Failure::malformed(Field::Password, Malformed::Empty));
    }
    core.registration_mark(|mark| mark.account = typed(&ask.account))?;
    let open = Open {
        account,
        password: ask.password,
    };
    let opened = core
        .ask(&card.manifest.origin, Prover::Nobody, &open)
        .await?;
    core.store.activation_drop()?;
    let item = Item::Registration(&card.manifest.campus).name();
    core.strongbox.write(&item, &opened.registration).await?;
    core.registration_mark(|mark| {
        mark.step = step_of(&opened.standing);
        mark.standing = Some(opened.standing.clone());
        mark.code = None;
    })?;
    Ok(opened.standing)
}

pub(super) async fn registration_dispute(
    core: &Core,
    ask: RegistrationDispute,
) -> Result<Case, Failure> {
    let _flow = core.flow.lock().await;
    let should_be = ask.should_be.trim();
    match should_be.chars().count() {
        0 => return Err(Failure::malformed(Field::ShouldBe, Malformed::Empty)),
        n if n > SHOULD_BE_LONGEST => {
            return Err(Failure::malformed(Field::ShouldBe, Malformed::Long));
        }
        _ => {}
    }
    let (card, registration) = open(core).await?;
    let dispute = Dispute {
        registration,
        field: ask.field,
        should_be: should_be.to_owned(),
    };
    let case = step(core, &card, &dispute).await?;
    core.registration_mark(|mark| {
        mark.step = RegistrationStep::Confirm;
        if let Some(Standing::Confirm { record }) = &mut mark.standing {
            record.dispute = Some(case.clone());
        }
    })?;
    Ok(case)
}

pub(super) async fn registration_phone(
    core: &Core,
    ask: RegistrationPhone,
) -> Result<CodeSent, Failure> {
    let _flow = core.flow.lock().await;
    let phone = Phone::parse(&ask.phone).map_err(|why| Failure::malformed(Field::Phone, why))?;
    let certificate = CertificateNumber::parse(ask.certificate.expose())
        .map_err(|why| Failure::malformed(Field::Certificate, why))?;
    let (card, registration) = open(core).await?;
    core.registration_mark(|mark| mark.phone = typed(&ask.phone))?;
    let bind = PhoneBind {
        registration,
        phone,
        certificate,
    };
    let sent = step(core, &card, &bind).await?;
    code_out(core, sent)
}

pub(super) async fn registration_code_again(
    core: &Core,
    _: RegistrationCodeAgain,
) -> Result<CodeSent, Failure> {
    let _flow = core.flow.lock().await;
    let (card, registration) = open(core).await?;
    let sent = step(core, &card, &CodeAgain { registration }).await?;
    code_out(core, sent)
}

fn code_out(core: &Core, sent: CodeSent) -> Result<CodeSent, Failure> {
    core.registration_mark(|mark| {
        mark.step = RegistrationStep::Code;
        mark.code = Some(CodeOut {
            sent: sent.clone(),
            at: core.around.clock.now(),
        });
    })?;
    Ok(sent)
}

pub(super) async fn registration_phone_prove(
    core: &Core,
    ask: RegistrationPhoneProve,
) -> Result<Standing, Failure> {
    let _flow = core.flow.lock().await;
    let code =
        PhoneCode::parse(ask.code.expose()).map_err(|why| Failure::malformed(Field::Code, why))?;
    let (card, registration) = open(core).await?;
    let prove = PhoneProve {
        registration: registration.clone(),
        code,
    };
    let standing = match step(core, &card, &prove).await {
        // Perhaps it was this very code, and the answer was lost on the way: ask where we stand.
        Err(failure) if matches!(failure.code, Code::CodeSpent | Code::OutOfOrder) => {
            match proven(core, &card, registration).await {
                Some(standing) => standing,
                None => return Err(failure),
            }
        }
        outcome => outcome?,
    };
    core.registration_mark(|mark| {
        mark.step = step_of(&standing);
        mark.standing = Some(standing.clone());
        mark.code = None;
    })?;
    Ok(standing)
}

/// The standing, if the number that was typed has become the number on record.
async fn proven(core: &Core, card: &CampusCard, registration: Secret) -> Option<Standing> {
    let mark = core.registration_bookmark().ok()?;
    let typed = Phone::parse(&mark.phone).ok()?.masked();
    let resumed = step(core, card, &Resume { registration }).await.ok()?;
    match &resumed.standing {
        Standing::Confirm { record }
            if resumed.code.is_none() && record.phone.as_deref() == Some(typed.as_str()) =>
        {
            Some(resumed.standing)
        }
        _ => None,
    }
}

pub(super) async fn registration_activate(
    core: &Core,
    _: RegistrationActivate,
) -> Result<Activation, Failure> {
    let _flow = core.flow.lock().await;
    if let Some(Standing::Activated(activation)) = core.registration_bookmark()?.standing {
        return Ok(activation);
    }
    let (card, registration) = open(core).await?;
    let digest: String = Sha256::digest(registration.expose())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let fresh = uuid::Builder::from_random_bytes(bytes(&*core.around.dice)).into_uuid();
    let key = core.store.activation_key(&digest, &fresh.to_string())?;
    let activation = step(core, &card, &Activate { registration, key }).await?;
    core.registration_mark(|mark| {
        mark.step = RegistrationStep::Done;
        mark.standing = Some(Standing::Activated(activation.clone()));
        mark.code = None;
    })?;
    Ok(activation)
}

pub(super) async fn registration_drop(core: &Core, _: RegistrationDrop) -> Result<Done, Failure> {
    let _flow = core.flow.lock().await;
    if let Some(card) = core.store.campus()? {
        let item = Item::Registration(&card.manifest.campus).name();
        core.strongbox.delete(&item).await?;
    }
    core.store.activation_drop()?;
    if matches!(core.store.bookmark()?, Bookmark::Registration(_)) {
        core.store.bookmark_keep(&Bookmark::None)?;
    }
    Ok(Done {})
}

/// The registration that runs.
///
/// # Errors
/// `attempt_over` when there is none any more: back to account and password, what was typed is kept.
async fn open(core: &Core) -> Result<(CampusCard, Secret), Failure> {
    let card = core.campus_agreed()?;
    let item = Item::Registration(&card.manifest.campus).name();
    match core.strongbox.read(&item).await? {
        Some(registration) => Ok((card, registration)),
        None => {
            over(core)?;
            Err(Code::AttemptOver.into())
        }
    }
}

/// One call of the registration; when the server says it is over, the bookmark goes to the start.
async fn step<C: Call>(core: &Core, card: &CampusCard, call: &C) -> Result<C::Reply, Failure> {
    let outcome = core.ask(&card.manifest.origin, Prover::Nobody, call).await;
    if matches!(&outcome, Err(failure) if failure.code == Code::AttemptOver) {
        over(core)?;
    }
    outcome
}

fn over(core: &Core) -> Result<(), Failure> {
    core.registration_mark(|mark| {
        mark.step = RegistrationStep::Account;
        mark.standing = None;
        mark.code = None;
    })
}

fn step_of(standing: &Standing) -> RegistrationStep {
    match standing {
        Standing::Confirm { .. } => RegistrationStep::Confirm,
        Standing::Activated(_) => RegistrationStep::Done,
    }
}
