//! W-51: 注销账号, and taking that back.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::{day, go};
use crate::closing;
use crate::pages::frame::{Frame, page};
use crate::pages::guard::Refused;
use crate::pages::me::Inside;
use crate::pages::wording;

const PATH: &str = "/me/data/close";

#[derive(Template)]
#[template(path = "data/close.html")]
struct Close<'a> {
    f: Frame<'a>,
    /// Asked for: when that was, and the day it happens.
    asked: Option<(String, String)>,
    /// The day it would happen.
    would: String,
    working_days: String,
}

pub(in crate::pages) async fn show(inside: Inside) -> Result<Response, Refused> {
    let visit = &inside.visit;
    let campus = &visit.portal.campus;
    let asked = closing::asked(campus, &inside.person).await?;
    // Taking it back needs no proof: it does no harm.
    if asked.is_none()
        && let Some(again) = inside.old_proof()
    {
        return Ok(again);
    }
    let shown = Close {
        f: visit.frame("W-51"),
        asked: asked.map(|closing| {
            let asked = wording::moment(visit.words(), closing.asked_at);
            (asked, day(visit, closing.due_at))
        }),
        would: day(visit, closing::due(campus.clock.now())),
        working_days: closing::WORKING_DAYS.to_string(),
    };
    page(StatusCode::OK, &shown)
}

pub(in crate::pages) async fn send(inside: Inside) -> Result<Response, Refused> {
    match closing::ask(&inside.visit.portal.campus, &inside.actor()).await {
        Ok(_) => Ok(go(PATH)),
        Err(failure) => inside.refused(failure),
    }
}

pub(in crate::pages) async fn back(inside: Inside) -> Result<Response, Refused> {
    let campus = &inside.visit.portal.campus;
    closing::take_back(campus, &inside.actor()).await?;
    Ok(go(super::OVERVIEW))
}
