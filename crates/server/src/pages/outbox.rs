//! Demo mode's outbox (W-90): the SMS and mail that would have left, newest first.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::frame::{Frame, page};
use super::guard::Refused;
use super::visit::Visit;
use super::wording;
use crate::delivery;

/// A code is looked for at once; three seconds is as long as an SMS takes. The script reloads and not
/// `<meta http-equiv="refresh">`, which WCAG technique F41 counts as a failure.
const RELOAD_S: u32 = 3;

#[derive(Template)]
#[template(path = "outbox.html")]
struct Outbox<'a> {
    f: Frame<'a>,
    reload_s: u32,
    letters: Vec<Letter>,
}

struct Letter {
    mail: bool,
    to: String,
    time: String,
    text: String,
}

pub(crate) async fn show(visit: Visit) -> Result<Response, Refused> {
    let sent = delivery::outbox_read(&visit.portal.campus).await?;
    let letters = sent
        .into_iter()
        .map(|letter| Letter {
            mail: letter.kind == "mail",
            to: letter.to,
            time: wording::hour(letter.at),
            text: letter.text,
        })
        .collect();
    let outbox = Outbox {
        f: visit.frame("W-90"),
        reload_s: RELOAD_S,
        letters,
    };
    page(StatusCode::OK, &outbox)
}
