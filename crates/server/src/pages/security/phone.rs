//! W-33 the number, W-34 its code: a phone is bound, or changed.

use askama::Template;
use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use menhu_protocol::api::security::{PhoneProve, PhoneSend, Security};
use menhu_protocol::values::{Phone, PhoneCode};
use menhu_protocol::{Code, Failure, Field};
use serde::Deserialize;

use super::{Happened, go, redirected};
use crate::identity::code::Purpose;
use crate::pages::codes::{self, CodePage, Link, Standing};
use crate::pages::frame::{Frame, page};
use crate::pages::guard::{self, Refused};
use crate::pages::input::{Filled, Input, Problem};
use crate::pages::me::Inside;
use crate::security;

const NUMBER: &str = "/me/security/phone";
const CODE: &str = "/me/security/phone/code";
const AGAIN: &str = "/me/security/phone/code/again";

#[derive(Template)]
#[template(path = "security/phone.html")]
struct PhonePage<'a> {
    f: Frame<'a>,
    title: String,
    alert: String,
    /// The phone that is bound now, masked.
    now: Option<&'a str>,
    phone: String,
}

#[derive(Deserialize)]
pub(in crate::pages) struct Number {
    #[serde(default)]
    phone: String,
}

pub(in crate::pages) async fn show(inside: Inside) -> Result<Response, Refused> {
    if let Some(again) = inside.old_proof() {
        return Ok(again);
    }
    form(&inside, StatusCode::OK, String::new(), None).await
}

pub(in crate::pages) async fn send(
    inside: Inside,
    Filled(typed): Filled<Number>,
) -> Result<Response, Refused> {
    let campus = &inside.visit.portal.campus;
    let failure = match Phone::parse(&typed.phone) {
        Ok(phone) => {
            let masked = phone.masked();
            match security::phone_send(campus, &inside.actor(), PhoneSend { phone }).await {
                Ok(_) => return Ok(go(CODE)),
                // The same form pressed twice, or 上一步 and on again: its code is on its way.
                Err(failure) if failure.code == Code::CodeTooSoon => {
                    match security::code_out(campus, &inside.actor(), Purpose::PhoneChange).await? {
                        Some(sent) if sent.to == masked => return Ok(go(CODE)),
                        _ => failure,
                    }
                }
                Err(failure) => failure,
            }
        }
        Err(why) => Failure::malformed(Field::Phone, why),
    };
    refused(&inside, typed.phone, &failure).await
}

/// W-33 again, with what is wrong with the number.
async fn refused(inside: &Inside, typed: String, failure: &Failure) -> Result<Response, Refused> {
    if let Some(response) = redirected(inside, failure) {
        return Ok(response);
    }
    let mut problem = Problem::of(inside.visit.words(), failure);
    if failure.code == Code::OutOfOrder {
        problem.text = inside.visit.words().say("web-newphone-already");
    }
    form(inside, guard::status(failure), typed, Some(&problem)).await
}

async fn form(
    inside: &Inside,
    status: StatusCode,
    typed: String,
    problem: Option<&Problem>,
) -> Result<Response, Refused> {
    let now = read(inside).await?.phone;
    let f = inside.visit.frame("W-33");
    let phone = Input {
        kind: "tel",
        value: typed,
        autocomplete: "tel",
        inputmode: "tel",
        ..Input::text("phone", f.say("web-newphone-phone"))
    };
    let shown = PhonePage {
        f,
        title: match now {
            Some(_) => f.say("web-newphone-title-change"),
            None => f.say("web-newphone-title-bind"),
        },
        alert: Problem::alert(problem, &[Field::Phone]),
        now: now.as_deref(),
        phone: phone.html(problem, Field::Phone),
    };
    page(status, &shown)
}

async fn read(inside: &Inside) -> Result<Security, Failure> {
    security::read(&inside.visit.portal.campus, &inside.actor()).await
}

