//! W-20: account and password.

use askama::Template;
use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use menhu_protocol::api::captcha::CaptchaPurpose;
use menhu_protocol::values::{AccountName, Malformed, Secret};
use menhu_protocol::{Failure, Field};
use serde::Deserialize;

use super::go;
use crate::login::{self, Ask, Captcha, Cookies, In, Next};
use crate::pages::captcha::{self, Kind};
use crate::pages::cookies::{BROWSER, SESSION};
use crate::pages::frame::{Frame, page};
use crate::pages::guard::{self, Refused};
use crate::pages::input::{Filled, Input, Problem};
use crate::pages::me::{Inside, RENEWAL, land};
use crate::pages::return_to::ReturnTo;
use crate::pages::visit::Visit;

#[derive(Template)]
#[template(path = "login/account.html")]
struct Account<'a> {
    f: Frame<'a>,
    alert: String,
    account: String,
    password: String,
    captcha: &'a str,
    captcha_others: &'a str,
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
    #[serde(flatten)]
    captcha: captcha::Typed,
}

/// Whoever is in already goes where they were going.
pub(in crate::pages) async fn show(
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, Refused> {
    let to = ReturnTo::of_query(&visit.portal.campus, query.as_deref());
    match Inside::of(&visit).await? {
        Some(inside) if inside.session.unmet.is_empty() => Ok(land(to.target, inside.session.way)),
        Some(_) => Ok(go(&to.along(RENEWAL))),
        None => Shown::default().page(&visit, &to).await,
    }
}

pub(in crate::pages) async fn send(
    visit: Visit,
    Filled(typed): Filled<Typed>,
) -> Result<Response, Refused> {
    let campus = &visit.portal.campus;
    let to = ReturnTo::of_ticket(campus, &typed.r);
    let failure = match signed_in(&visit, &typed).await {
        Ok(Some(signed_in)) => {
            let mut response = go(&to.along(ON));
            SESSION.keep(&visit, &mut response, &signed_in.session);
            BROWSER.keep(&visit, &mut response, &signed_in.browser);
            return Ok(response);
        }
        Ok(None) => None,
        Err(failure) => Some(failure),
    };
    let wants = wants(&visit, &typed.account).await?;
    let form = Shown {
        status: failure.as_ref().map(guard::status),
        problem: failure.map(|failure| captcha::problem(&visit, &failure)),
        captcha: (wants != Captcha::No)
            .then(|| typed.captcha.asks().unwrap_or(typed.captcha.kind())),
        account: typed.account,
    };
    form.page(&visit, &to).await
}

/// `None`: another captcha was asked for instead.
async fn signed_in(visit: &Visit, typed: &Typed) -> Result<Option<In>, Failure> {
    if typed.captcha.asks().is_some() {
        return Ok(None);
    }
    let ask = ask_of(typed)?;
    if wants(visit, &typed.account).await? == Captcha::Now {
        captcha::check(visit, CaptchaPurpose::Signin, &typed.captcha).await?;
    }
    let campus = &visit.portal.campus;
    let signed_in = login::sign_in(campus, &visit.trace(), cookies_of(visit), &ask).await?;
    Ok(Some(signed_in))
}

/// What a sign-in to an account has to bring; nothing for what is no account's name.
async fn wants(visit: &Visit, account: &str) -> Result<Captcha, Failure> {
    let Ok(account) = AccountName::parse(account) else {
        return Ok(Captcha::No);
    };
    let campus = &visit.portal.campus;
    login::captcha(campus, &visit.trace(), cookies_of(visit), &account).await
}

fn cookies_of(visit: &Visit) -> Cookies<'_> {
    Cookies {
        session: visit.session.as_ref(),
        browser: visit.browser.as_ref(),
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
        let form = Shown {
            problem: Some(problem),
            ..Shown::default()
        };
        return form.page(&visit, &to).await;
    };
    Ok(match Next::of(&inside.session, &inside.person) {
        Next::NewPassword => go(&to.along(RENEWAL)),
        Next::BindPhone if !later => go(&to.along("/login/phone")),
        Next::BindPhone | Next::Land => land(to.target, inside.session.way),
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

/// The form as it is shown.
#[derive(Default)]
struct Shown {
    /// `None`: nothing went wrong.
    status: Option<StatusCode>,
    /// What was typed.
    account: String,
    captcha: Option<Kind>,
    problem: Option<Problem>,
}

impl Shown {
    async fn page(self, visit: &Visit, to: &ReturnTo) -> Result<Response, Refused> {
        let f = visit.frame("W-20");
        let problem = self.problem.as_ref();
        let account = Input {
            help: Some(f.say("web-login-account-help")),
            value: self.account,
            autocomplete: "username",
            ..Input::text("account", f.say("web-login-account"))
        };
        let password = Input {
            kind: "password",
            autocomplete: "current-password",
            show: Some(f.say("web-account-show")),
            ..Input::text("password", f.say("web-login-password"))
        };
        let captcha = match self.captcha {
            Some(kind) => Some(captcha::field(visit, CaptchaPurpose::Signin, kind, problem).await?),
            None => None,
        };
        let shown = Account {
            f,
            alert: Problem::alert(problem, &[Field::Account, Field::Password, Field::Captcha]),
            account: account.html(problem, Field::Account),
            password: password.html(problem, Field::Password),
            captcha: captcha.as_ref().map_or("", |captcha| &captcha.html),
            captcha_others: captcha.as_ref().map_or("", |captcha| &captcha.others),
            host: visit.portal.campus.config.origin.host(),
            r: &to.sealed,
        };
        let status = self.status.unwrap_or(StatusCode::OK);
        Ok(match &captcha {
            Some(captcha) => captcha.remembered(visit, page(captcha.status(status), &shown)?),
            None => page(status, &shown)?,
        })
    }
}
