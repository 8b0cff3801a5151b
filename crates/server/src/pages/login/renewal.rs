//! W-21: a new password, because the old one breaks today's rules. Nothing else can be reached before.

use askama::Template;
use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use menhu_protocol::values::Secret;
use menhu_protocol::{Code, Failure, Field};
use serde::Deserialize;

use super::account::ON;
use super::go;
use crate::pages::cookies::SESSION;
use crate::pages::frame::{Frame, page};
use crate::pages::guard::{self, Refused};
use crate::pages::input::{Filled, Input, Problem};
use crate::pages::me::Inside;
use crate::pages::return_to::ReturnTo;
use crate::pages::rules_after_html;
use crate::pages::visit::Visit;
use crate::{login, password};

#[derive(Template)]
#[template(path = "login/renewal.html")]
struct Renewal<'a> {
    f: Frame<'a>,
    alert: String,
    new: String,
    repeat: String,
    rules: String,
    r: &'a str,
}

#[derive(Deserialize)]
pub(in crate::pages) struct Typed {
    #[serde(default)]
    new_password: Secret,
    #[serde(default)]
    repeat_password: Secret,
    #[serde(default)]
    r: String,
}

pub(in crate::pages) async fn show(
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, Refused> {
    let to = ReturnTo::of_query(&visit.portal.campus, query.as_deref());
    match Inside::of(&visit).await? {
        Some(inside) if inside.session.unmet.is_empty() => Ok(go(&to.along(ON))),
        Some(_) => form(&visit, StatusCode::OK, &to, None),
        None => Ok(go(&to.along("/login"))),
    }
}

pub(in crate::pages) async fn send(
    visit: Visit,
    Filled(typed): Filled<Typed>,
) -> Result<Response, Refused> {
    let campus = &visit.portal.campus;
    let to = ReturnTo::of_ticket(campus, &typed.r);
    let inside = match Inside::of(&visit).await? {
        Some(inside) if inside.session.unmet.is_empty() => return Ok(go(&to.along(ON))),
        Some(inside) => inside,
        None => return Ok(go(&to.along("/login"))),
    };
    let new = &typed.new_password;
    let renewed = if *new == typed.repeat_password {
        login::renew(campus, &inside.session, &inside.person, &inside.trace, new).await
    } else {
        Err(Failure::new(Code::PasswordsDiffer).at(Field::RepeatPassword))
    };
    match renewed {
        Ok(secret) => {
            let mut response = go(&to.along(ON));
            SESSION.keep(&visit, &mut response, &secret);
            Ok(response)
        }
        Err(failure) if failure.code == Code::SessionEnded => Ok(go(&to.along("/login"))),
        Err(failure) => form(&visit, guard::status(&failure), &to, Some(&failure)),
    }
}

fn form(
    visit: &Visit,
    status: StatusCode,
    to: &ReturnTo,
    failure: Option<&Failure>,
) -> Result<Response, Refused> {
    let f = visit.frame("W-21");
    let problem = failure.map(|failure| Problem::of(visit.words(), failure));
    let problem = problem.as_ref();
    let new = Input {
        kind: "password",
        autocomplete: "new-password",
        show: Some(f.say("web-account-show")),
        ..Input::text("new_password", f.say("web-renewal-new"))
    };
    let repeat = Input {
        kind: "password",
        autocomplete: "new-password",
        ..Input::text("repeat_password", f.say("web-renewal-repeat"))
    };
    let shown = Renewal {
        f,
        alert: Problem::alert(problem, &[Field::NewPassword, Field::RepeatPassword]),
        new: new.html(problem, Field::NewPassword),
        repeat: repeat.html(problem, Field::RepeatPassword),
        rules: rules_after_html(visit, &password::rules(&visit.portal.campus), failure),
        r: &to.sealed,
    };
    page(status, &shown)
}