#[derive(Deserialize)]
pub(in crate::pages) struct Digits {
    #[serde(default)]
    pub(super) code: String,
    /// Where the code went, masked.
    #[serde(default)]
    pub(super) to: String,
}

pub(in crate::pages) async fn code(
    inside: Inside,
    RawQuery(query): RawQuery,
) -> Result<Response, Refused> {
    if let Some(again) = inside.old_proof() {
        return Ok(again);
    }
    let campus = &inside.visit.portal.campus;
    // None was asked for, or it went out of date while the page was closed.
    if security::code_out(campus, &inside.actor(), Purpose::PhoneChange)
        .await?
        .is_none()
    {
        return Ok(go(NUMBER));
    }
    let resent = query.as_deref() == Some("resent");
    digits(&inside, StatusCode::OK, String::new(), resent, None).await
}

pub(in crate::pages) async fn prove(
    inside: Inside,
    Filled(typed): Filled<Digits>,
) -> Result<Response, Refused> {
    // Pressed twice, the second finds the very phone it asks for.
    let happened = match read(&inside).await?.phone {
        Some(phone) if phone != typed.to => Happened::PhoneChanged,
        _ => Happened::PhoneBound,
    };
    let failure = match PhoneCode::parse(&typed.code) {
        Ok(code) => {
            let campus = &inside.visit.portal.campus;
            match security::phone_prove(campus, &inside.actor(), PhoneProve { code }).await {
                Ok(_) => return Ok(happened.go()),
                Err(failure) => failure,
            }
        }
        Err(why) => Failure::malformed(Field::Code, why),
    };
    code_failed(&inside, &failure, typed.to).await
}

/// 「重新发送」: to the same number, without typing it again.
pub(in crate::pages) async fn again(inside: Inside) -> Result<Response, Refused> {
    let campus = &inside.visit.portal.campus;
    match security::code_again(campus, &inside.actor(), Purpose::PhoneChange).await {
        Ok(_) => Ok(go("/me/security/phone/code?resent")),
        Err(failure) => code_failed(&inside, &failure, String::new()).await,
    }
}

async fn code_failed(inside: &Inside, failure: &Failure, to: String) -> Result<Response, Refused> {
    match failure.code {
        // Another number has to be typed: this one is somebody else's.
        Code::PhoneTaken => return refused(inside, String::new(), failure).await,
        Code::OutOfOrder => return Ok(go(NUMBER)),
        _ => {}
    }
    if let Some(response) = redirected(inside, failure) {
        return Ok(response);
    }
    let problem = Problem::of(inside.visit.words(), failure);
    digits(inside, guard::status(failure), to, false, Some(&problem)).await
}

async fn digits(
    inside: &Inside,
    status: StatusCode,
    to: String,
    resent: bool,
    problem: Option<&Problem>,
) -> Result<Response, Refused> {
    let campus = &inside.visit.portal.campus;
    let sent = security::code_out(campus, &inside.actor(), Purpose::PhoneChange).await?;
    let bound = read(inside).await?.phone.is_some();
    let f = inside.visit.frame("W-34");
    let back = Link {
        id: "back",
        href: NUMBER.to_owned(),
        text: f.say("web-newphone-back"),
    };
    let shown = CodePage {
        f,
        step: Some(f.say_with("web-step", &[("n", "2"), ("all", "2")])),
        title: f.say("web-code-title"),
        went: codes::went(f, sent.as_ref()),
        hint: None,
        action: CODE,
        again: AGAIN,
        hidden: &[("to", sent.as_ref().map_or(&to, |sent| &sent.to))],
        act: match bound {
            true => f.say("web-newphone-change"),
            false => f.say("web-newphone-bind"),
        },
        links: &[back],
    };
    let standing = Standing {
        sent: sent.as_ref(),
        resent,
        problem,
    };
    shown.page(&inside.visit, status, &standing)
}
