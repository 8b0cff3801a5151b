//! W-54: taking back consent, and what follows; W-55: it is done. Whoever did it is in nowhere any
//! more, so W-55 is open to everybody and says nothing of anybody.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::go;
use crate::pages::frame::{Frame, page};
use crate::pages::guard::Refused;
use crate::pages::me::Inside;
use crate::pages::visit::Visit;
use crate::rights;

const DONE: &str = "/withdrawn";

#[derive(Template)]
#[template(path = "data/consent.html")]
struct Consent<'a> {
    f: Frame<'a>,
}

#[derive(Template)]
#[template(path = "data/withdrawn.html")]
struct Withdrawn<'a> {
    f: Frame<'a>,
}

pub(in crate::pages) async fn show(inside: Inside) -> Result<Response, Refused> {
    if let Some(again) = inside.old_proof() {
        return Ok(again);
    }
    let f = inside.visit.frame("W-54");
    page(StatusCode::OK, &Consent { f })
}

pub(in crate::pages) async fn send(inside: Inside) -> Result<Response, Refused> {
    match rights::withdraw(&inside.visit.portal.campus, &inside.actor()).await {
        Ok(()) => Ok(go(DONE)),
        Err(failure) => inside.refused(failure),
    }
}

pub(in crate::pages) async fn done(visit: Visit) -> Result<Response, Refused> {
    let f = visit.frame("W-55");
    page(StatusCode::OK, &Withdrawn { f })
}
