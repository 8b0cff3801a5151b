//! W-28: no mail any more. A letter to the address proves that it is the person's.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use menhu_protocol::Code;
use menhu_protocol::api::security::MailAct;

use super::{go, letter, redirected};
use crate::pages::frame::{Frame, page};
use crate::pages::guard::{self, Refused};
use crate::pages::input::Problem;
use crate::pages::me::Inside;
use crate::security;

#[derive(Template)]
#[template(path = "security/unmail.html")]
struct UnmailPage<'a> {
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
}

pub(in crate::pages) async fn show(inside: Inside) -> Result<Response, Refused> {
    if let Some(again) = inside.old_proof() {
        return Ok(again);
    }
    shown(&inside, StatusCode::OK, None).await
}

pub(in crate::pages) async fn send(inside: Inside) -> Result<Response, Refused> {
    let campus = &inside.visit.portal.campus;
    let failure = match security::mail_unbind_send(campus, &inside.actor()).await {
        Ok(_) => return Ok(go(letter::HERE)),
        Err(failure) => failure,
    };
    let bound = inside.person.mail.as_ref();
    let to = bound.map(|mail| mail.masked()).unwrap_or_default();
    // The same button pressed twice: the letter is on its way.
    if failure.code == Code::CodeTooSoon && letter::is_out(&inside, MailAct::Unbind, &to).await? {
        return Ok(go(letter::HERE));
    }
    if let Some(response) = redirected(&inside, &failure) {
        return Ok(response);
    }
    let problem = letter::problem_of(inside.visit.frame("W-28"), &inside, &failure);
    shown(&inside, guard::status(&failure), Some(&problem)).await
}

async fn shown(
    inside: &Inside,
    status: StatusCode,
    problem: Option<&Problem>,
) -> Result<Response, Refused> {
    let f = inside.visit.frame("W-28");
    let security = security::read(&inside.visit.portal.campus, &inside.actor()).await?;
    let (title, state) = match (security.mail, security.phone) {
        (None, _) => (f.say("web-unmail-none-title"), State::None),
        (Some(_), None) => (f.say("web-unmail-last-title"), State::Last),
        (Some(mail), Some(phone)) => (
            f.say_with("web-unmail-title", &[("mail", &mail)]),
            State::Ask { phone, mail },
        ),
    };
    let shown = UnmailPage {
        f,
        title,
        alert: Problem::alert(problem, &[]),
        state,
    };
    page(status, &shown)
}
