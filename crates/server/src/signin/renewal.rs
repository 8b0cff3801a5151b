//! A new password in the place of one that was right and breaks today's rules (mission.md B4).
//!
//! Whoever is in stays in when the rules are tightened; they renew at their next sign-in.

use menhu_protocol::api::session::Tokens;
use menhu_protocol::api::signin as api;
use menhu_protocol::values::MemberId;
use menhu_protocol::{Code, Failure};

use super::entering::Entering;
use super::{device_name, on_the_way, owner};
use crate::books::attempt::Attempt;
use crate::books::person::{Member, Person};
use crate::hashing::Verdict;
use crate::password::{self, End, Setting, Why};
use crate::session::{Device, token};
use crate::trace::Trace;
use crate::{Caller, Campus};

/// Sets the new password, and the device is in. Asked again before its tokens were used, it gets the same
/// ones.
///
/// # Errors
/// `malformed` at the new password, `password_weak`; `out_of_order` before account and password were
/// proven, and when the password was set elsewhere since; `attempt_over`.
pub async fn renew(
    campus: &Campus,
    caller: &Caller,
    device: &Device,
    ask: api::Renewal,
) -> Result<Tokens, Failure> {
    let attempt = on_the_way(campus, device, &ask.attempt).await?;
    if attempt.proof_is_old {
        return Err(Code::AttemptOver.into());
    }
    let phone = attempt.phone.as_ref().ok_or(Code::OutOfOrder)?;
    let person = owner(campus, phone).await?;
    let proven_at = attempt.password_at.ok_or(Code::OutOfOrder)?;
    let member = member(campus, &attempt, &person).await?;
    let trace = Trace::of_device(*caller, &device_name(&ask.device_name));
    let entering = Entering {
        attempt: &attempt,
        secret: &ask.attempt,
        device,
        member: &member,
        trace: &trace,
        set: None,
    };
    let family = token::first(&campus.keys, &ask.attempt).family;
    if campus.books.session_began(&family).await? {
        let tokens = entering.enter(campus).await?;
        let hash = member.password.as_deref();
        let verdict = campus.hashing.verify(hash, &ask.password).await?;
        if verdict != Verdict::Wrong {
            return Ok(tokens);
        }
        // The answer was lost, and another password was typed since.
    }
    let setting = Setting {
        person: &person,
        new: &ask.password,
        end: End::None,
        why: Why::Renewed,
        by: &trace,
    };
    let judged = password::judged(campus, setting, Some(proven_at)).await?;
    let entering = Entering {
        set: Some(judged.entry(setting)),
        ..entering
    };
    entering.enter(campus).await
}

/// The ID whose password was proven in an attempt, if its phone is still that person's.
async fn member(campus: &Campus, attempt: &Attempt, owner: &Person) -> Result<Member, Failure> {
    let id = attempt.member.as_deref().map(MemberId::parse);
    let Some(Ok(id)) = id else {
        return Err(Code::AttemptOver.into());
    };
    let member = campus.books.member(&id).await?;
    member
        .filter(|member| member.person == owner.id)
        .ok_or_else(|| Code::AttemptOver.into())
}
