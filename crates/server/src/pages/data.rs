//! One's own data (seed B, rights; PIPL §45): W-50 what there is, W-51 注销账号, W-52/53 correcting the
//! record, W-54/55 taking back consent, W-56 agreeing again.

mod agree;
mod close;
mod consent;
mod correct;
mod overview;

use axum::Router;
use axum::routing::get;
use menhu_protocol::{Millis, TextKind};

use super::Portal;
use super::frame::{Frame, go};
use super::visit::Visit;
use super::wording;

pub(crate) use agree::PATH as AGREE;

const OVERVIEW: &str = "/me/data";

pub(super) fn routes() -> Router<Portal> {
    Router::new()
        .route(OVERVIEW, get(overview::show))
        .route("/me/data/export", get(overview::export))
        .route("/me/data/correct", get(correct::show).post(correct::send))
        .route("/me/data/case", get(correct::case))
        .route("/me/data/consent", get(consent::show).post(consent::send))
        .route("/withdrawn", get(consent::done))
        .route("/me/data/close", get(close::show).post(close::send))
        .route("/me/data/close/back", get(close::show).post(close::back))
        .route(AGREE, get(agree::show).post(agree::send))
}

/// A day at the campus in the reader's language.
fn day(visit: &Visit, at: Millis) -> String {
    wording::day(visit.words(), at)
}

/// 服务协议, 隐私声明.
fn text_name(f: &Frame<'_>, kind: TextKind) -> String {
    match kind {
        TextKind::Terms => f.say("web-terms"),
        TextKind::Privacy | TextKind::Other => f.say("web-privacy"),
    }
}
