//! 密保问题 in the place of a code: the second half of a proof, whose first is a browser that was in as this
//! person before (security.md RC-2). Only pages ask: an app's device would still be in.

use menhu_protocol::values::Secret;
use menhu_protocol::{Code, Failure};

use super::{OnTheWay, looked_at, on_the_way};
use crate::books::question::{Answered, Stored, bucket};
use crate::identity::lockout::{self, Turn};
use crate::question::{self, ASKED, Question};
use crate::{Campus, credentials};

/// The questions that can be answered in the running recovery, by a browser (fingerprint of its own
/// cookie); `None` where this is no way.
///
/// # Errors
/// `attempt_over`.
pub(crate) async fn asked(
    campus: &Campus,
    recovery: &Secret,
    browser: Option<&str>,
) -> Result<Option<[Question; ASKED]>, Failure> {
    let here = looked_at(campus, recovery).await?;
    let Some(stored) = open(campus, &here, browser).await? else {
        return Ok(None);
    };
    let standing = campus
        .books
        .guess_standing(&bucket(&here.person.id))
        .await?;
    let turn = lockout::QUESTIONS.turn(&standing, campus.clock.now());
    Ok(match turn {
        Turn::Go { .. } => Some(stored.questions),
        Turn::Wait(_) => None,
    })
}

/// The answers, in the order of the questions. Which of them is wrong is not said.
///
/// # Errors
/// `answer_wrong` with the tries that are left, none: no answer is compared any more; `busy`;
/// `out_of_order` where this is no way, and once something is proven; `attempt_over`.
pub(crate) async fn answer(
    campus: &Campus,
    recovery: &Secret,
    browser: Option<&str>,
    answers: &[Secret; ASKED],
) -> Result<(), Failure> {
    let here = on_the_way(campus, recovery).await?;
    if here.attempt.done || here.is_proven() {
        return Err(Code::OutOfOrder.into());
    }
    let stored = open(campus, &here, browser).await?;
    let stored = stored.ok_or(Code::OutOfOrder)?;
    // Of the person, not of the attempt: a new one brings no new tries.
    let buckets = [(bucket(&here.person.id), lockout::QUESTIONS)];
    let left = match credentials::counted(campus, &buckets).await? {
        Ok(left) => left,
        Err(held) if held.stopped => return Err(wrong(0)),
        Err(held) => return Err(credentials::slow(held)),
    };
    match question::fit(campus, &stored, answers).await {
        Ok(true) => {}
        Ok(false) => return Err(wrong(left)),
        Err(failure) => {
            // It was not checked: it does not count.
            credentials::forgiven(campus, &[], &buckets).await?;
            return Err(failure);
        }
    }
    let answered = Answered {
        attempt: &here.attempt.id,
        person: &here.person.id,
        set_at: stored.set_at,
        now: campus.clock.now(),
    };
    Ok(campus.books.enter(&answered).await?)
}

/// The questions of a recovery, if they are a way of it: on, set, their owner can be told, and the
/// browser is the owner's.
async fn open(
    campus: &Campus,
    here: &OnTheWay,
    browser: Option<&str>,
) -> Result<Option<Stored>, Failure> {
    let (Some(browser), false) = (browser, here.attempt.done) else {
        return Ok(None);
    };
    let person = &here.person.id;
    let was_in = campus.books.browser_was_in(person, browser).await?;
    if !was_in || !question::has_channel(&here.person) {
        return Ok(None);
    }
    question::stored(campus, &here.person).await
}

fn wrong(left: u32) -> Failure {
    Failure::new(Code::AnswerWrong).left(left)
}
