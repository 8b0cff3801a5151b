//! The campus API for programs, below `/v1`, and what an app reads before it knows a campus.

mod answer;
mod ask;
mod captcha;
mod demo;
mod guard;
mod health;
mod links;
mod manifest;
mod proof;
mod recovery;
mod registration;
mod release;
mod security;
mod session;
mod signin;
mod texts;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::any;
use tower_http::catch_panic::CatchPanicLayer;

use crate::Campus;

pub use answer::Refusal;

/// Every route for programs. Whatever goes wrong below `/v1` is a JSON failure.
pub fn routes(campus: &Campus) -> Router<Campus> {
    let calls = Router::new()
        .merge(registration::routes())
        .merge(recovery::routes())
        .merge(signin::routes())
        .merge(session::routes())
        .merge(security::routes())
        .merge(release::calls())
        .merge(captcha::routes())
        .route("/v1", any(answer::not_found))
        .route("/v1/", any(answer::not_found))
        .route("/v1/{*rest}", any(answer::not_found))
        .method_not_allowed_fallback(answer::not_found)
        .layer(from_fn(guard::heard))
        .layer(from_fn_with_state(campus.clone(), guard::marked));
    Router::new()
        .merge(calls)
        .merge(manifest::routes())
        .merge(links::routes())
        .merge(texts::routes())
        .merge(health::routes())
        .merge(demo::routes())
        .layer(from_fn(guard::bounded))
        .layer(CatchPanicLayer::custom(guard::panicked))
}
