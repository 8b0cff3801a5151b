//! W-37: a letter is on its way; what to do with it, and 「再发一次」.

use askama::Template;
use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use menhu_protocol::api::security::{MailAct, MailPending};
use menhu_protocol::{Code, Failure, Field};

use super::{CENTRE, go, redirected};
use crate::pages::codes;
use crate::pages::frame::{Frame, page};
use crate::pages::guard::{self, Refused};
use crate::pages::input::Problem;
use crate::pages::me::Inside;
use crate::pages::wording;
use crate::security;

pub(super) const HERE: &str = "/me/security/mail/letter";

#[derive(Template)]
#[template(path = "security/letter.html")]
struct LetterPage<'a> {
    f: Frame<'a>,
    alert: String,
    lead: String,
    good_for_s: u32,
    until: String,
    remaining: String,
    resent: bool,
    resend_after_s: u32,
    resend_after: String,
    /// Another address may be given instead.
    bind: bool,
}

/// Until when a letter's link is good.
pub(super) fn until(inside: &Inside, f: Frame<'_>, good_for_s: u32) -> String {
    let at = inside.visit.portal.campus.clock.now() + i64::from(good_for_s) * 1000;
    f.say_with("web-security-mail-until", &[("time", &wording::hour(at))])
}

/// How long it is still good, for the script to fill in.
pub(super) fn remaining(f: Frame<'_>) -> String {
    let pattern = f.say_with("countdown", &[("m", "%m"), ("s", "%s")]);
    f.say_with("web-security-mail-remaining", &[("time", &pattern)])
}

/// The letter whose button was not pressed yet.
async fn pending(inside: &Inside) -> Result<Option<MailPending>, Failure> {
    let campus = &inside.visit.portal.campus;
    Ok(security::read(campus, &inside.actor()).await?.mail_pending)
}

/// Whether a letter for this act, to this masked address, is out.
pub(super) async fn is_out(inside: &Inside, act: MailAct, to: &str) -> Result<bool, Failure> {
    let pending = pending(inside).await?;
    Ok(pending.is_some_and(|pending| pending.act == act && pending.to == to))
}

/// What went wrong with a letter. The words of codes speak of an SMS.
pub(super) fn problem_of(f: Frame<'_>, inside: &Inside, failure: &Failure) -> Problem {
    let words = inside.visit.words();
    let mut problem = Problem::of(words, failure);
    match failure.code {
        Code::CodeTooSoon => {
            problem.text = f.say_with(
                "web-letter-too-soon",
                &[("wait", &wording::after(words, failure))],
            );
        }
        Code::CodeBudget => {
            problem.text = f.say_with(
                "web-letter-budget",
                &[("wait", &wording::after(words, failure))],
            );
        }
        Code::MailTaken => problem.field = Some(Field::Mail),
        Code::MailDown => problem.text = f.say("web-letter-down"),
        _ => {}
    }
    problem
}

pub(in crate::pages) async fn show(
    inside: Inside,
    RawQuery(query): RawQuery,
) -> Result<Response, Refused> {
    let resent = query.as_deref() == Some("resent");
    shown(&inside, StatusCode::OK, resent, None).await
}

/// 「再发一次」: to the same address, for the same act.
pub(in crate::pages) async fn again(inside: Inside) -> Result<Response, Refused> {
    if let Some(again) = inside.old_proof() {
        return Ok(again);
    }
    let campus = &inside.visit.portal.campus;
    match security::mail_again(campus, &inside.actor()).await {
        Ok(_) => Ok(go("/me/security/mail/letter?resent")),
        Err(failure) if failure.code == Code::OutOfOrder => Ok(go(CENTRE)),
        Err(failure) => {
            if let Some(response) = redirected(&inside, &failure) {
                return Ok(response);
            }
            let problem = problem_of(inside.visit.frame("W-37"), &inside, &failure);
            shown(&inside, guard::status(&failure), false, Some(&problem)).await
        }
    }
}

async fn shown(
    inside: &Inside,
    status: StatusCode,
    resent: bool,
    problem: Option<&Problem>,
) -> Result<Response, Refused> {
    // Pressed, or over: the security centre shows which.
    let Some(pending) = pending(inside).await? else {
        return Ok(go(CENTRE));
    };
    let f = inside.visit.frame("W-37");
    let to = [("to", pending.to.as_str())];
    let shown = LetterPage {
        f,
        alert: Problem::alert(problem, &[]),
        lead: match pending.act {
            MailAct::Bind => f.say_with("web-letter-bind", &to),
            MailAct::Unbind => f.say_with("web-letter-unbind", &to),
        },
        good_for_s: pending.good_for_s,
        until: until(inside, f, pending.good_for_s),
        remaining: remaining(f),
        resent,
        resend_after_s: pending.resend_after_s,
        resend_after: f.say_with("web-letter-again-after", &[("time", &codes::seconds(f))]),
        bind: pending.act == MailAct::Bind,
    };
    page(status, &shown)
}
