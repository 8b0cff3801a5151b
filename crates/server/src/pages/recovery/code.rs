//! W-42: the six digits that came by phone or mail.

use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use menhu_protocol::api::CodeSent;
use menhu_protocol::api::recovery::{CodeProve, CodeSend, Way};
use menhu_protocol::values::PhoneCode;
use menhu_protocol::{Failure, Field};
use serde::Deserialize;

use super::{At, go, redirected, way_of, way_text};
use crate::pages::codes::{CodePage, Link, Standing};
use crate::pages::guard::{self, Refused};
use crate::pages::input::{Filled, Problem};
use crate::pages::visit::Visit;
use crate::recovery as flow;

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
    let back = Link {
        id: "back",
        href: "/recover/way".to_owned(),
        text: f.say("web-recover-back"),
    };
    let shown = CodePage {
        f,
        step: Some(f.say_with("web-step", &[("n", "2"), ("all", "3")])),
        title: match way {
            Way::Phone => f.say("web-recover-code-phone"),
            Way::Mail => f.say("web-recover-code-mail"),
        },
        went: sent.as_ref().map_or_else(String::new, |sent| {
            f.say_with("web-recover-code-help", &[("to", &sent.to)])
        }),
        hint: (way == Way::Mail).then(|| f.say("web-recover-code-mail-help")),
        action: "/recover/code",
        again: "/recover/code/again",
        hidden: &[("way", way_text(way))],
        act: f.say("web-recover-next"),
        links: &[back],
    };
    let standing = Standing {
        sent: sent.as_ref(),
        resent,
        problem,
    };
    shown.page(visit, status, &standing)
}
