//! W-36: the address a letter goes to.

use askama::Template;
use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use menhu_protocol::api::security::{MailAct, MailSend};
use menhu_protocol::values::MailAddress;
use menhu_protocol::{Code, Failure, Field};
use serde::Deserialize;

use super::{go, letter, redirected};
use crate::pages::frame::{Frame, page};
use crate::pages::guard::{self, Refused};
use crate::pages::input::{Filled, Input, Problem};
use crate::pages::me::Inside;
use crate::pages::return_to::ReturnTo;
use crate::security;

#[derive(Template)]
#[template(path = "security/mail.html")]
struct MailPage<'a> {
    f: Frame<'a>,
    title: String,
    alert: String,
    /// The address that is bound now, masked.
    now: Option<&'a str>,
    mail: String,
    /// The sealed return ticket, empty without one.
    r: &'a str,
}

#[derive(Deserialize)]
pub(in crate::pages) struct Typed {
    #[serde(default)]
    mail: String,
    /// The return ticket; it goes along in the letter, which may be read on another device.
    #[serde(default)]
    r: String,
}

pub(in crate::pages) async fn show(
    inside: Inside,
    RawQuery(query): RawQuery,
) -> Result<Response, Refused> {
    if let Some(again) = inside.old_proof() {
        return Ok(again);
    }
    let to = ReturnTo::of_query(&inside.visit.portal.campus, query.as_deref());
    form(&inside, StatusCode::OK, String::new(), &to, None).await
}

pub(in crate::pages) async fn send(
    inside: Inside,
    Filled(typed): Filled<Typed>,
) -> Result<Response, Refused> {
    let campus = &inside.visit.portal.campus;
    let to = ReturnTo::of_ticket(campus, &typed.r);
    let ticket = (!to.sealed.is_empty()).then(|| to.sealed.clone());
    let failure = match MailAddress::parse(&typed.mail) {
        Ok(mail) => {
            let masked = mail.masked();
            let ask = MailSend { mail };
            match security::mail_send(campus, &inside.actor(), ask, ticket).await {
                Ok(_) => return Ok(go(letter::HERE)),
                // The same form pressed twice: the letter is on its way.
                Err(failure)
                    if failure.code == Code::CodeTooSoon
                        && letter::is_out(&inside, MailAct::Bind, &masked).await? =>
                {
                    return Ok(go(letter::HERE));
                }
                Err(failure) => failure,
            }
        }
        Err(why) => Failure::malformed(Field::Mail, why),
    };
    if let Some(response) = redirected(&inside, &failure) {
        return Ok(response);
    }
    let f = inside.visit.frame("W-36");
    let mut problem = letter::problem_of(f, &inside, &failure);
    if failure.code == Code::OutOfOrder {
        problem.text = f.say("web-newmail-already");
    }
    let status = guard::status(&failure);
    form(&inside, status, typed.mail, &to, Some(&problem)).await
}

async fn form(
    inside: &Inside,
    status: StatusCode,
    typed: String,
    to: &ReturnTo,
    problem: Option<&Problem>,
) -> Result<Response, Refused> {
    let security = security::read(&inside.visit.portal.campus, &inside.actor()).await?;
    let f = inside.visit.frame("W-36");
    let mail = Input {
        kind: "email",
        value: typed,
        autocomplete: "email",
        inputmode: "email",
        ..Input::text("mail", f.say("web-newmail-mail"))
    };
    let shown = MailPage {
        f,
        title: match security.mail {
            Some(_) => f.say("web-newmail-title-change"),
            None => f.say("web-newmail-title-bind"),
        },
        alert: Problem::alert(problem, &[Field::Mail]),
        now: security.mail.as_deref(),
        mail: mail.html(problem, Field::Mail),
        r: &to.sealed,
    };
    page(status, &shown)
}
