//! W-01: where the poster's code leads.

use askama::Template;
use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use menhu_protocol::values::{CampusCode, NotACampus};

use super::{At, go};
use crate::pages::cookies::REGISTRATION;
use crate::pages::frame::{Frame, page};
use crate::pages::guard::Refused;
use crate::pages::visit::Visit;
use crate::pages::wording;

#[derive(Template)]
#[template(path = "registration/landing.html")]
struct Landing<'a> {
    f: Frame<'a>,
    /// The poster's last day, if it is past.
    expired: Option<String>,
    host: &'a str,
}

pub(in crate::pages) async fn show(
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, Refused> {
    let at = At::of(&visit).await?;
    if !matches!(at, At::Nowhere { .. }) {
        return Ok(at.go(&visit));
    }
    let landing = Landing {
        f: visit.frame("W-01"),
        expired: expired(&visit, query.as_deref().unwrap_or_default()),
        host: visit.portal.campus.config.origin.host(),
    };
    let mut response = page(StatusCode::OK, &landing)?;
    if matches!(at, At::Nowhere { over: true }) {
        REGISTRATION.forget(&visit, &mut response);
    }
    Ok(response)
}

/// A poster that was good until an earlier day is said to be; what is no date is nobody's business here.
fn expired(visit: &Visit, query: &str) -> Option<String> {
    let today = wording::today(visit.portal.campus.clock.now());
    let origin = visit.portal.campus.config.origin.origin();
    let address = format!("{origin}{}?{query}", CampusCode::PATH);
    let known = CampusCode::parse(&address, today);
    (known == Err(NotACampus::Expired)).then_some(())?;
    let code = CampusCode::parse(&address, (0, 0, 0)).ok()?;
    Some(menhu_words::day(visit.words(), code.until?))
}

/// 「换一个账号」: the browser forgets the attempt; the server lets it run out.
pub(in crate::pages) async fn leave(visit: Visit) -> Response {
    let mut response = go("/r/account");
    REGISTRATION.forget(&visit, &mut response);
    response
}
