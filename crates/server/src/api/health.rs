//! `/healthz`, for load balancers and for who waits for a start.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;

use crate::Campus;

pub(super) fn routes() -> Router<Campus> {
    Router::new().route("/healthz", get(health))
}

/// 200 while the books can be read.
async fn health(State(campus): State<Campus>) -> (StatusCode, &'static str) {
    match campus.books.schema().await {
        Ok(_) => (StatusCode::OK, "ok\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "books\n"),
    }
}
