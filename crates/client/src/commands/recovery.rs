//! Forgot password: account and 证件号 → choose a way → code → new password. Needs no sign-in.

use menhu_protocol::api::captcha::CaptchaPurpose;
use menhu_protocol::api::recovery::{
    Begin, Begun, CodeProve, CodeSend, PasswordSet, Resume, Resumed, Ways,
};
use menhu_protocol::api::session::Done;
use menhu_protocol::api::{Call, CodeSent};
use menhu_protocol::ipc::{
    Bookmark, CampusCard, CodeOut, RecoveryBegin, RecoveryCode, RecoveryDrop, RecoveryPassword,
    RecoveryProve, RecoveryStep,
};
use menhu_protocol::password::PasswordRules;
use menhu_protocol::values::{AccountName, CertificateNumber, Malformed, PhoneCode, Secret};
use menhu_protocol::{Code, Failure, Field, Retry};

use super::mark::typed;
use crate::campus::call::Prover;
use crate::campus::{puzzle_work, rules_bounded, ways_bounded};
use crate::core::Core;
use crate::session::Item;

pub(super) async fn recovery_begin(core: &Core, ask: RecoveryBegin) -> Result<Ways, Failure> {
    let _flow = core.flow.lock().await;
    let card = core.campus_agreed()?;
    let account =
        AccountName::parse(&ask.account).map_err(|why| Failure::malformed(Field::Account, why))?;
    let certificate = CertificateNumber::parse(ask.certificate.expose())
        .map_err(|why| Failure::malformed(Field::Certificate, why))?;
    core.recovery_mark(|mark| mark.account = typed(&ask.account))?;
    let begun = match begin(core, &card, &account, &certificate).await {
        // The work took a slow phone longer than it was good for: once more with another piece.
        Err(failure) if failure.code == Code::CaptchaWrong => {
            begin(core, &card, &account, &certificate)
                .await
                .map_err(without_picture)?
        }
        outcome => outcome?,
    };
    let item = Item::Recovery(&card.manifest.campus).name();
    core.strongbox.write(&item, &begun.recovery).await?;
    let ways = ways_bounded(begun.ways);
    core.recovery_mark(|mark| {
        mark.step = RecoveryStep::Choose;
        mark.ways = ways.clone();
        mark.way = None;
        mark.code = None;
        mark.rules = None;
    })?;
    Ok(ways)
}

async fn begin(
    core: &Core,
    card: &CampusCard,
    account: &AccountName,
    certificate: &CertificateNumber,
) -> Result<Begun, Failure> {
    let captcha = puzzle_work(core, &card.manifest.origin, CaptchaPurpose::Recovery).await?;
    let begin = Begin {
        account: account.clone(),
        certificate: certificate.clone(),
        captcha,
    };
    core.ask(&card.manifest.origin, Prover::Nobody, &begin)
        .await
}

/// `captcha_wrong` speaks of a picture, and the app shows none.
fn without_picture(failure: Failure) -> Failure {
    match failure.code {
        Code::CaptchaWrong => Failure::new(Code::ServerFault).retry(Retry::Now),
        _ => failure,
    }
}

pub(super) async fn recovery_code(core: &Core, ask: RecoveryCode) -> Result<CodeSent, Failure> {
    let _flow = core.flow.lock().await;
    let (card, recovery) = open(core).await?;
    let send = CodeSend {
        recovery,
        way: ask.way,
        again: ask.again,
    };
    let sent = step(core, &card, &send).await?;
    core.recovery_mark(|mark| {
        mark.step = RecoveryStep::Code;
        mark.way = Some(ask.way);
        mark.rules = None;
        mark.code = Some(CodeOut {
            sent: sent.clone(),
            at: core.around.clock.now(),
        });
    })?;
    Ok(sent)
}

pub(super) async fn recovery_prove(
    core: &Core,
    ask: RecoveryProve,
) -> Result<PasswordRules, Failure> {
    let _flow = core.flow.lock().await;
    let code =
        PhoneCode::parse(ask.code.expose()).map_err(|why| Failure::malformed(Field::Code, why))?;
    let (card, recovery) = open(core).await?;
    let prove = CodeProve {
        recovery: recovery.clone(),
        code,
    };
    let proven = match step(core, &card, &prove).await {
        // Perhaps it was this very code, and the answer was lost on the way: ask where we stand.
        Err(failure) if matches!(failure.code, Code::CodeSpent | Code::OutOfOrder) => {
            match step(core, &card, &Resume { recovery }).await {
                Ok(Resumed::Password(proven)) => proven,
                _ => return Err(failure),
            }
        }
        outcome => outcome?,
    };
    let rules = rules_bounded(proven.rules);
    core.recovery_mark(|mark| {
        mark.step = RecoveryStep::Password;
        mark.code = None;
        mark.rules = Some(rules.clone());
    })?;
    Ok(rules)
}

pub(super) async fn recovery_password(core: &Core, ask: RecoveryPassword) -> Result<Done, Failure> {
    let _flow = core.flow.lock().await;
    if ask.password.is_empty() {
        return Err(Failure::malformed(Field::NewPassword, Malformed::Empty));
    }
    let (card, recovery) = open(core).await?;
    let set = PasswordSet {
        recovery,
        password: ask.password,
        end_sessions: ask.end_sessions,
    };
    step(core, &card, &set).await?;
    core.recovery_mark(|mark| {
        mark.step = RecoveryStep::Done;
        mark.ways = Ways::default();
        mark.code = None;
        mark.rules = None;
    })?;
    let item = Item::Recovery(&card.manifest.campus).name();
    if core.strongbox.delete(&item).await.is_err() {
        tracing::warn!("a finished recovery stays in the keychain until the next one");
    }
    Ok(Done {})
}

/// Leaves the recovery: what the server has of it ends by itself. A sign-in that was left for it is
/// open again, with the account that was typed.
pub(super) async fn recovery_drop(core: &Core, _: RecoveryDrop) -> Result<Done, Failure> {
    let _flow = core.flow.lock().await;
    if let Some(card) = core.store.campus()? {
        let item = Item::Recovery(&card.manifest.campus).name();
        core.strongbox.delete(&item).await?;
    }
    if let Bookmark::Recovery(mark) = core.store.bookmark()? {
        core.store.bookmark_keep(&Bookmark::None)?;
        if let Some(signin) = mark.signin {
            core.store.bookmark_keep(&Bookmark::Signin(signin))?;
        }
    }
    Ok(Done {})
}

/// The recovery that runs.
///
/// # Errors
/// `attempt_over` when there is none any more: back to the account, what was typed is kept.
async fn open(core: &Core) -> Result<(CampusCard, Secret), Failure> {
    let card = core.campus_agreed()?;
    let item = Item::Recovery(&card.manifest.campus).name();
    match core.strongbox.read(&item).await? {
        Some(recovery) => Ok((card, recovery)),
        None => {
            over(core)?;
            Err(Code::AttemptOver.into())
        }
    }
}

/// One call of the recovery; when the server says it is over, the bookmark goes to the start.
async fn step<C: Call>(core: &Core, card: &CampusCard, call: &C) -> Result<C::Reply, Failure> {
    let outcome = core.ask(&card.manifest.origin, Prover::Nobody, call).await;
    if matches!(&outcome, Err(failure) if failure.code == Code::AttemptOver) {
        over(core)?;
    }
    outcome
}

fn over(core: &Core) -> Result<(), Failure> {
    core.recovery_mark(|mark| {
        mark.step = RecoveryStep::Account;
        mark.ways = Ways::default();
        mark.way = None;
        mark.code = None;
        mark.rules = None;
    })
}
