//! W-23: the password once more, before something sensitive (design.md §9, ten minutes).

use askama::Template;
use axum::Router;
use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use menhu_protocol::values::Secret;
use menhu_protocol::{Code, Field};
use serde::Deserialize;

use super::Portal;
use super::cookies::SESSION;
use super::frame::{Frame, go, page};
use super::guard::{self, Refused};
use super::input::{Filled, Input, Problem};
use super::me::{Inside, land};
use super::return_to::ReturnTo;
use super::visit::Visit;
use crate::login;

pub(crate) fn routes() -> Router<Portal> {
    Router::new().route("/again", get(show).post(send))
}

#[derive(Template)]
#[template(path = "login/again.html")]
struct Again<'a> {
    f: Frame<'a>,
    alert: String,
    password: String,
    r: &'a str,
}

#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    password: Secret,
    #[serde(default)]
    r: String,
}

async fn show(inside: Inside, RawQuery(query): RawQuery) -> Result<Response, Refused> {
    let to = ReturnTo::of_query(&inside.visit.portal.campus, query.as_deref());
    form(&inside.visit, StatusCode::OK, &to, None)
}

async fn send(visit: Visit, Filled(typed): Filled<Typed>) -> Result<Response, Refused> {
    let campus = &visit.portal.campus;
    let to = ReturnTo::of_ticket(campus, &typed.r);
    let Some(inside) = Inside::whole(&visit).await? else {
        return Ok(go(&to.along("/login")));
    };
    let session = &inside.session;
    match login::again(campus, session, &inside.actor(), &typed.password).await {
        Ok(secret) => {
            let mut response = land(to.target, session.way);
            SESSION.keep(&visit, &mut response, &secret);
            Ok(response)
        }
        Err(failure) if failure.code == Code::SessionEnded => Ok(go(&to.along("/login"))),
        Err(failure) => {
            let problem = Problem::of(visit.words(), &failure);
            form(&inside.visit, guard::status(&failure), &to, Some(&problem))
        }
    }
}

fn form(
    visit: &Visit,
    status: StatusCode,
    to: &ReturnTo,
    problem: Option<&Problem>,
) -> Result<Response, Refused> {
    let f = visit.frame("W-23");
    let password = Input {
        kind: "password",
        autocomplete: "current-password",
        show: Some(f.say("web-account-show")),
        ..Input::text("password", f.say("web-login-password"))
    };
    let shown = Again {
        f,
        alert: Problem::alert(problem, &[Field::Password]),
        password: password.html(problem, Field::Password),
        r: &to.sealed,
    };
    page(status, &shown)
}
