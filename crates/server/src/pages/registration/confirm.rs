//! W-03: 信息确认, and 「信息无误，开始激活」.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use menhu_protocol::api::registration::{Activate, Record};
use serde::Deserialize;

use super::{At, go, redirected};
use crate::identity;
use crate::pages::frame::{Frame, page};
use crate::pages::guard::{self, Refused};
use crate::pages::input::{Filled, Problem};
use crate::pages::visit::Visit;
use crate::pages::wording;
use crate::registration as flow;

#[derive(Template)]
#[template(path = "registration/confirm.html")]
struct Confirm<'a> {
    f: Frame<'a>,
    alert: String,
    record: &'a Record,
    category: String,
    /// Case number of a dispute that must be settled first.
    blocked: Option<String>,
    /// Case number of one that need not.
    open: Option<String>,
    /// Name of the disputed field, empty without a dispute.
    field: String,
    /// Makes pressing the button twice the same as once.
    key: String,
}

#[derive(Deserialize)]
pub(in crate::pages) struct Pressed {
    #[serde(default)]
    key: String,
}

pub(in crate::pages) async fn show(visit: Visit) -> Result<Response, Refused> {
    match At::of(&visit).await? {
        At::Confirm(record, _) => shown(&visit, StatusCode::OK, &record, None, None),
        elsewhere => Ok(elsewhere.go(&visit)),
    }
}

pub(in crate::pages) async fn send(
    visit: Visit,
    Filled(pressed): Filled<Pressed>,
) -> Result<Response, Refused> {
    let Some(registration) = visit.registration.clone() else {
        return Ok(At::Nowhere { over: true }.go(&visit));
    };
    let key = if pressed.key.is_empty() {
        new_key(&visit)
    } else {
        pressed.key
    };
    let ask = Activate {
        registration,
        key: key.clone(),
    };
    let failure = match flow::activate(&visit.portal.campus, ask).await {
        Ok(_) => return Ok(go("/r/done")),
        Err(failure) => failure,
    };
    if let Some(response) = redirected(&visit, &failure).await? {
        return Ok(response);
    }
    match At::of(&visit).await? {
        At::Confirm(record, _) => {
            let problem = Problem::of(visit.words(), &failure);
            let status = guard::status(&failure);
            shown(&visit, status, &record, Some(&problem), Some(key))
        }
        elsewhere => Ok(elsewhere.go(&visit)),
    }
}

fn shown(
    visit: &Visit,
    status: StatusCode,
    record: &Record,
    problem: Option<&Problem>,
    key: Option<String>,
) -> Result<Response, Refused> {
    let words = visit.words();
    let case = record.dispute.as_ref();
    let number = |blocks: bool| {
        case.filter(|case| case.blocks == blocks)
            .map(|case| case.number.clone())
    };
    let confirm = Confirm {
        f: visit.frame("W-03"),
        alert: Problem::alert(problem, &[]),
        record,
        category: wording::category(words, record.category),
        blocked: number(true),
        open: number(false),
        field: case
            .map(|case| wording::field(words, case.field))
            .unwrap_or_default(),
        key: key.unwrap_or_else(|| new_key(visit)),
    };
    page(status, &confirm)
}

fn new_key(visit: &Visit) -> String {
    let campus = &visit.portal.campus;
    identity::id(campus.clock.as_ref(), campus.dice.as_ref())
}
