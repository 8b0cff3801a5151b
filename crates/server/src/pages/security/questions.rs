//! W-29: 密保问题, two out of a list, and their answers. The answers are shown while they are typed: a field
//! that hides them takes no Chinese. They never come back.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use menhu_protocol::values::{Malformed, Secret};
use menhu_protocol::{Code, Field};
use serde::Deserialize;

use super::{CENTRE, Happened, go, redirected};
use crate::pages::frame::{Frame, page};
use crate::pages::guard::{self, Refused};
use crate::pages::input::{Filled, Input, Problem};
use crate::pages::me::Inside;
use crate::question::{self, ASKED, Fault, Question};

/// Its address.
pub(super) const HERE: &str = "/me/security/questions";

/// The names of its fields, a question and its answer.
const FIELDS: [(&str, &str); ASKED] = [("question1", "answer1"), ("question2", "answer2")];

#[derive(Template)]
#[template(path = "security/questions.html")]
struct QuestionsPage<'a> {
    f: Frame<'a>,
    alert: String,
    are_set: bool,
    /// Something is wrong, and the answers are to be typed again.
    again: bool,
    places: Vec<Place>,
}

/// One question to choose and answer.
struct Place {
    id: &'static str,
    label: String,
    choices: Vec<Choice>,
    problem: Option<String>,
    /// The field's own HTML.
    answer: String,
}

struct Choice {
    value: &'static str,
    text: String,
    chosen: bool,
}

#[derive(Deserialize, Default)]
pub(in crate::pages) struct Typed {
    #[serde(default)]
    question1: String,
    #[serde(default)]
    answer1: Secret,
    #[serde(default)]
    question2: String,
    #[serde(default)]
    answer2: Secret,
}

pub(in crate::pages) async fn show(inside: Inside) -> Result<Response, Refused> {
    if let Some(elsewhere) = elsewhere(&inside) {
        return Ok(elsewhere);
    }
    let campus = &inside.visit.portal.campus;
    let chosen = question::chosen(campus, &inside.person).await?;
    let chosen = chosen.map_or([None; ASKED], |chosen| chosen.map(Some));
    form(&inside, chosen, None).await
}

pub(in crate::pages) async fn send(
    inside: Inside,
    Filled(typed): Filled<Typed>,
) -> Result<Response, Refused> {
    if let Some(elsewhere) = elsewhere(&inside) {
        return Ok(elsewhere);
    }
    let typed = [
        (typed.question1, typed.answer1),
        (typed.question2, typed.answer2),
    ]
    .map(|(slug, answer)| question::Typed {
        question: Question::of(&slug),
        answer,
    });
    let campus = &inside.visit.portal.campus;
    let fault = match question::set(campus, &inside.actor(), &typed).await {
        Ok(()) => return Ok(Happened::Questions.go()),
        Err(Fault::Failed(failure)) if failure.code == Code::OutOfOrder => return Ok(go(HERE)),
        Err(fault) => fault,
    };
    if let Fault::Failed(failure) = &fault
        && let Some(response) = redirected(&inside, failure)
    {
        return Ok(response);
    }
    form(&inside, typed.map(|typed| typed.question), Some(&fault)).await
}

/// Where to go first: to a proof of the password, or to a channel that can be told.
fn elsewhere(inside: &Inside) -> Option<Response> {
    if !question::has_channel(&inside.person) {
        return Some(go(CENTRE));
    }
    inside.old_proof()
}

async fn form(
    inside: &Inside,
    chosen: [Option<Question>; ASKED],
    fault: Option<&Fault>,
) -> Result<Response, Refused> {
    let campus = &inside.visit.portal.campus;
    let f = inside.visit.frame("W-29");
    let failure = match fault {
        Some(Fault::Failed(failure)) => Some(failure),
        _ => None,
    };
    let alert = failure.map(|failure| Problem::of(inside.visit.words(), failure));
    let status = match (fault, failure) {
        (_, Some(failure)) => guard::status(failure),
        (Some(_), None) => StatusCode::UNPROCESSABLE_ENTITY,
        (None, None) => StatusCode::OK,
    };
    let shown = QuestionsPage {
        f,
        alert: Problem::alert(alert.as_ref(), &[]),
        are_set: question::chosen(campus, &inside.person).await?.is_some(),
        again: fault.is_some(),
        places: (0..ASKED)
            .map(|n| place(f, inside, n, chosen[n], fault))
            .collect(),
    };
    page(status, &shown)
}

fn place(
    f: Frame<'_>,
    inside: &Inside,
    n: usize,
    chosen: Option<Question>,
    fault: Option<&Fault>,
) -> Place {
    let (id, answer_id) = FIELDS[n];
    let (label, answer_label) = match n {
        0 => (f.say("web-questions-first"), f.say("web-questions-answer1")),
        _ => (
            f.say("web-questions-second"),
            f.say("web-questions-answer2"),
        ),
    };
    let answer = Input {
        help: Some(f.say("web-questions-answer-help")),
        ..Input::text(answer_id, answer_label)
    };
    let problem = fault.and_then(|fault| answer_problem(f, n, fault));
    let problem = problem.map(|text| Problem {
        text,
        field: Some(Field::Answer),
    });
    Place {
        id,
        label,
        choices: Question::ALL
            .iter()
            .map(|question| Choice {
                value: question.slug(),
                text: question.worded(inside.visit.words()),
                chosen: chosen == Some(*question),
            })
            .collect(),
        problem: fault.and_then(|fault| question_problem(f, n, fault)),
        answer: answer.html(problem.as_ref(), Field::Answer),
    }
}

/// What is wrong with the question of this place.
fn question_problem(f: Frame<'_>, n: usize, fault: &Fault) -> Option<String> {
    match fault {
        Fault::Unchosen(place) if *place == n => Some(f.say("web-questions-choose")),
        Fault::SameQuestion if n == 1 => Some(f.say("web-questions-same")),
        _ => None,
    }
}

/// What is wrong with the answer of this place.
fn answer_problem(f: Frame<'_>, n: usize, fault: &Fault) -> Option<String> {
    match fault {
        Fault::Answer(place, why) if *place == n => Some(match why {
            Malformed::Short => f.say("web-questions-short"),
            Malformed::Long => f.say("web-questions-long"),
            _ => f.say("web-questions-empty"),
        }),
        Fault::SameAnswer if n == 1 => Some(f.say("web-questions-same-answer")),
        Fault::Yours(place) if *place == n => Some(f.say("web-questions-yours")),
        _ => None,
    }
}
