//! W-42: the six digits that came by phone or mail.

use askama::Template;
use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use menhu_protocol::api::CodeSent;
use menhu_protocol::api::recovery::{CodeProve, CodeSend, Way};
use menhu_protocol::values::PhoneCode;
use menhu_protocol::{Failure, Field};
use serde::Deserialize;

use super::{At, go, redirected, way_of, way_text};
use crate::pages::frame::{Frame, page};
use crate::pages::guard::{self, Refused};
use crate::pages::input::{Filled, Input, Problem};
use crate::pages::visit::Visit;
use crate::pages::wording;
use crate::recovery as flow;

#[derive(Template)]
#[template(path = "recovery/code.html")]
struct CodePage<'a> {
    f: Frame<'a>,
    title: String,
    alert: String,
    /// The code that is still good, if one is.
    sent: Option<CodeSent>,
    resent: bool,
    /// Time of day until which it is good.
    until: String,
    /// The script puts minutes and seconds for `%m` and `%s`, all seconds for `%t`.
    remaining: String,
    resend_after: String,
    /// `phone` or `mail`.
    way: &'static str,
    is_mail: bool,
    code: String,
}

#[derive(Deserialize)]
pub(in crate::pages) struct Typed {
    #[serde(default)]
    code: String,
    #[serde(default)]
    way: String,
}

pub(in crate::pages) async fn show(
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, Refused> {
    match At::of(&visit).await? {
        At::Code { way, sent } => {
            let resent = query.as_deref() == Some("resent");
            form(&visit, StatusCode::OK, way, Some(sent), resent, None)
        }
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
    let failure = match PhoneCode::parse(&typed.code) {
        Ok(code) => {
            let ask = CodeProve { recovery, code };
            match flow::code_prove(&visit.portal.campus, ask).await {
                Ok(_) => return Ok(go("/recover/password")),
                Err(failure) => failure,
            }
        }
        Err(why) => Failure::malformed(Field::Code, why),
    };
    failed(&visit, &failure, &typed.way).await
}

/// 「重新发送」, by the same way.
pub(in crate::pages) async fn again(
    visit: Visit,
    Filled(typed): Filled<Typed>,
) -> Result<Response, Refused> {
    let Some(recovery) = visit.recovery.clone() else {
        return Ok(At::Nowhere { over: true }.go(&visit));
    };
    let Some(way) = way_of(&typed.way) else {
        return Ok(At::of(&visit).await?.go(&visit));
    };
    let ask = CodeSend {
        recovery,
        way,
        again: true,
    };
    match flow::code_send(&visit.portal.campus, &visit.caller, ask).await {
        Ok(_) => Ok(go("/recover/code?resent")),
        Err(failure) => failed(&visit, &failure, &typed.way).await,
    }
}

async fn failed(visit: &Visit, failure: &Failure, way: &str) -> Result<Response, Refused> {
    if let Some(response) = redirected(visit, failure).await? {
        return Ok(response);
    }
    let problem = Problem::of(visit.words(), failure);
    let status = guard::status(failure);
    match (At::of(visit).await?, way_of(way)) {
        (At::Code { way, sent }, _) => form(visit, status, way, Some(sent), false, Some(&problem)),
        // Its time or its tries are over; the page stays, with the button that sends a new one.
        (At::Choose(_), Some(way)) => form(visit, status, way, None, false, Some(&problem)),
        // The first of two presses proved it.
        (elsewhere, _) => Ok(elsewhere.go(visit)),
    }
}

fn form(
    visit: &Visit,
    status: StatusCode,
    way: Way,
    sent: Option<CodeSent>,
    resent: bool,
    problem: Option<&Problem>,
) -> Result<Response, Refused> {
    let f = visit.frame("W-42");
    let pattern = f.say_with("countdown", &[("m", "%m"), ("s", "%s")]);
    let seconds = f.say_with("wait-seconds", &[("n", "%t")]);
    let good_for_ms = sent
        .as_ref()
        .map_or(0, |sent| i64::from(sent.good_for_s) * 1000);
    let code = Input {
        autocomplete: "one-time-code",
        inputmode: "numeric",
        class: "code",
        ..Input::text("code", f.say("web-code-code"))
    };
    let shown = CodePage {
        f,
        title: match way {
            Way::Phone => f.say("web-recover-code-phone"),
            Way::Mail => f.say("web-recover-code-mail"),
        },
        alert: Problem::alert(problem, &[Field::Code]),
        resent,
        until: wording::hour(visit.portal.campus.clock.now() + good_for_ms),
        remaining: f.say_with("web-code-remaining", &[("time", &pattern)]),
        resend_after: f.say_with("web-code-resend-after", &[("time", &seconds)]),
        way: way_text(way),
        is_mail: way == Way::Mail,
        sent,
        code: code.html(problem, Field::Code),
    };
    page(status, &shown)
}
