//! W-51: 注销账号, and taking that back.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::{again, day, go, is_fresh};
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
    let asked = campus.books.closing_of(&inside.person.id).await;
    let asked = asked.map_err(menhu_protocol::Failure::from)?;
    // Taking it back needs no proof: it does no harm.
    if asked.is_none() && !is_fresh(&inside) {
        return Ok(inside.again());
    }
    let shown = Close {
        f: visit.frame("W-51"),
        asked: asked.map(|closing| {
            let at = closing.asked_at;
            let asked = format!("{} {}", day(visit, at), wording::hour(at));
            (asked, day(visit, closing.due_at))
        }),
        would: day(visit, closing::due(campus.clock.now())),
        working_days: closing::WORKING_DAYS.to_string(),
    };
    page(StatusCode::OK, &shown)
}

pub(in crate::pages) async fn send(inside: Inside) -> Result<Response, Refused> {
    let asked = closing::ask(&inside.visit.portal.campus, &inside.actor()).await;
    Ok(match again(&inside, asked)? {
        Ok(_) => go(PATH),
        Err(again) => again,
    })
}

pub(in crate::pages) async fn back(inside: Inside) -> Result<Response, Refused> {
    let campus = &inside.visit.portal.campus;
    closing::take_back(campus, &inside.actor()).await?;
    Ok(go(super::OVERVIEW))
}
