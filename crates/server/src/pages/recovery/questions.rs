//! W-46: both 密保问题 on one page. Which answer is wrong is not said, and no answer comes back.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use menhu_protocol::values::Secret;
use menhu_protocol::{Code, Failure, Field};
use serde::Deserialize;

use super::{At, browser, go, redirected};
use crate::pages::frame::{Frame, page};
use crate::pages::guard::{self, Refused};
use crate::pages::input::{Filled, Input, Problem};
use crate::pages::visit::Visit;
use crate::question::{ASKED, Question, folded};
use crate::recovery as flow;

/// Its address.
pub(super) const HERE: &str = "/recover/questions";
/// This way, as the form of W-41 writes it.
pub(super) const WAY: &str = "questions";

const FIELDS: [&str; ASKED] = ["answer1", "answer2"];

#[derive(Template)]
#[template(path = "recovery/questions.html")]
struct QuestionsPage<'a> {
    f: Frame<'a>,
    alert: String,
    /// The fields' own HTML; none when no answer is compared any more.
    answers: Vec<String>,
}

#[derive(Deserialize, Default)]
pub(in crate::pages) struct Typed {
    #[serde(default)]
    answer1: Secret,
    #[serde(default)]
    answer2: Secret,
}

pub(in crate::pages) async fn show(visit: Visit) -> Result<Response, Refused> {
    let at = At::of(&visit).await?;
    match asked(&visit, &at).await? {
        Some(questions) => form(&visit, StatusCode::OK, &questions, None, None),
        None => Ok(at.go(&visit)),
    }
}

pub(in crate::pages) async fn send(
    visit: Visit,
    Filled(typed): Filled<Typed>,
) -> Result<Response, Refused> {
    let Some(recovery) = visit.recovery.clone() else {
        return Ok(At::Nowhere { over: true }.go(&visit));
    };
    let answers = [typed.answer1, typed.answer2];
    // Nobody meant it for an answer: it is no try.
    let empty = answers.iter().position(|a| folded(a).is_empty());
    if let Some(empty) = empty {
        let at = At::of(&visit).await?;
        return match asked(&visit, &at).await? {
            Some(questions) => {
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                form(&visit, status, &questions, None, Some(empty))
            }
            None => Ok(at.go(&visit)),
        };
    }
    let campus = &visit.portal.campus;
    let browser = browser(&visit);
    let failure = match flow::answer(campus, &recovery, browser.as_deref(), &answers).await {
        Ok(()) => return Ok(go("/recover/password")),
        Err(failure) => failure,
    };
    if let Some(response) = redirected(&visit, &failure).await? {
        return Ok(response);
    }
    if failure.code == Code::AnswerWrong && failure.left == Some(0) {
        return over(&visit, &failure);
    }
    let at = At::of(&visit).await?;
    match asked(&visit, &at).await? {
        Some(questions) => {
            let status = guard::status(&failure);
            form(&visit, status, &questions, Some(&failure), None)
        }
        // Other requests used up the tries meanwhile.
        None if failure.code == Code::AnswerWrong && can_ask(&at) => over(&visit, &failure),
        None => Ok(at.go(&visit)),
    }
}

/// Whether nothing is proven yet.
fn can_ask(at: &At) -> bool {
    matches!(at, At::Choose(_) | At::Code { .. })
}

/// The questions, where they can be answered now.
async fn asked(visit: &Visit, at: &At) -> Result<Option<[Question; ASKED]>, Failure> {
    let (true, Some(recovery)) = (can_ask(at), &visit.recovery) else {
        return Ok(None);
    };
    let browser = browser(visit);
    flow::asked(&visit.portal.campus, recovery, browser.as_deref()).await
}

/// No answer is compared any more: the page names the other ways.
fn over(visit: &Visit, failure: &Failure) -> Result<Response, Refused> {
    let f = visit.frame("W-46");
    let problem = Problem {
        text: f.say("web-recover-questions-over"),
        field: None,
    };
    let shown = QuestionsPage {
        f,
        alert: Problem::alert(Some(&problem), &[]),
        answers: Vec::new(),
    };
    page(guard::status(failure), &shown)
}

fn form(
    visit: &Visit,
    status: StatusCode,
    questions: &[Question; ASKED],
    failure: Option<&Failure>,
    empty: Option<usize>,
) -> Result<Response, Refused> {
    let f = visit.frame("W-46");
    let problem = failure.map(|failure| Problem::of(visit.words(), failure));
    let missing = Problem {
        text: f.say("web-questions-empty"),
        field: Some(Field::Answer),
    };
    let places = FIELDS.iter().zip(questions).enumerate();
    let shown = QuestionsPage {
        f,
        alert: Problem::alert(problem.as_ref(), &[]),
        answers: places
            .map(|(n, (id, question))| {
                let answer = Input::text(id, question.worded(visit.words()));
                answer.html((empty == Some(n)).then_some(&missing), Field::Answer)
            })
            .collect(),
    };
    page(status, &shown)
}
