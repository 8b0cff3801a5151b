//! W-41: where the code goes.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use menhu_protocol::api::recovery::{CodeSend, Way, Ways};
use menhu_protocol::values::Malformed;
use menhu_protocol::{Code, Failure, Field};
use serde::Deserialize;

use super::{At, browser, go, has_any, questions, redirected, way_of, way_text};
use crate::pages::frame::{Frame, page};
use crate::pages::guard::{self, Refused};
use crate::pages::input::{Filled, Problem};
use crate::pages::visit::Visit;
use crate::recovery as flow;

struct Choice {
    value: &'static str,
    name: String,
    help: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "recovery/way.html")]
struct WayPage<'a> {
    f: Frame<'a>,
    alert: String,
    /// Not only codes are to choose from.
    asked: bool,
    choices: Vec<Choice>,
    /// What is said when none was chosen.
    choose: Option<String>,
}

#[derive(Deserialize)]
pub(in crate::pages) struct Typed {
    #[serde(default)]
    way: String,
}

pub(in crate::pages) async fn show(visit: Visit) -> Result<Response, Refused> {
    form(&visit, StatusCode::OK, None, None).await
}

pub(in crate::pages) async fn send(
    visit: Visit,
    Filled(typed): Filled<Typed>,
) -> Result<Response, Refused> {
    let Some(recovery) = visit.recovery.clone() else {
        return Ok(At::Nowhere { over: true }.go(&visit));
    };
    if typed.way == questions::WAY && is_asked(&visit).await? {
        return Ok(go(questions::HERE));
    }
    let Some(way) = way_of(&typed.way) else {
        let none = Failure::malformed(Field::Other, Malformed::Empty);
        return form(&visit, guard::status(&none), None, Some(&none)).await;
    };
    let ask = CodeSend {
        recovery,
        way,
        again: false,
    };
    match flow::code_send(&visit.portal.campus, &visit.caller, ask).await {
        Ok(_) => Ok(go("/recover/code")),
        Err(failure) => {
            // The same button pressed twice: the code of this very way is on its way.
            if failure.code == Code::CodeTooSoon
                && let At::Code { way: out, .. } = At::of(&visit).await?
                && out == way
            {
                return Ok(go("/recover/code"));
            }
            match redirected(&visit, &failure).await? {
                Some(response) => Ok(response),
                None => form(&visit, guard::status(&failure), Some(way), Some(&failure)).await,
            }
        }
    }
}

async fn form(
    visit: &Visit,
    status: StatusCode,
    chosen: Option<Way>,
    failure: Option<&Failure>,
) -> Result<Response, Refused> {
    let at = At::of(visit).await?;
    // Going back is allowed as long as nothing is done: no code is sent by it.
    let (ways, chosen) = match (&at, &visit.recovery) {
        (At::Choose(ways), _) if has_any(ways) => (ways.clone(), chosen),
        (At::Code { way, .. }, Some(recovery)) => {
            let ways = flow::ways_of(&visit.portal.campus, recovery).await?;
            (ways, chosen.or(Some(*way)))
        }
        (At::Password(_), Some(recovery)) => {
            let ways = flow::ways_of(&visit.portal.campus, recovery).await?;
            (ways, chosen)
        }
        _ => return Ok(at.go(visit)),
    };
    let f = visit.frame("W-41");
    let asked = is_asked(visit).await?;
    let none_chosen = failure.is_some_and(|failure| failure.malformed.is_some());
    let problem = failure
        .filter(|_| !none_chosen)
        .map(|failure| Problem::of(visit.words(), failure));
    let shown = WayPage {
        f,
        alert: Problem::alert(problem.as_ref(), &[]),
        asked,
        choices: choices(f, &ways, asked, chosen),
        choose: none_chosen.then(|| f.say("web-recover-choose")),
    };
    page(status, &shown)
}

/// Whether 密保问题 are a way of the running recovery.
async fn is_asked(visit: &Visit) -> Result<bool, Failure> {
    let Some(recovery) = &visit.recovery else {
        return Ok(false);
    };
    let browser = browser(visit);
    let asked = flow::asked(&visit.portal.campus, recovery, browser.as_deref()).await;
    Ok(asked?.is_some())
}

/// The ways there are; the only one, or the one chosen before, is chosen.
fn choices(f: Frame<'_>, ways: &Ways, asked: bool, chosen: Option<Way>) -> Vec<Choice> {
    let only = ways.phone.is_some() != ways.mail.is_some() && !asked;
    let choice = |way: Way, name: String, help: String| Choice {
        value: way_text(way),
        name,
        help,
        chosen: only || chosen == Some(way),
    };
    let phone = ways.phone.as_ref().map(|to| {
        choice(
            Way::Phone,
            f.say_with("web-recover-way-phone", &[("to", to)]),
            f.say("web-recover-way-phone-help"),
        )
    });
    let mail = ways.mail.as_ref().map(|to| {
        choice(
            Way::Mail,
            f.say_with("web-recover-way-mail", &[("to", to)]),
            f.say("web-recover-way-mail-help"),
        )
    });
    let asked = asked.then(|| Choice {
        value: questions::WAY,
        name: f.say("web-recover-way-questions"),
        help: f.say("web-recover-way-questions-help"),
        chosen: false,
    });
    phone.into_iter().chain(mail).chain(asked).collect()
}
