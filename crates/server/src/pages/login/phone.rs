//! W-22: a phone where none is bound: the number, then its code. It is bound at once, and activates whoever
//! was not activated (seed B §一 (三) 2). It can wait.

use askama::Template;
use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use menhu_protocol::api::CodeSent;
use menhu_protocol::api::security::{PhoneProve, PhoneSend};
use menhu_protocol::values::{Phone, PhoneCode};
use menhu_protocol::{Code, Failure, Field};
use serde::Deserialize;

use super::account::ON;
use super::go;
use crate::identity::code::Purpose;
use crate::pages::codes::{self, CodePage, Link, Standing};
use crate::pages::frame::{Frame, page, part};
use crate::pages::guard::{self, Refused};
use crate::pages::input::{Filled, Input, Problem};
use crate::pages::me::{Card, Inside, cards};
use crate::pages::return_to::ReturnTo;
use crate::ticket::FIELD;
use crate::{centre, security};

const NUMBER: &str = "/login/phone";
const CODE: &str = "/login/phone/code";
const AGAIN: &str = "/login/phone/again";

#[derive(Template)]
#[template(path = "login/record.html")]
struct Record<'a> {
    f: Frame<'a>,
    name: &'a str,
    members: Vec<Card>,
}

#[derive(Template)]
#[template(path = "login/phone.html")]
struct PhonePage<'a> {
    f: Frame<'a>,
    alert: String,
    record: String,
    /// The number on the roster, masked.
    on_record: Option<String>,
    phone: String,
    later: String,
    r: &'a str,
}

#[derive(Deserialize)]
pub(in crate::pages) struct Typed {
    #[serde(default)]
    phone: String,
    #[serde(default)]
    r: String,
}

pub(in crate::pages) async fn show(
    inside: Inside,
    RawQuery(query): RawQuery,
) -> Result<Response, Refused> {
    let to = ReturnTo::of_query(&inside.visit.portal.campus, query.as_deref());
    if inside.person.phone.is_some() {
        return Ok(go(&to.along(ON)));
    }
    form(&inside, StatusCode::OK, String::new(), &to, None).await
}

pub(in crate::pages) async fn send(
    inside: Inside,
    Filled(typed): Filled<Typed>,
) -> Result<Response, Refused> {
    let campus = &inside.visit.portal.campus;
    let to = ReturnTo::of_ticket(campus, &typed.r);
    if inside.person.phone.is_some() {
        return Ok(go(&to.along(ON)));
    }
    let failure = match Phone::parse(&typed.phone) {
        Ok(phone) => {
            let masked = phone.masked();
            match security::phone_send(campus, &inside.actor(), PhoneSend { phone }).await {
                Ok(_) => return Ok(go(&to.along(CODE))),
                // The same form pressed twice: the code to this very number is on its way.
                Err(failure) if failure.code == Code::CodeTooSoon => match out(&inside).await? {
                    Some(sent) if sent.to == masked => return Ok(go(&to.along(CODE))),
                    _ => failure,
                },
                Err(failure) => failure,
            }
        }
        Err(why) => Failure::malformed(Field::Phone, why),
    };
    refused(&inside, &failure, typed.phone, &to).await
}

/// W-22 again, with what is wrong with the number.
async fn refused(
    inside: &Inside,
    failure: &Failure,
    typed: String,
    to: &ReturnTo,
) -> Result<Response, Refused> {
    if failure.code == Code::ProofOld {
        return Ok(go(&to.along("/again")));
    }
    let problem = Problem::of(inside.visit.words(), failure);
    form(inside, guard::status(failure), typed, to, Some(&problem)).await
}

async fn out(inside: &Inside) -> Result<Option<CodeSent>, Failure> {
    let campus = &inside.visit.portal.campus;
    security::code_out(campus, &inside.actor(), Purpose::PhoneChange).await
}

async fn form(
    inside: &Inside,
    status: StatusCode,
    typed: String,
    to: &ReturnTo,
    problem: Option<&Problem>,
) -> Result<Response, Refused> {
    let (visit, person) = (&inside.visit, &inside.person);
    let f = visit.frame("W-22");
    let members = centre::members(&visit.portal.campus, person).await?;
    let record = Record {
        f,
        name: &person.name,
        members: cards(visit, members),
    };
    let phone = Input {
        kind: "tel",
        value: typed,
        autocomplete: "tel",
        inputmode: "tel",
        ..Input::text("phone", f.say("web-phone-phone"))
    };
    let shown = PhonePage {
        f,
        alert: Problem::alert(problem, &[Field::Phone]),
        record: part(&record),
        on_record: person.phone_on_record.as_ref().map(Phone::masked),
        phone: phone.html(problem, Field::Phone),
        later: later(to),
        r: &to.sealed,
    };
    page(status, &shown)
}

