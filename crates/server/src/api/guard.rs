//! What surrounds every route: a bound on time and size, the nonce on every answer, faults that stay
//! JSON.

use std::any::Any;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http_body_util::BodyExt as _;
use menhu_protocol::api::NONCE_HEADER;
use menhu_protocol::{Code, Failure, Retry};

use super::Refusal;
use crate::Campus;
use crate::session::proof;

/// The largest call of ours has about 600 bytes; passwords may have 4096.
pub(super) const LARGEST_BODY: usize = 64 * 1024;
/// What is read and thrown away of a body that is too large. Whoever sends more is cut off.
const DRAINED_MOST: usize = 4 * 1024 * 1024;
/// Longer than the SMS gateway (8 s), the hash queue (8 s) and the database (20 s) may take.
const LONGEST: Duration = Duration::from_secs(30);

/// Ends what takes too long, a body that trickles in included (security.md S-13).
pub(super) async fn bounded(request: Request, next: Next) -> Response {
    match tokio::time::timeout(LONGEST, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Refusal(Failure::new(Code::ServerFault).retry(Retry::Now)).into_response(),
    }
}

/// Reads the whole body before anything is answered: an answer that comes while a client still writes
/// may be lost with the connection (RFC 9112 §9.6). Refuses what is too large or breaks off.
pub(super) async fn heard(request: Request, next: Next) -> Response {
    let (parts, mut body) = request.into_parts();
    let (mut kept, mut seen) = (Vec::new(), 0);
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else {
            return Refusal(Code::BadRequest.into()).into_response();
        };
        let Ok(data) = frame.into_data() else {
            continue;
        };
        seen += data.len();
        if seen <= LARGEST_BODY {
            kept.extend_from_slice(&data);
        } else if seen > DRAINED_MOST {
            break;
        }
    }
    if seen > LARGEST_BODY {
        return Refusal(Code::BadRequest.into()).into_response();
    }
    next.run(Request::from_parts(parts, Body::from(kept))).await
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
