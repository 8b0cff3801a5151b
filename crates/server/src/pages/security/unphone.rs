//! W-35: no phone any more. What will not work then is said first; the code proves that the phone is in
//! the person's hand.

use askama::Template;
use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use menhu_protocol::api::security::PhoneUnbind;
use menhu_protocol::values::PhoneCode;
use menhu_protocol::{Code, Failure, Field};

use super::phone::Digits;
use super::{Happened, go, redirected};
use crate::identity::code::Purpose;
use crate::pages::codes;
use crate::pages::frame::{Frame, page};
use crate::pages::guard::{self, Refused};
use crate::pages::input::{Filled, Problem};
use crate::pages::me::Inside;
use crate::security;

const HERE: &str = "/me/security/phone/unbind";
const SEND: &str = "/me/security/phone/unbind/send";

#[derive(Template)]
#[template(path = "security/unphone.html")]
struct UnphonePage<'a> {
    f: Frame<'a>,
    title: String,
    alert: String,
    state: State,
}

enum State {
    /// There is none.
    None,
    /// It is the only channel.
    Last,
    Ask {
        phone: String,
        mail: String,
    },
    /// A code was sent to it.
    Code {
        phone: String,
        wait: String,
        code: String,
        resend: String,
    },
}

pub(in crate::pages) async fn show(
    inside: Inside,
    RawQuery(query): RawQuery,
) -> Result<Response, Refused> {
    if let Some(again) = inside.old_proof() {
        return Ok(again);
    }
    let resent = query.as_deref() == Some("resent");
    shown(&inside, StatusCode::OK, resent, None).await
}

pub(in crate::pages) async fn send(inside: Inside) -> Result<Response, Refused> {
    let campus = &inside.visit.portal.campus;
    let before = security::code_out(campus, &inside.actor(), Purpose::PhoneUnbind).await?;
    match security::phone_unbind_send(campus, &inside.actor()).await {
        Ok(_) if before.is_some() => Ok(go("/me/security/phone/unbind?resent")),
        Ok(_) => Ok(go(HERE)),
        Err(failure) => failed(&inside, &failure).await,
    }
}

pub(in crate::pages) async fn prove(
    inside: Inside,
    Filled(typed): Filled<Digits>,
) -> Result<Response, Refused> {
    let campus = &inside.visit.portal.campus;
    let failure = match PhoneCode::parse(&typed.code) {
        Ok(code) => {
            match security::phone_unbind(campus, &inside.actor(), PhoneUnbind { code }).await {
                Ok(_) => return Ok(Happened::PhoneUnbound.go()),
                Err(failure) => failure,
            }
        }
        Err(why) => Failure::malformed(Field::Code, why),
    };
    failed(&inside, &failure).await
}

async fn failed(inside: &Inside, failure: &Failure) -> Result<Response, Refused> {
    if failure.code == Code::OutOfOrder {
        return Ok(go(HERE));
    }
    if let Some(response) = redirected(inside, failure) {
        return Ok(response);
    }
    let problem = Problem::of(inside.visit.words(), failure);
    shown(inside, guard::status(failure), false, Some(&problem)).await
}

async fn shown(
    inside: &Inside,
    status: StatusCode,
    resent: bool,
    problem: Option<&Problem>,
) -> Result<Response, Refused> {
    let campus = &inside.visit.portal.campus;
    let f = inside.visit.frame("W-35");
    let security = security::read(campus, &inside.actor()).await?;
    let sent = security::code_out(campus, &inside.actor(), Purpose::PhoneUnbind).await?;
    let at_the_code = problem.is_some_and(|problem| problem.field == Some(Field::Code));
    let (title, state) = match (security.phone, security.mail) {
        (None, _) => (f.say("web-unphone-none-title"), State::None),
        (Some(_), None) => (f.say("web-unphone-last-title"), State::Last),
        (Some(phone), Some(mail)) => {
            let title = f.say_with("web-unphone-title", &[("phone", &phone)]);
            let state = if sent.is_some() || at_the_code {
                State::Code {
                    phone,
                    wait: codes::wait(
                        &inside.visit,
                        sent.as_ref(),
                        &codes::went(f, sent.as_ref()),
                        resent,
                    ),
                    code: codes::field(f, problem),
                    resend: codes::again(f, sent.as_ref(), SEND, &[]),
                }
            } else {
                State::Ask { phone, mail }
            };
            (title, state)
        }
    };
    let shown = UnphonePage {
        f,
        title,
        alert: match &state {
            State::Code { .. } => Problem::alert(problem, &[Field::Code]),
            _ => Problem::alert(problem, &[]),
        },
        state,
    };
    page(status, &shown)
}
