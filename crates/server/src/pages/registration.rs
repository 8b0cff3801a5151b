//! Registration in a browser, one question a page (seed H §3.1): W-01 landing, W-02 account, W-03
//! 信息确认, W-04/05 信息有误, W-06/07 another phone, W-08 注册成功.
//!
//! Where a person is stands on the server; the browser holds one cookie that names the attempt. So any
//! page may be closed and the poster scanned again: the landing goes on from there. Every form answers
//! with a redirect, so going back or reloading sends nothing twice.

mod account;
mod code;
mod confirm;
mod dispute;
mod done;
mod landing;
mod phone;

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use menhu_protocol::api::CodeSent;
use menhu_protocol::api::registration::{Activation, Record, Resume, Standing};
use menhu_protocol::{Code, Failure};

use super::Portal;
use super::cookies::REGISTRATION;
use super::frame::go;
use super::guard::Refused;
use super::visit::Visit;
use crate::registration as flow;

pub(crate) fn routes() -> Router<Portal> {
    Router::new()
        .route("/r", get(landing::show))
        .route("/r/", get(landing::show))
        .route("/r/account", get(account::show).post(account::send))
        .route("/r/leave", get(landing::show).post(landing::leave))
        .route("/r/confirm", get(confirm::show).post(confirm::send))
        .route("/r/dispute", get(dispute::show).post(dispute::send))
        .route("/r/case", get(dispute::case))
        .route("/r/phone", get(phone::show).post(phone::send))
        .route("/r/code", get(code::show).post(code::send))
        .route("/r/code/again", get(code::show).post(code::again))
        .route("/r/done", get(done::show))
}

/// Where a registration stands.
enum At {
    /// None runs; `over`: one did, and its time ended.
    Nowhere {
        over: bool,
    },
    Confirm(Record, Option<CodeSent>),
    Done(Activation),
}

impl At {
    async fn of(visit: &Visit) -> Result<Self, Failure> {
        let Some(registration) = visit.registration.clone() else {
            return Ok(Self::Nowhere { over: false });
        };
        let ask = Resume { registration };
        match flow::resume(&visit.portal.campus, ask).await {
            Ok(resumed) => Ok(match resumed.standing {
                Standing::Confirm { record } => Self::Confirm(record, resumed.code),
                Standing::Activated(activation) => Self::Done(activation),
            }),
            Err(failure) if failure.code == Code::AttemptOver => Ok(Self::Nowhere { over: true }),
            Err(failure) => Err(failure),
        }
    }

    /// The page to go on with.
    fn path(&self) -> &'static str {
        match self {
            Self::Nowhere { over: false } => "/r",
            Self::Nowhere { over: true } => "/r/account?over",
            Self::Confirm(_, Some(_)) => "/r/code",
            Self::Confirm(_, None) => "/r/confirm",
            Self::Done(_) => "/r/done",
        }
    }

    fn go(&self, visit: &Visit) -> Response {
        let mut response = go(self.path());
        if matches!(self, Self::Nowhere { over: true }) {
            REGISTRATION.forget(visit, &mut response);
        }
        response
    }
}

/// The failures that are no fault of a field but of the place: the person is taken to where they are.
async fn redirected(visit: &Visit, failure: &Failure) -> Result<Option<Response>, Refused> {
    Ok(match failure.code {
        Code::PhoneMissing => Some(go("/r/phone")),
        Code::AttemptOver | Code::OutOfOrder | Code::Disputed => {
            Some(At::of(visit).await?.go(visit))
        }
        _ => None,
    })
}
