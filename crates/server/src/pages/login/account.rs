//! W-20: account and password.

use askama::Template;
use axum::Form;
use axum::extract::RawQuery;
use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use axum::response::Response;
use menhu_protocol::values::{AccountName, Malformed, Secret};
use menhu_protocol::{Code, Failure, Field};
use serde::Deserialize;

use super::return_to::ReturnTo;
use super::{cookies, go};
use crate::login::{self, Ask, Cookies, Next};
use crate::pages::frame::{Frame, page};
use crate::pages::guard::{self, Refused};
use crate::pages::input::{Input, Problem};
use crate::pages::me::{Inside, RENEWAL, land};
use crate::pages::visit::Visit;

#[derive(Template)]
#[template(path = "login/account.html")]
struct Account<'a> {
    f: Frame<'a>,
    alert: String,
    account: String,
    password: String,
    host: &'a str,
    r: &'a str,
}

#[derive(Deserialize)]
pub(in crate::pages) struct Typed {
    #[serde(default)]
    account: String,
    #[serde(default)]
    password: Secret,
    #[serde(default)]
    r: String,
}

/// Whoever is in already goes where they were going.
pub(in crate::pages) async fn show(
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, Refused> {
    let to = ReturnTo::of_query(&visit.portal.campus, query.as_deref());
    match Inside::of(&visit).await? {
        Some(inside) if inside.session.unmet.is_empty() => {
            Ok(land(&visit, to.target, inside.session.way))
        }
        Some(_) => Ok(go(&to.along(RENEWAL))),
        None => form(&visit, StatusCode::OK, String::new(), &to, None),
    }
}

pub(in crate::pages) async fn send(
    visit: Visit,
    typed: Result<Form<Typed>, FormRejection>,
) -> Result<Response, Refused> {
    let Ok(Form(typed)) = typed else {
        return Err(Failure::new(Code::BadRequest).into());
    };
    let campus = &visit.portal.campus;
    let to = ReturnTo::of_ticket(campus, &typed.r);
    let cookies = Cookies {
        session: visit.session.as_ref(),
        browser: visit.browser.as_ref(),
    };
    let signed_in = match ask_of(&typed) {
        Ok(ask) => login::sign_in(campus, &visit.trace(), cookies, &ask).await,
        Err(failure) => Err(failure),
    };
    match signed_in {
        Ok(signed_in) => {
            let mut response = go(&to.along(ON));
            cookies::keep_session(&visit, &mut response, &signed_in.session);
            cookies::keep_browser(&visit, &mut response, &signed_in.browser);
            Ok(response)
        }
        Err(failure) => {
            let problem = Problem::of(visit.words(), &failure);
            let status = guard::status(&failure);
            form(&visit, status, typed.account, &to, Some(&problem))
        }
    }
}

/// The step after a sign-in.
pub(in crate::pages) const ON: &str = "/login/on";

/// `GET /login/on`: what comes next, `?later` without the phone. A browser that comes here without its
/// session keeps no cookies, and is told so: nothing else of the portal needs more than any browser can.
pub(in crate::pages) async fn on(
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, Refused> {
    let query = query.unwrap_or_default();
    let later = query.split('&').any(|part| part == "later");
    let to = ReturnTo::of_query(&visit.portal.campus, Some(&query));
    let Some(inside) = Inside::of(&visit).await? else {
        let problem = Problem {
            text: visit.words().say("web-login-cookies"),
            field: None,
        };
        return form(&visit, StatusCode::OK, String::new(), &to, Some(&problem));
    };
    Ok(match Next::of(&inside.session, &inside.person) {
        Next::NewPassword => go(&to.along(RENEWAL)),
        Next::BindPhone if !later => go(&to.along("/login/phone")),
        Next::BindPhone | Next::Land => land(&visit, to.target, inside.session.way),
    })
}

fn ask_of(typed: &Typed) -> Result<Ask, Failure> {
    let account = AccountName::parse(&typed.account)
        .map_err(|why| Failure::malformed(Field::Account, why))?;
    if typed.password.is_empty() {
        return Err(Failure::malformed(Field::Password, Malformed::Empty));
    }
    Ok(Ask {
        account,
        password: typed.password.clone(),
    })
}

fn form(
    visit: &Visit,
    status: StatusCode,
    typed: String,
    to: &ReturnTo,
    problem: Option<&Problem>,
) -> Result<Response, Refused> {
    let f = visit.frame("W-20");
    let account = Input {
        help: Some(f.say("web-login-account-help")),
        value: typed,
        autocomplete: "username",
        ..Input::text("account", f.say("web-login-account"))
    };
    let password = Input {
        kind: "password",
        autocomplete: "current-password",
        show: Some(f.say("web-account-show")),
        ..Input::text("password", f.say("web-login-password"))
    };
    let shown = Account {
        f,
        alert: Problem::alert(problem, &[Field::Account, Field::Password]),
        account: account.html(problem, Field::Account),
        password: password.html(problem, Field::Password),
        host: visit.portal.campus.config.origin.host(),
        r: &to.sealed,
    };
    page(status, &shown)
}
