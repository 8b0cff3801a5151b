//! W-43: the new password, twice.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use menhu_protocol::api::recovery::PasswordSet;
use menhu_protocol::password::PasswordRules;
use menhu_protocol::values::Secret;
use menhu_protocol::{Code, Failure, Field};
use serde::Deserialize;

use super::{At, go, redirected};
use crate::pages::frame::{Frame, page};
use crate::pages::guard::{self, Refused};
use crate::pages::input::{Filled, Input, Problem};
use crate::pages::rules_after_html;
use crate::pages::visit::Visit;
use crate::recovery as flow;

#[derive(Template)]
#[template(path = "recovery/password.html")]
struct PasswordPage<'a> {
    f: Frame<'a>,
    alert: String,
    new: String,
    repeat: String,
    rules: String,
    end: bool,
}

#[derive(Deserialize)]
pub(in crate::pages) struct Typed {
    #[serde(default)]
    new_password: Secret,
    #[serde(default)]
    repeat_password: Secret,
    /// Anything when the box is ticked.
    end: Option<String>,
}

pub(in crate::pages) async fn show(visit: Visit) -> Result<Response, Refused> {
    match At::of(&visit).await? {
        At::Password(rules) => form(&visit, StatusCode::OK, &rules, true, None),
        elsewhere => Ok(elsewhere.go(&visit)),
    }
}

pub(in crate::pages) async fn send(
    visit: Visit,
    Filled(typed): Filled<Typed>,
) -> Result<Response, Refused> {
    let Some(recovery) = visit.recovery.clone() else {
        return Ok(At::Nowhere { over: true }.go(&visit));
    };
    let end_sessions = typed.end.is_some();
    let set = if typed.new_password == typed.repeat_password {
        let ask = PasswordSet {
            recovery,
            password: typed.new_password,
            end_sessions,
        };
        flow::password_set(&visit.portal.campus, &visit.trace(), ask).await
    } else {
        Err(Failure::new(Code::PasswordsDiffer).at(Field::RepeatPassword))
    };
    let failure = match set {
        Ok(_) => return Ok(go("/recover/done")),
        Err(failure) => failure,
    };
    if let Some(response) = redirected(&visit, &failure).await? {
        return Ok(response);
    }
    match At::of(&visit).await? {
        At::Password(rules) => form(
            &visit,
            guard::status(&failure),
            &rules,
            end_sessions,
            Some(&failure),
        ),
        elsewhere => Ok(elsewhere.go(&visit)),
    }
}

fn form(
    visit: &Visit,
    status: StatusCode,
    rules: &PasswordRules,
    end: bool,
    failure: Option<&Failure>,
) -> Result<Response, Refused> {
    let f = visit.frame("W-43");
    let problem = failure.map(|failure| Problem::of(visit.words(), failure));
    let problem = problem.as_ref();
    let new = Input {
        kind: "password",
        autocomplete: "new-password",
        show: Some(f.say("web-recover-password-show")),
        ..Input::text("new_password", f.say("web-recover-password-new"))
    };
    let repeat = Input {
        kind: "password",
        autocomplete: "new-password",
        show: Some(f.say("web-recover-password-show")),
        ..Input::text("repeat_password", f.say("web-recover-password-repeat"))
    };
    let shown = PasswordPage {
        f,
        alert: Problem::alert(problem, &[Field::NewPassword, Field::RepeatPassword]),
        new: new.html(problem, Field::NewPassword),
        repeat: repeat.html(problem, Field::RepeatPassword),
        rules: rules_after_html(visit, rules, failure),
        end,
    };
    page(status, &shown)
}
