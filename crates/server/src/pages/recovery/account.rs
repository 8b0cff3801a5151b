//! W-40: whose password was forgotten.

use askama::Template;
use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use menhu_protocol::api::captcha::CaptchaPurpose;
use menhu_protocol::values::{AccountName, CertificateNumber, Secret};
use menhu_protocol::{Failure, Field};
use serde::Deserialize;

use super::{At, browser, go, has_any};
use crate::pages::captcha::{self, Kind};
use crate::pages::cookies::RECOVERY;
use crate::pages::frame::{Frame, page};
use crate::pages::guard::{self, Refused};
use crate::pages::input::{Filled, Input, Problem};
use crate::pages::return_to::ReturnTo;
use crate::pages::visit::Visit;
use crate::recovery as flow;

#[derive(Template)]
#[template(path = "recovery/account.html")]
struct Account<'a> {
    f: Frame<'a>,
    alert: String,
    account: String,
    certificate: String,
    captcha: &'a str,
    captcha_others: &'a str,
    r: &'a str,
    signin: String,
}

#[derive(Deserialize)]
pub(in crate::pages) struct Typed {
    #[serde(default)]
    account: String,
    #[serde(default)]
    certificate: Secret,
    #[serde(default)]
    r: String,
    #[serde(flatten)]
    captcha: captcha::Typed,
}

pub(in crate::pages) async fn show(
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, Refused> {
    let at = At::of(&visit).await?;
    // One that is done is no reason not to begin another.
    if !matches!(at, At::Nowhere { .. } | At::Done) {
        return Ok(at.go(&visit));
    }
    let query = query.unwrap_or_default();
    let over = query == "over" || matches!(at, At::Nowhere { over: true });
    let problem = over.then(|| Problem {
        text: visit.words().say("web-recover-over"),
        field: None,
    });
    let to = ReturnTo::of_query(&visit.portal.campus, Some(&query));
    let form = Shown {
        status: StatusCode::OK,
        account: String::new(),
        kind: Kind::Picture,
        problem,
    };
    form.page(&visit, &to).await
}

pub(in crate::pages) async fn send(
    visit: Visit,
    Filled(typed): Filled<Typed>,
) -> Result<Response, Refused> {
    let to = ReturnTo::of_ticket(&visit.portal.campus, &typed.r);
    if let Some(kind) = typed.captcha.asks() {
        let form = Shown {
            status: StatusCode::OK,
            account: typed.account,
            kind,
            problem: None,
        };
        return form.page(&visit, &to).await;
    }
    match begun(&visit, &typed, &to).await {
        Ok((recovery, path)) => {
            let mut response = go(path);
            RECOVERY.keep(&visit, &mut response, &recovery);
            Ok(response)
        }
        Err(failure) => {
            let form = Shown {
                status: guard::status(&failure),
                problem: Some(captcha::problem(&visit, &failure)),
                kind: typed.captcha.kind(),
                account: typed.account,
            };
            form.page(&visit, &to).await
        }
    }
}

/// The attempt, and the page that comes next.
async fn begun(
    visit: &Visit,
    typed: &Typed,
    to: &ReturnTo,
) -> Result<(Secret, &'static str), Failure> {
    let account = AccountName::parse(&typed.account)
        .map_err(|why| Failure::malformed(Field::Account, why))?;
    let certificate = CertificateNumber::parse(typed.certificate.expose())
        .map_err(|why| Failure::malformed(Field::Certificate, why))?;
    captcha::check(visit, CaptchaPurpose::Recovery, &typed.captcha).await?;
    let browser = browser(visit);
    let claim = flow::Claim {
        account: &account,
        certificate: &certificate,
        browser: browser.as_deref(),
        return_ticket: Some(to.sealed.clone()).filter(|sealed| !sealed.is_empty()),
    };
    let begun = flow::identified(&visit.portal.campus, &visit.caller, claim).await?;
    let path = if has_any(&begun.ways) {
        "/recover/way"
    } else {
        "/recover/others"
    };
    Ok((begun.recovery, path))
}

/// 「换一个账号」: the browser forgets the attempt; the server lets it run out.
pub(in crate::pages) async fn leave(visit: Visit) -> Response {
    let mut response = go("/recover");
    RECOVERY.forget(&visit, &mut response);
    response
}

/// The form as it is shown.
struct Shown {
    status: StatusCode,
    account: String,
    kind: Kind,
    problem: Option<Problem>,
}

impl Shown {
    async fn page(self, visit: &Visit, to: &ReturnTo) -> Result<Response, Refused> {
        let f = visit.frame("W-40");
        let problem = self.problem.as_ref();
        let account = Input {
            value: self.account,
            help: Some(f.say("web-recover-account-help")),
            autocomplete: "username",
            ..Input::text("account", f.say("web-recover-account"))
        };
        let certificate = Input {
            help: Some(f.say("web-recover-certificate-help")),
            ..Input::text("certificate", f.say("web-recover-certificate"))
        };
        let captcha = captcha::field(visit, CaptchaPurpose::Recovery, self.kind, problem).await?;
        let shown = Account {
            f,
            alert: Problem::alert(
                problem,
                &[Field::Account, Field::Certificate, Field::Captcha],
            ),
            account: account.html(problem, Field::Account),
            certificate: certificate.html(problem, Field::Certificate),
            captcha: &captcha.html,
            captcha_others: &captcha.others,
            r: &to.sealed,
            signin: to.along("/login"),
        };
        let response = page(captcha.status(self.status), &shown)?;
        Ok(captcha.remembered(visit, response))
    }
}
