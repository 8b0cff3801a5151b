//! W-32: 修改密码.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use menhu_protocol::api::security::{PasswordChange, Prove};
use menhu_protocol::values::{Malformed, Secret};
use menhu_protocol::{Code, Failure, Field, Millis};
use serde::Deserialize;

use super::{Happened, redirected};
use crate::pages::cookies::SESSION;
use crate::pages::frame::{Frame, page};
use crate::pages::guard::{self, Refused};
use crate::pages::input::{Filled, Input, Problem};
use crate::pages::me::Inside;
use crate::pages::rules_after_html;
use crate::{login, password, security};

/// The second press of a button comes within it, however slow the network; whoever changes the password
/// twice within it has one guess counted that they did not make.
const PRESSED_TWICE_MS: Millis = 30_000;

#[derive(Template)]
#[template(path = "security/password.html")]
struct PasswordPage<'a> {
    f: Frame<'a>,
    alert: String,
    old: String,
    new: String,
    rules: String,
    repeat: String,
    end_others: bool,
}

#[derive(Deserialize)]
pub(in crate::pages) struct Typed {
    #[serde(default)]
    old: Secret,
    #[serde(default)]
    new_password: Secret,
    #[serde(default)]
    repeat: Secret,
    /// A box that is not ticked is not sent.
    end_others: Option<String>,
}

pub(in crate::pages) async fn show(inside: Inside) -> Result<Response, Refused> {
    form(&inside, StatusCode::OK, true, None)
}

pub(in crate::pages) async fn send(
    inside: Inside,
    Filled(typed): Filled<Typed>,
) -> Result<Response, Refused> {
    let end_others = typed.end_others.is_some();
    let happened = match end_others {
        true => Happened::PasswordAndOthersEnded,
        false => Happened::Password,
    };
    let failure = match ask_of(&typed) {
        Ok(ask) => {
            if is_set_already(&inside, &ask).await? {
                return Ok(happened.go());
            }
            let campus = &inside.visit.portal.campus;
            match security::password_change(campus, &inside.actor(), ask).await {
                Ok(_) => return under_another_secret(&inside, happened.go()).await,
                Err(failure) => failure,
            }
        }
        Err(failure) => failure,
    };
    if let Some(response) = redirected(&inside, &failure) {
        return Ok(response);
    }
    form(&inside, guard::status(&failure), end_others, Some(&failure))
}

/// The old password was proven: the session goes on under another secret (security.md TK-10).
async fn under_another_secret(
    inside: &Inside,
    mut response: Response,
) -> Result<Response, Refused> {
    let campus = &inside.visit.portal.campus;
    match login::goes_on(campus, &inside.session, false).await {
        Ok(secret) => SESSION.keep(&inside.visit, &mut response, &secret),
        // The same form was faster, and its answer has the new one.
        Err(failure) if failure.code == Code::SessionEnded => {}
        Err(failure) => return Err(failure.into()),
    }
    Ok(response)
}

/// Whether this very form was sent a moment ago: pressed twice, the old password is not the old one any
/// more, and nobody mistyped it.
async fn is_set_already(inside: &Inside, ask: &PasswordChange) -> Result<bool, Failure> {
    let campus = &inside.visit.portal.campus;
    let set_at = security::read(campus, &inside.actor()).await?.password_at;
    let just_now = set_at.is_some_and(|at| campus.clock.now() - at < PRESSED_TWICE_MS);
    if !just_now {
        return Ok(false);
    }
    let new = Prove {
        password: ask.new.clone(),
    };
    Ok(security::prove(campus, &inside.actor(), new).await.is_ok())
}

fn ask_of(typed: &Typed) -> Result<PasswordChange, Failure> {
    for (text, field) in [
        (&typed.old, Field::Password),
        (&typed.new_password, Field::NewPassword),
        (&typed.repeat, Field::RepeatPassword),
    ] {
        if text.is_empty() {
            return Err(Failure::malformed(field, Malformed::Empty));
        }
    }
    if typed.new_password != typed.repeat {
        return Err(Failure::new(Code::PasswordsDiffer).at(Field::RepeatPassword));
    }
    Ok(PasswordChange {
        old: typed.old.clone(),
        new: typed.new_password.clone(),
        end_others: typed.end_others.is_some(),
    })
}

/// The problem in the words of this page: here it is clear which password was not right.
fn problem_of(f: Frame<'_>, inside: &Inside, failure: &Failure) -> Problem {
    let mut problem = Problem::of(inside.visit.words(), failure);
    if failure.code == Code::PasswordWrong {
        problem.text = match failure.left {
            Some(left) => f.say_with("web-newpass-wrong-left", &[("n", &left.to_string())]),
            None => f.say("web-newpass-wrong"),
        };
    }
    problem
}

fn form(
    inside: &Inside,
    status: StatusCode,
    end_others: bool,
    failure: Option<&Failure>,
) -> Result<Response, Refused> {
    let visit = &inside.visit;
    let f = visit.frame("W-32");
    let problem = failure.map(|failure| problem_of(f, inside, failure));
    let problem = problem.as_ref();
    let field = |id, label, autocomplete| Input {
        kind: "password",
        autocomplete,
        show: Some(f.say("web-account-show")),
        ..Input::text(id, label)
    };
    let rules = password::rules(&visit.portal.campus);
    let shown = PasswordPage {
        f,
        alert: Problem::alert(
            problem,
            &[Field::Password, Field::NewPassword, Field::RepeatPassword],
        ),
        old: field("old", f.say("web-newpass-old"), "current-password")
            .html(problem, Field::Password),
        new: field("new_password", f.say("web-newpass-new"), "new-password")
            .html(problem, Field::NewPassword),
        rules: rules_after_html(visit, &rules, failure),
        repeat: field("repeat", f.say("web-newpass-repeat"), "new-password")
            .html(problem, Field::RepeatPassword),
        end_others,
    };
    page(status, &shown)
}
