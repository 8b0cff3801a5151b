//! W-38: the page behind the link of a letter. Its one button does it, so a preview, a scanner of mails
//! or a second look spends nothing (design.md §9); it works on any device, signed in or not.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use menhu_protocol::api::security::MailAct;
use menhu_protocol::values::Secret;
use menhu_protocol::{Code, Failure};

use super::Portal;
use super::frame::{Frame, go, page};
use super::guard::{self, Refused};
use super::input::Problem;
use super::visit::Visit;
use crate::security;
use crate::ticket::ReturnTicket;

pub(crate) fn routes() -> Router<Portal> {
    Router::new().route("/mail/{secret}", get(show).post(press))
}

#[derive(Template)]
#[template(path = "security/link.html")]
struct Good<'a> {
    f: Frame<'a>,
    title: String,
    alert: String,
    /// Whose account, masked.
    account: &'a str,
    mail: &'a str,
    /// The words of the button.
    act: String,
}

#[derive(Template)]
#[template(path = "security/link_over.html")]
struct Over<'a> {
    f: Frame<'a>,
}

#[derive(Template)]
#[template(path = "security/link_done.html")]
struct Done<'a> {
    f: Frame<'a>,
    title: String,
    text: String,
    /// Where they were going when they had to bind a mail first.
    target: Option<String>,
}

async fn show(visit: Visit, Path(secret): Path<Secret>) -> Result<Response, Refused> {
    shown(&visit, &secret, None).await
}

/// Pressed. The page of what it did comes by a redirect to the same address, so that reloading it presses
/// nothing.
async fn press(visit: Visit, Path(secret): Path<Secret>) -> Result<Response, Refused> {
    let campus = &visit.portal.campus;
    match security::link_press(campus, &secret, &visit.trace()).await {
        Ok(_) => Ok(go(&visit.address)),
        Err(failure) => shown(&visit, &secret, Some(&failure)).await,
    }
}

async fn shown(
    visit: &Visit,
    secret: &Secret,
    failure: Option<&Failure>,
) -> Result<Response, Refused> {
    let campus = &visit.portal.campus;
    let f = visit.frame("W-38");
    let link = match security::link_look(campus, secret).await {
        Ok(link) => link,
        Err(failure) if failure.code == Code::LinkOver => {
            return page(guard::status(&failure), &Over { f });
        }
        Err(failure) => return Err(failure.into()),
    };
    if link.done {
        return done(visit, secret).await;
    }
    let mail = [("mail", link.mail.as_str())];
    let problem = failure.map(|failure| Problem::of(visit.words(), failure));
    let (title, act) = match link.act {
        MailAct::Bind => (
            f.say("web-link-title-bind"),
            f.say_with("web-link-bind", &mail),
        ),
        MailAct::Unbind => (
            f.say("web-link-title-unbind"),
            f.say_with("web-link-unbind", &mail),
        ),
    };
    let shown = Good {
        f,
        title,
        alert: Problem::alert(problem.as_ref(), &[]),
        account: &f.say_with(
            "web-link-account-of",
            &[("name", &link.name), ("member", &link.member)],
        ),
        mail: &link.mail,
        act,
    };
    page(failure.map_or(StatusCode::OK, guard::status), &shown)
}

/// What the button did. It was pressed before: asked once more, it does nothing and says the same.
async fn done(visit: &Visit, secret: &Secret) -> Result<Response, Refused> {
    let campus = &visit.portal.campus;
    let f = visit.frame("W-38");
    let done = match security::link_press(campus, secret, &visit.trace()).await {
        Ok(done) => done,
        // Undone since: another mail was bound, or this one unbound.
        Err(failure) if failure.code == Code::LinkOver => {
            return page(guard::status(&failure), &Over { f });
        }
        Err(failure) => return Err(failure.into()),
    };
    let mail = [("mail", done.mail.as_str())];
    let (title, text) = match done.act {
        MailAct::Bind => (
            f.say("web-link-bound-title"),
            f.say_with("web-link-bound", &mail),
        ),
        MailAct::Unbind => (
            f.say("web-link-unbound-title"),
            f.say_with("web-link-unbound", &mail),
        ),
    };
    let target = done.ticket.and_then(|t| ReturnTicket::open(campus, &t));
    let shown = Done {
        f,
        title,
        text,
        target: target.map(|target| target.address().to_owned()),
    };
    page(StatusCode::OK, &shown)
}
