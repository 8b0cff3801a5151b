//! W-44: the password is set, and who was told.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use menhu_protocol::api::recovery::Ways;

use super::At;
use crate::pages::frame::{Frame, page};
use crate::pages::guard::Refused;
use crate::pages::return_to::ReturnTo;
use crate::pages::visit::Visit;
use crate::recovery as flow;

#[derive(Template)]
#[template(path = "recovery/done.html")]
struct Done<'a> {
    f: Frame<'a>,
    /// Which channels were told.
    told: Option<String>,
    /// Where to sign in, and to go on to where they were going.
    signin: String,
}

pub(in crate::pages) async fn show(visit: Visit) -> Result<Response, Refused> {
    let campus = &visit.portal.campus;
    let (At::Done, Some(recovery)) = (At::of(&visit).await?, &visit.recovery) else {
        return Ok(At::of(&visit).await?.go(&visit));
    };
    let sealed = flow::return_ticket(campus, recovery).await?;
    let to = ReturnTo::of_ticket(campus, &sealed.unwrap_or_default());
    let ways = flow::ways_of(campus, recovery).await?;
    let f = visit.frame("W-44");
    let done = Done {
        f,
        told: told(f, &ways),
        signin: to.along("/login"),
    };
    page(StatusCode::OK, &done)
}

fn told(f: Frame<'_>, ways: &Ways) -> Option<String> {
    match (&ways.phone, &ways.mail) {
        (Some(phone), Some(mail)) => {
            let facts = [("phone", phone.as_str()), ("mail", mail.as_str())];
            Some(f.say_with("web-recover-done-told-both", &facts))
        }
        (Some(to), None) | (None, Some(to)) => {
            Some(f.say_with("web-recover-done-told", &[("to", to.as_str())]))
        }
        (None, None) => None,
    }
}
