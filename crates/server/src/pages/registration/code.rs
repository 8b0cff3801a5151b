//! W-07: the six digits of the SMS.

use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use menhu_protocol::api::CodeSent;
use menhu_protocol::api::registration::{CodeAgain, PhoneProve};
use menhu_protocol::values::PhoneCode;
use menhu_protocol::{Code, Failure, Field};
use serde::Deserialize;

use super::{At, go, phone, redirected};
use crate::pages::codes::{self, CodePage, Link, Standing};
use crate::pages::guard::{self, Refused};
use crate::pages::input::{Filled, Problem};
use crate::pages::visit::Visit;
use crate::registration as flow;

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
    let other = Link {
        id: "other-phone",
        href: "/r/phone".to_owned(),
        text: f.say("web-code-other"),
    };
    let shown = CodePage {
        f,
        step: Some(f.say_with("web-step", &[("n", "2"), ("all", "3")])),
        title: f.say("web-code-title"),
        went: codes::went(f, sent.as_ref()),
        hint: None,
        action: "/r/code",
        again: "/r/code/again",
        hidden: &[("to", sent.as_ref().map_or(&to, |sent| &sent.to))],
        act: f.say("web-code-next"),
        links: &[other],
    };
    let standing = Standing {
        sent: sent.as_ref(),
        resent,
        problem,
    };
    shown.page(visit, status, &standing)
}
