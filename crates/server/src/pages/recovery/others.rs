//! W-45: what else this person can do.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::{At, has_any};
use crate::pages::frame::{Frame, page};
use crate::pages::guard::Refused;
use crate::pages::visit::Visit;
use crate::recovery as flow;

#[derive(Template)]
#[template(path = "recovery/others.html")]
struct Others<'a> {
    f: Frame<'a>,
    /// A code can be sent all the same.
    has_way: bool,
    /// A device or browser of theirs is in.
    has_device: bool,
}

pub(in crate::pages) async fn show(visit: Visit) -> Result<Response, Refused> {
    let at = At::of(&visit).await?;
    let (false, Some(recovery)) = (matches!(at, At::Nowhere { .. } | At::Done), &visit.recovery)
    else {
        return Ok(at.go(&visit));
    };
    let ways = flow::ways_of(&visit.portal.campus, recovery).await?;
    let others = Others {
        f: visit.frame("W-45"),
        has_way: has_any(&ways),
        has_device: ways.device,
    };
    page(StatusCode::OK, &others)
}
