//! W-04: 信息有误, which field and what it should be; W-05: the case number.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use menhu_protocol::api::registration::{Dispute, Record};
use menhu_protocol::values::Malformed;
use menhu_protocol::{Failure, Field};
use serde::Deserialize;

use super::{At, go, redirected};
use crate::pages::frame::{Frame, page};
use crate::pages::guard::{self, Refused};
use crate::pages::input::{Filled, Input, Problem};
use crate::pages::visit::Visit;
use crate::pages::wording;
use crate::registration as flow;

/// What can be wrong, in the order of 信息确认, and its name in the form.
const FIELDS: [(Field, &str); 5] = [
    (Field::Name, "name"),
    (Field::Account, "account"),
    (Field::Department, "department"),
    (Field::Category, "category"),
    (Field::Phone, "phone"),
];

#[derive(Template)]
#[template(path = "registration/dispute.html")]
struct DisputePage<'a> {
    f: Frame<'a>,
    alert: String,
    choices: Vec<Choice>,
    /// Nothing was chosen.
    choose: Option<String>,
    should_be: String,
}

struct Choice {
    value: &'static str,
    name: String,
    /// As the record has it now.
    now: String,
    chosen: bool,
}

#[derive(Default, Deserialize)]
pub(in crate::pages) struct Typed {
    #[serde(default)]
    field: String,
    #[serde(default)]
    should_be: String,
}

pub(in crate::pages) async fn show(visit: Visit) -> Result<Response, Refused> {
    match At::of(&visit).await? {
        At::Confirm(record, _) => form(&visit, StatusCode::OK, &record, Typed::default(), None),
        elsewhere => Ok(elsewhere.go(&visit)),
    }
}

pub(in crate::pages) async fn send(
    visit: Visit,
    Filled(typed): Filled<Typed>,
) -> Result<Response, Refused> {
    let Some(registration) = visit.registration.clone() else {
        return Ok(At::Nowhere { over: true }.go(&visit));
    };
    let chosen = FIELDS.iter().find(|(_, value)| *value == typed.field);
    let failure = match chosen {
        None => Failure::malformed(Field::Other, Malformed::Empty),
        Some(_) if typed.should_be.trim().is_empty() => {
            Failure::malformed(Field::ShouldBe, Malformed::Empty)
        }
        Some((field, _)) => {
            let ask = Dispute {
                registration,
                field: *field,
                should_be: typed.should_be.trim().to_owned(),
            };
            match flow::dispute(&visit.portal.campus, ask).await {
                Ok(_) => return Ok(go("/r/case")),
                Err(failure) => failure,
            }
        }
    };
    if let Some(response) = redirected(&visit, &failure).await? {
        return Ok(response);
    }
    match At::of(&visit).await? {
        At::Confirm(record, _) => {
            let problem = Problem::of(visit.words(), &failure);
            form(
                &visit,
                guard::status(&failure),
                &record,
                typed,
                Some(&problem),
            )
        }
        elsewhere => Ok(elsewhere.go(&visit)),
    }
}

fn form(
    visit: &Visit,
    status: StatusCode,
    record: &Record,
    typed: Typed,
    problem: Option<&Problem>,
) -> Result<Response, Refused> {
    let f = visit.frame("W-04");
    let words = visit.words();
    let now = |field| match field {
        Field::Name => record.name.clone(),
        Field::Account => record.member.clone(),
        Field::Department => record.department.clone(),
        Field::Category => wording::category(words, record.category),
        _ => record
            .phone
            .clone()
            .unwrap_or_else(|| words.say("web-confirm-no-phone")),
    };
    let name = |field| match field {
        Field::Name => words.say("web-confirm-name"),
        Field::Account => words.say("web-account-account"),
        Field::Department => words.say("web-confirm-department"),
        Field::Category => words.say("web-confirm-category"),
        _ => words.say("web-confirm-phone"),
    };
    let choices = FIELDS
        .iter()
        .map(|(field, value)| Choice {
            value,
            name: name(*field),
            now: now(*field),
            chosen: typed.field == *value,
        })
        .collect();
    let unchosen = problem.is_some_and(|problem| problem.field == Some(Field::Other));
    let should_be = Input {
        help: Some(f.say("web-dispute-should-be-help")),
        value: typed.should_be,
        ..Input::text("should_be", f.say("web-dispute-should-be"))
    };
    let shown = DisputePage {
        f,
        alert: Problem::alert(problem, &[Field::Other, Field::ShouldBe]),
        choices,
        choose: unchosen.then(|| f.say("web-dispute-choose")),
        should_be: should_be.html(problem, Field::ShouldBe),
    };
    page(status, &shown)
}

#[derive(Template)]
#[template(path = "registration/case.html")]
struct CasePage<'a> {
    f: Frame<'a>,
    number: String,
    field: String,
    blocks: bool,
}

pub(in crate::pages) async fn case(visit: Visit) -> Result<Response, Refused> {
    match At::of(&visit).await? {
        At::Confirm(record, _) => match record.dispute {
            Some(case) => {
                let shown = CasePage {
                    f: visit.frame("W-05"),
                    field: wording::field(visit.words(), case.field),
                    number: case.number,
                    blocks: case.blocks,
                };
                page(StatusCode::OK, &shown)
            }
            None => Ok(go("/r/confirm")),
        },
        elsewhere => Ok(elsewhere.go(&visit)),
    }
}