/// 「以后再说」
fn later(to: &ReturnTo) -> String {
    to.along(&format!("{ON}?later"))
}

#[derive(Deserialize)]
pub(in crate::pages) struct Digits {
    #[serde(default)]
    code: String,
    #[serde(default)]
    r: String,
}

pub(in crate::pages) async fn code(
    inside: Inside,
    RawQuery(query): RawQuery,
) -> Result<Response, Refused> {
    let query = query.unwrap_or_default();
    let to = ReturnTo::of_query(&inside.visit.portal.campus, Some(&query));
    if inside.person.phone.is_some() {
        return Ok(go(&to.along(ON)));
    }
    match out(&inside).await? {
        Some(sent) => {
            let resent = query.split('&').any(|part| part == "resent");
            digits(&inside, StatusCode::OK, Some(sent), resent, &to, None)
        }
        // None was asked for, or it went out of date while the page was closed.
        None => Ok(go(&to.along(NUMBER))),
    }
}

pub(in crate::pages) async fn prove(
    inside: Inside,
    Filled(typed): Filled<Digits>,
) -> Result<Response, Refused> {
    let campus = &inside.visit.portal.campus;
    let to = ReturnTo::of_ticket(campus, &typed.r);
    // The first of two presses bound it.
    if inside.person.phone.is_some() {
        return Ok(go(&to.along(ON)));
    }
    let failure = match PhoneCode::parse(&typed.code) {
        Ok(code) => {
            match security::phone_prove(campus, &inside.actor(), PhoneProve { code }).await {
                Ok(_) => return Ok(go(&to.along(ON))),
                Err(failure) => failure,
            }
        }
        Err(why) => Failure::malformed(Field::Code, why),
    };
    failed(&inside, &failure, &to).await
}

/// 「重新发送」: to the same number, without typing it again.
pub(in crate::pages) async fn again(
    inside: Inside,
    Filled(typed): Filled<Digits>,
) -> Result<Response, Refused> {
    let campus = &inside.visit.portal.campus;
    let to = ReturnTo::of_ticket(campus, &typed.r);
    match security::code_again(campus, &inside.actor(), Purpose::PhoneChange).await {
        Ok(_) => Ok(go(&to.along(&format!("{CODE}?resent")))),
        Err(failure) => failed(&inside, &failure, &to).await,
    }
}

async fn failed(inside: &Inside, failure: &Failure, to: &ReturnTo) -> Result<Response, Refused> {
    match failure.code {
        // Another number has to be typed, or the desk has to mend the record first.
        Code::PhoneTaken | Code::Disputed | Code::ProofOld => {
            refused(inside, failure, String::new(), to).await
        }
        Code::OutOfOrder => Ok(go(&to.along(NUMBER))),
        _ => {
            let problem = Problem::of(inside.visit.words(), failure);
            let (status, sent) = (guard::status(failure), out(inside).await?);
            digits(inside, status, sent, false, to, Some(&problem))
        }
    }
}

fn digits(
    inside: &Inside,
    status: StatusCode,
    sent: Option<CodeSent>,
    resent: bool,
    to: &ReturnTo,
    problem: Option<&Problem>,
) -> Result<Response, Refused> {
    let f = inside.visit.frame("W-22");
    let link = |id, href, text| Link { id, href, text };
    let shown = CodePage {
        f,
        step: None,
        title: f.say("web-code-title"),
        went: codes::went(f, sent.as_ref()),
        hint: None,
        action: CODE,
        again: AGAIN,
        hidden: &[(FIELD, &to.sealed)],
        act: f.say("web-bind-next"),
        links: &[
            link("other-phone", to.along(NUMBER), f.say("web-code-other")),
            link("later", later(to), f.say("web-bind-later")),
        ],
    };
    let standing = Standing {
        sent: sent.as_ref(),
        resent,
        problem,
    };
    shown.page(&inside.visit, status, &standing)
}
