//! W-02: account and password of the unified identity.

use askama::Template;
use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use menhu_protocol::api::registration::{Open, Standing};
use menhu_protocol::values::{Malformed, MemberId, Secret};
use menhu_protocol::{Failure, Field};
use serde::Deserialize;

use super::{At, go};
use crate::pages::cookies::REGISTRATION;
use crate::pages::frame::{Frame, page};
use crate::pages::guard::{self, Refused};
use crate::pages::input::{Filled, Input, Problem};
use crate::pages::visit::Visit;
use crate::registration as flow;

#[derive(Template)]
#[template(path = "registration/account.html")]
struct Account<'a> {
    f: Frame<'a>,
    alert: String,
    account: String,
    password: String,
    host: &'a str,
}

#[derive(Deserialize)]
pub(in crate::pages) struct Typed {
    #[serde(default)]
    account: String,
    #[serde(default)]
    password: Secret,
}

pub(in crate::pages) async fn show(
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, Refused> {
    let at = At::of(&visit).await?;
    if !matches!(at, At::Nowhere { .. }) {
        return Ok(at.go(&visit));
    }
    let over = query.as_deref() == Some("over") || matches!(at, At::Nowhere { over: true });
    let problem = over.then(|| Problem {
        text: visit.frame("W-02").say("web-account-over"),
        field: None,
    });
    form(&visit, StatusCode::OK, String::new(), problem.as_ref())
}

pub(in crate::pages) async fn send(
    visit: Visit,
    Filled(typed): Filled<Typed>,
) -> Result<Response, Refused> {
    let opened = match ask_of(&typed) {
        Ok(ask) => flow::open(&visit.portal.campus, &visit.caller, ask).await,
        Err(failure) => Err(failure),
    };
    match opened {
        Ok(opened) => {
            let mut response = go(match opened.standing {
                Standing::Confirm { .. } => "/r/confirm",
                Standing::Activated(_) => "/r/done",
            });
            REGISTRATION.keep(&visit, &mut response, &opened.registration);
            Ok(response)
        }
        Err(failure) => {
            let problem = Problem::of(visit.words(), &failure);
            form(
                &visit,
                guard::status(&failure),
                typed.account,
                Some(&problem),
            )
        }
    }
}

fn ask_of(typed: &Typed) -> Result<Open, Failure> {
    let account =
        MemberId::parse(&typed.account).map_err(|why| Failure::malformed(Field::Account, why))?;
    if typed.password.is_empty() {
        return Err(Failure::malformed(Field::Password, Malformed::Empty));
    }
    Ok(Open {
        account,
        password: typed.password.clone(),
    })
}

fn form(
    visit: &Visit,
    status: StatusCode,
    typed: String,
    problem: Option<&Problem>,
) -> Result<Response, Refused> {
    let f = visit.frame("W-02");
    let account = Input {
        value: typed,
        autocomplete: "username",
        ..Input::text("account", f.say("web-account-account"))
    };
    let password = Input {
        kind: "password",
        autocomplete: "current-password",
        show: Some(f.say("web-account-show")),
        ..Input::text("password", f.say("web-account-password"))
    };
    let shown = Account {
        f,
        alert: Problem::alert(problem, &[Field::Account, Field::Password]),
        account: account.html(problem, Field::Account),
        password: password.html(problem, Field::Password),
        host: visit.portal.campus.config.origin.host(),
    };
    page(status, &shown)
}
