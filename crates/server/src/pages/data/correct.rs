//! W-52: the record is wrong, which field and what it should be; W-53: the case number.

use askama::Template;
use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use menhu_protocol::values::Malformed;
use menhu_protocol::{Failure, Field};
use serde::Deserialize;

use super::{OVERVIEW, go};
use crate::books::person::Member;
use crate::pages::frame::{Frame, page};
use crate::pages::guard::{self, Refused};
use crate::pages::input::{Filled, Input, Problem};
use crate::pages::me::Inside;
use crate::pages::wording;
use crate::{centre, rights};

const CASE: &str = "/me/data/case";
/// What the campus says of somebody and the desk can mend, and its name in the form. Phone and mail
/// people change themselves.
const FIELDS: [(Field, &str); 4] = [
    (Field::Name, "name"),
    (Field::Account, "account"),
    (Field::Department, "department"),
    (Field::Category, "category"),
];

#[derive(Template)]
#[template(path = "data/correct.html")]
struct Correct<'a> {
    f: Frame<'a>,
    alert: String,
    /// One's IDs, when there are several to choose from.
    members: Vec<Choice>,
    /// The one there is to choose, when there is one.
    member: String,
    choices: Vec<Choice>,
    /// No field was chosen.
    choose: Option<String>,
    should_be: String,
}

struct Choice {
    value: String,
    name: String,
    /// As the record has it now.
    now: String,
    chosen: bool,
}

#[derive(Default, Deserialize)]
pub(in crate::pages) struct Typed {
    #[serde(default)]
    member: String,
    #[serde(default)]
    field: String,
    #[serde(default)]
    should_be: String,
}

async fn members(inside: &Inside) -> Result<Vec<Member>, Failure> {
    centre::members(&inside.visit.portal.campus, &inside.person).await
}

pub(in crate::pages) async fn show(inside: Inside) -> Result<Response, Refused> {
    let members = members(&inside).await?;
    form(&inside, &members, Typed::default(), None)
}

pub(in crate::pages) async fn send(
    inside: Inside,
    Filled(typed): Filled<Typed>,
) -> Result<Response, Refused> {
    let failure = match FIELDS.iter().find(|(_, value)| *value == typed.field) {
        None => Failure::malformed(Field::Other, Malformed::Empty),
        Some((field, _)) => {
            let campus = &inside.visit.portal.campus;
            let (member, right) = (&typed.member, &typed.should_be);
            match rights::correct(campus, &inside.person, member, *field, right).await {
                Ok(case) => return Ok(go(&format!("{CASE}?{}", case.number))),
                Err(failure) => failure,
            }
        }
    };
    let members = members(&inside).await?;
    form(&inside, &members, typed, Some(&failure))
}

fn form(
    inside: &Inside,
    members: &[Member],
    typed: Typed,
    failure: Option<&Failure>,
) -> Result<Response, Refused> {
    let visit = &inside.visit;
    let f = visit.frame("W-52");
    let words = visit.words();
    let problem = failure.map(|failure| Problem::of(words, failure));
    let problem = problem.as_ref();
    let each = |say: &dyn Fn(&Member) -> String| {
        let mut said: Vec<String> = members.iter().map(say).collect();
        said.dedup();
        said.join(" · ")
    };
    let now = |field| match field {
        Field::Name => inside.person.name.clone(),
        Field::Account => each(&|member| member.id.as_str().to_owned()),
        Field::Department => each(&|member| member.department.clone()),
        _ => each(&|member| wording::category(words, member.category)),
    };
    let choices = FIELDS.iter().map(|(field, value)| Choice {
        value: (*value).to_owned(),
        name: wording::field(words, *field),
        now: now(*field),
        chosen: typed.field == *value,
    });
    let several = if members.len() > 1 { members } else { &[] };
    let first = |member: &Member| member.id.as_str() == members[0].id.as_str();
    let chosen = |member: &Member| {
        let typed_one = members.iter().any(|m| m.id.as_str() == typed.member);
        member.id.as_str() == typed.member || !typed_one && first(member)
    };
    let members_shown = several.iter().map(|member| Choice {
        value: member.id.as_str().to_owned(),
        name: member.id.as_str().to_owned(),
        now: member.department.clone(),
        chosen: chosen(member),
    });
    let should_be = Input {
        help: Some(f.say("web-dispute-should-be-help")),
        value: typed.should_be.clone(),
        ..Input::text("should_be", f.say("web-dispute-should-be"))
    };
    let unchosen = problem.is_some_and(|problem| problem.field == Some(Field::Other));
    let shown = Correct {
        f,
        alert: Problem::alert(problem, &[Field::Other, Field::ShouldBe]),
        members: members_shown.collect(),
        member: members
            .first()
            .map(|member| member.id.as_str().to_owned())
            .unwrap_or_default(),
        choices: choices.collect(),
        choose: unchosen.then(|| f.say("web-dispute-choose")),
        should_be: should_be.html(problem, Field::ShouldBe),
    };
    page(failure.map_or(StatusCode::OK, guard::status), &shown)
}

#[derive(Template)]
#[template(path = "data/case.html")]
struct CasePage<'a> {
    f: Frame<'a>,
    number: String,
    right: String,
}

/// The open case whose number is the query; one of their own, or it is none.
pub(in crate::pages) async fn case(
    inside: Inside,
    RawQuery(query): RawQuery,
) -> Result<Response, Refused> {
    let campus = &inside.visit.portal.campus;
    let number = query.as_deref().unwrap_or_default();
    let Some(case) = rights::case(campus, &inside.person, number).await? else {
        return Ok(go(OVERVIEW));
    };
    let shown = CasePage {
        f: inside.visit.frame("W-53"),
        number: case.number,
        right: case.should_be,
    };
    page(StatusCode::OK, &shown)
}
