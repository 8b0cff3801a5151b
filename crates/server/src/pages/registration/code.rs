//! W-07: the six digits of the SMS.

use askama::Template;
use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use menhu_protocol::api::CodeSent;
use menhu_protocol::api::registration::{CodeAgain, PhoneProve};
use menhu_protocol::values::PhoneCode;
use menhu_protocol::{Code, Failure, Field};
use serde::Deserialize;

use super::{At, go, phone, redirected};
use crate::pages::frame::{Frame, page};
use crate::pages::guard::{self, Refused};
use crate::pages::input::{Filled, Input, Problem};
use crate::pages::visit::Visit;
use crate::pages::wording;
use crate::registration as flow;

#[derive(Template)]
#[template(path = "registration/code.html")]
struct CodePage<'a> {
    f: Frame<'a>,
    alert: String,
    /// The code that is still good, if one is.
    sent: Option<CodeSent>,
    resent: bool,
    /// Time of day until which it is good.
    until: String,
    /// The script puts minutes and seconds for `%m` and `%s`, all seconds for `%t`.
    remaining: String,
    resend_after: String,
    /// Where the code of this page went, masked.
    to: String,
    code: String,
}

#[derive(Deserialize)]
pub(in crate::pages) struct Typed {
    #[serde(default)]
    code: String,
    #[serde(default)]
    to: String,
}

pub(in crate::pages) async fn show(
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, Refused> {
    match At::of(&visit).await? {
        At::Confirm(_, Some(sent)) => {
            let resent = query.as_deref() == Some("resent");
            form(
                &visit,
                StatusCode::OK,
                Some(sent),
                String::new(),
                resent,
                None,
            )
        }
        // None was asked for, or it went out of date while the page was closed.
        At::Confirm(_, None) => Ok(go("/r/phone")),
        elsewhere => Ok(elsewhere.go(&visit)),
    }
}

pub(in crate::pages) async fn send(
    visit: Visit,
    Filled(typed): Filled<Typed>,
) -> Result<Response, Refused> {
    let Some(registration) = visit.registration.clone() else {
        return Ok(At::Nowhere { over: true }.go(&visit));
    };
    let failure = match PhoneCode::parse(&typed.code) {
        Ok(code) => {
            let ask = PhoneProve { registration, code };
            match flow::phone_prove(&visit.portal.campus, ask).await {
                Ok(_) => return Ok(go("/r/confirm")),
                Err(failure) => failure,
            }
        }
        Err(why) => Failure::malformed(Field::Code, why),
    };
    failed(&visit, &failure, typed.to).await
}

/// 「重新发送」: to the same number, without typing it and the 证件号 again.
pub(in crate::pages) async fn again(visit: Visit) -> Result<Response, Refused> {
    let Some(registration) = visit.registration.clone() else {
        return Ok(At::Nowhere { over: true }.go(&visit));
    };
    let ask = CodeAgain { registration };
    match flow::code_again(&visit.portal.campus, &visit.caller, ask).await {
        Ok(_) => Ok(go("/r/code?resent")),
        Err(failure) => failed(&visit, &failure, String::new()).await,
    }
}

async fn failed(visit: &Visit, failure: &Failure, to: String) -> Result<Response, Refused> {
    if let Some(response) = redirected(visit, failure).await? {
        return Ok(response);
    }
    if failure.code == Code::PhoneTaken {
        return phone::refused(visit, failure);
    }
    let pressed_twice = matches!(failure.code, Code::CodeSpent);
    match At::of(visit).await? {
        // The first press proved this very phone.
        At::Confirm(record, None) if pressed_twice && record.phone.as_ref() == Some(&to) => {
            Ok(go("/r/confirm"))
        }
        At::Confirm(_, sent) => {
            let problem = Problem::of(visit.words(), failure);
            let status = guard::status(failure);
            form(visit, status, sent, to, false, Some(&problem))
        }
        elsewhere => Ok(elsewhere.go(visit)),
    }
}

fn form(
    visit: &Visit,
    status: StatusCode,
    sent: Option<CodeSent>,
    to: String,
    resent: bool,
    problem: Option<&Problem>,
) -> Result<Response, Refused> {
    let f = visit.frame("W-07");
    let pattern = f.say_with("countdown", &[("m", "%m"), ("s", "%s")]);
    let seconds = f.say_with("wait-seconds", &[("n", "%t")]);
    let good_for_ms = sent
        .as_ref()
        .map_or(0, |sent| i64::from(sent.good_for_s) * 1000);
    let code = Input {
        autocomplete: "one-time-code",
        inputmode: "numeric",
        class: "code",
        ..Input::text("code", f.say("web-code-code"))
    };
    let shown = CodePage {
        f,
        alert: Problem::alert(problem, &[Field::Code]),
        resent,
        until: wording::hour(visit.portal.campus.clock.now() + good_for_ms),
        remaining: f.say_with("web-code-remaining", &[("time", &pattern)]),
        resend_after: f.say_with("web-code-resend-after", &[("time", &seconds)]),
        to: sent.as_ref().map_or(to, |sent| sent.to.clone()),
        sent,
        code: code.html(problem, Field::Code),
    };
    page(status, &shown)
}
