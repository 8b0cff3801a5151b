//! What surrounds every route: a bound on time, the nonce on every answer, faults that stay JSON.

use std::any::Any;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use menhu_protocol::api::NONCE_HEADER;
use menhu_protocol::{Code, Failure, Retry};

use super::Refusal;
use crate::Campus;
use crate::session::proof;

/// Longer than the SMS gateway (8 s), the hash queue (8 s) and the database (20 s) may take.
const LONGEST: Duration = Duration::from_secs(30);

/// Ends what takes too long, a body that trickles in included (security.md S-13).
pub(super) async fn bounded(request: Request, next: Next) -> Response {
    match tokio::time::timeout(LONGEST, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Refusal(Failure::new(Code::ServerFault).retry(Retry::Now)).into_response(),
    }
}

/// The nonce stands on every answer of the API, so that a device seldom has to ask twice; nothing of
/// it is kept on the way.
pub(super) async fn marked(State(campus): State<Campus>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let nonce = proof::nonce(&campus.keys, campus.clock.now());
    let headers = response.headers_mut();
    if let Ok(nonce) = HeaderValue::from_str(&nonce) {
        headers.insert(HeaderName::from_static(NONCE_HEADER), nonce);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// One bad request must not end the server (design.md §2).
#[allow(
    clippy::needless_pass_by_value,
    reason = "the signature is tower-http's"
)]
pub(super) fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let what = panic
        .downcast_ref::<&str>()
        .map(|s| (*s).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_default();
    tracing::error!(what, "a request panicked");
    Refusal(Code::ServerFault.into()).into_response()
}
