//! Forgotten passwords in a browser, one question a page (seed B §二 (2)): W-40 account and 证件号, W-41
//! where the code goes, W-42 the code, W-43 the new password, W-44 done, W-45 other ways, W-46 密保问题.
//!
//! As with registration, where a person is stands on the server and the browser holds one cookie that
//! names the attempt; every form answers with a redirect. 上一步 is a plain link: it sends nothing.

mod account;
mod code;
mod done;
mod others;
mod password;
mod questions;
mod way;

use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use menhu_protocol::api::CodeSent;
use menhu_protocol::api::recovery::{Resume, Resumed, Way, Ways};
use menhu_protocol::password::PasswordRules;
use menhu_protocol::{Code, Failure};

use super::Portal;
use super::cookies::RECOVERY;
use super::frame::go;
use super::guard::Refused;
use super::visit::Visit;
use crate::keys::fingerprint;
use crate::recovery as flow;
use crate::{Campus, question};

pub(crate) fn routes(campus: &Campus) -> Router<Portal> {
    let pages = Router::new()
        .route("/recover", get(account::show).post(account::send))
        .route("/recover/leave", post(account::leave))
        .route("/recover/way", get(way::show).post(way::send))
        .route("/recover/code", get(code::show).post(code::send))
        .route("/recover/code/again", get(code::show).post(code::again))
        .route(
            "/recover/password",
            get(password::show).post(password::send),
        )
        .route("/recover/done", get(done::show))
        .route("/recover/others", get(others::show));
    if question::are_on(campus) {
        pages.route(questions::HERE, get(questions::show).post(questions::send))
    } else {
        pages
    }
}

/// Where a recovery stands.
enum At {
    /// None runs; `over`: one did, and its time ended.
    Nowhere {
        over: bool,
    },
    Choose(Ways),
    Code {
        way: Way,
        sent: CodeSent,
    },
    Password(PasswordRules),
    Done,
}

impl At {
    async fn of(visit: &Visit) -> Result<Self, Failure> {
        let Some(recovery) = visit.recovery.clone() else {
            return Ok(Self::Nowhere { over: false });
        };
        match flow::resume(&visit.portal.campus, Resume { recovery }).await {
            Ok(Resumed::Choose { ways }) => Ok(Self::Choose(ways)),
            Ok(Resumed::Code { way, sent, .. }) => Ok(Self::Code { way, sent }),
            Ok(Resumed::Password(proven)) => Ok(Self::Password(proven.rules)),
            Ok(Resumed::Done) => Ok(Self::Done),
            Err(failure) if failure.code == Code::AttemptOver => Ok(Self::Nowhere { over: true }),
            Err(failure) => Err(failure),
        }
    }

    /// The page to go on with.
    fn path(&self) -> &'static str {
        match self {
            Self::Nowhere { over: false } => "/recover",
            Self::Nowhere { over: true } => "/recover?over",
            Self::Choose(ways) if !has_any(ways) => "/recover/others",
            Self::Choose(_) => "/recover/way",
            Self::Code { .. } => "/recover/code",
            Self::Password(_) => "/recover/password",
            Self::Done => "/recover/done",
        }
    }

    fn go(&self, visit: &Visit) -> Response {
        let mut response = go(self.path());
        if matches!(self, Self::Nowhere { over: true }) {
            RECOVERY.forget(visit, &mut response);
        }
        response
    }
}

/// Whether a code can be sent anywhere.
fn has_any(ways: &Ways) -> bool {
    ways.phone.is_some() || ways.mail.is_some()
}

/// The failures that are no fault of a field but of the place: the person is taken to where they are.
async fn redirected(visit: &Visit, failure: &Failure) -> Result<Option<Response>, Refused> {
    Ok(match failure.code {
        Code::AttemptOver | Code::OutOfOrder => Some(At::of(visit).await?.go(visit)),
        _ => None,
    })
}

/// The fingerprint of the browser's own cookie.
fn browser(visit: &Visit) -> Option<String> {
    let secret = visit.browser.as_ref();
    secret.map(|secret| fingerprint(secret.expose()))
}

/// `phone` or `mail`, as the forms write it.
fn way_of(text: &str) -> Option<Way> {
    match text {
        "phone" => Some(Way::Phone),
        "mail" => Some(Way::Mail),
        _ => None,
    }
}

fn way_text(way: Way) -> &'static str {
    match way {
        Way::Phone => "phone",
        Way::Mail => "mail",
    }
}
