//! The portal's entrance (W-00), the desk (W-10), and addresses nobody knows.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::frame::{Frame, page};
use super::guard::Refused;
use super::visit::Visit;

#[derive(Template)]
#[template(path = "entrance.html")]
struct Entrance<'a> {
    f: Frame<'a>,
}

pub(crate) async fn show(visit: Visit) -> Result<Response, Refused> {
    let f = visit.frame("W-00");
    page(StatusCode::OK, &Entrance { f })
}

#[derive(Template)]
#[template(path = "help.html")]
struct Help<'a> {
    f: Frame<'a>,
}

pub(crate) async fn desk(visit: Visit) -> Result<Response, Refused> {
    let f = visit.frame("W-10");
    page(StatusCode::OK, &Help { f })
}

pub(crate) async fn lost() -> Refused {
    Refused::not_found()
}
