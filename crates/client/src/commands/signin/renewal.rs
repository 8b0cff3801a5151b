//! After `password_must_change`: a new password in the place of the one that was right.

use menhu_protocol::api::signin::{Renewal, Resume, Resumed};
use menhu_protocol::ipc::{SignedIn, SigninRenew, SigninRules, SigninStep};
use menhu_protocol::password::PasswordRules;
use menhu_protocol::values::Malformed;
use menhu_protocol::{Code, Failure, Field};

use super::{enter, running, step};
use crate::campus::rules_bounded;
use crate::core::Core;

fn password_again(core: &Core) -> Result<(), Failure> {
    core.signin_mark(|mark| {
        mark.step = SigninStep::Password;
        mark.unmet.clear();
    })
}

pub(in crate::commands) async fn signin_rules(
    core: &Core,
    _: SigninRules,
) -> Result<PasswordRules, Failure> {
    let _flow = core.flow.lock().await;
    let attempt = running(core).await?;
    let resume = Resume {
        attempt: attempt.secret.clone(),
    };
    match step(core, &attempt, &resume).await? {
        Resumed::Renewal { rules } => Ok(rules_bounded(rules)),
        _ => {
            // The password was proven too long ago, or not at all: once more, then the new one.
            password_again(core)?;
            Err(Code::ProofOld.into())
        }
    }
}

pub(in crate::commands) async fn signin_renew(
    core: &Core,
    ask: SigninRenew,
) -> Result<SignedIn, Failure> {
    let _flow = core.flow.lock().await;
    if ask.password.is_empty() {
        return Err(Failure::malformed(Field::NewPassword, Malformed::Empty));
    }
    let attempt = running(core).await?;
    let renewal = Renewal {
        attempt: attempt.secret.clone(),
        password: ask.password,
        device_name: core.around.host.device_name(),
    };
    let tokens = match step(core, &attempt, &renewal).await {
        Err(failure) if matches!(failure.code, Code::ProofOld | Code::OutOfOrder) => {
            password_again(core)?;
            return Err(Code::ProofOld.into());
        }
        outcome => outcome?,
    };
    enter(core, attempt, tokens).await
}
