//! W-56: whoever took back their consent and signs in again is asked again, before anything else.

use askama::Template;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::http::StatusCode;
use axum::response::Response;
use menhu_protocol::api::signin::Agreed;
use menhu_protocol::{Code, Failure, TextKind};
use serde::Deserialize;

use super::{go, text_name};
use crate::pages::frame::{Frame, page};
use crate::pages::guard::{self, Refused};
use crate::pages::input::{Filled, Problem};
use crate::pages::me::Inside;
use crate::rights;
use crate::ticket::Target;

pub(crate) const PATH: &str = "/me/agree";
/// Where nobody was going anywhere.
const HOME: &str = "/me";

#[derive(Template)]
#[template(path = "data/agree.html")]
struct Agree<'a> {
    f: Frame<'a>,
    alert: String,
    texts: Vec<Text<'a>>,
    to: String,
}

struct Text<'a> {
    name: String,
    /// In the form, and behind `/read/`.
    kind: &'static str,
    version: &'a str,
}

#[derive(Default, Deserialize)]
pub(in crate::pages) struct Going {
    #[serde(default)]
    to: String,
}

#[derive(Deserialize)]
pub(in crate::pages) struct Pressed {
    #[serde(default)]
    terms: String,
    #[serde(default)]
    privacy: String,
    #[serde(default)]
    to: String,
}

/// The texts and their names in forms and addresses.
const TEXTS: [(TextKind, &str); 2] = [(TextKind::Terms, "terms"), (TextKind::Privacy, "privacy")];

pub(in crate::pages) async fn show(
    inside: Inside,
    going: Result<Query<Going>, QueryRejection>,
) -> Result<Response, Refused> {
    let to = going.map(|Query(going)| going.to).unwrap_or_default();
    if inside.person.consent_withdrawn_at.is_none() {
        return Ok(on(&inside, &to));
    }
    form(&inside, to, None)
}

pub(in crate::pages) async fn send(
    inside: Inside,
    Filled(pressed): Filled<Pressed>,
) -> Result<Response, Refused> {
    let shown = [
        (TextKind::Terms, pressed.terms),
        (TextKind::Privacy, pressed.privacy),
    ]
    .map(|(kind, version)| Agreed { kind, version });
    // A campus may have one text only: the page named none for the other.
    let shown: Vec<Agreed> = shown
        .into_iter()
        .filter(|agreed| !agreed.version.is_empty())
        .collect();
    match rights::agree(&inside.visit.portal.campus, &inside.actor(), &shown).await {
        Ok(()) => Ok(on(&inside, &pressed.to)),
        // A newer text came while this one was read.
        Err(failure) if failure.code == Code::ConsentMissing => {
            form(&inside, pressed.to, Some(&failure))
        }
        Err(failure) => Err(failure.into()),
    }
}

fn on(inside: &Inside, to: &str) -> Response {
    let target = Target::parse(&inside.visit.portal.campus, to);
    go(target.as_ref().map_or(HOME, Target::address))
}

fn form(inside: &Inside, to: String, failure: Option<&Failure>) -> Result<Response, Refused> {
    let visit = &inside.visit;
    let f = visit.frame("W-56");
    let config = &visit.portal.campus.config;
    let texts = TEXTS.iter().filter_map(|(kind, name)| {
        let text = config.text(*kind)?;
        Some(Text {
            name: text_name(&f, *kind),
            kind: name,
            version: &text.version,
        })
    });
    let problem = failure.map(|failure| Problem::of(visit.words(), failure));
    let shown = Agree {
        f,
        alert: Problem::alert(problem.as_ref(), &[]),
        texts: texts.collect(),
        to,
    };
    let status = failure.map_or(StatusCode::OK, guard::status);
    page(status, &shown)
}
