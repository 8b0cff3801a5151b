//! The page's commands and the core's events over HTTP.

use std::convert::Infallible;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use menhu_client::{Host, dispatch, scan_picture, unharmed};
use menhu_protocol::{Code, Failure, ipc};
use serde_json::Value;
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::{Stream, StreamExt};

use crate::Devhost;

/// A failure on this wire: 422, so that a browser's list of requests shows it.
pub struct Refused(Failure);

impl From<Failure> for Refused {
    fn from(failure: Failure) -> Self {
        Self(failure)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (StatusCode::UNPROCESSABLE_ENTITY, Json(self.0)).into_response()
    }
}

pub async fn command(
    State(devhost): State<Devhost>,
    Path(name): Path<String>,
    body: Bytes,
) -> Result<Json<Value>, Refused> {
    let ask = serde_json::from_slice(&body).map_err(|_| Failure::new(Code::BadRequest))?;
    let reply = unharmed(async move { dispatch(&devhost.core, &name, ask).await }).await?;
    Ok(Json(reply))
}

pub async fn bytes(
    State(devhost): State<Devhost>,
    Path(name): Path<String>,
    body: Bytes,
) -> Result<Json<String>, Refused> {
    match name.as_str() {
        ipc::SCAN_PICTURE => {
            let text = unharmed(async move { scan_picture(&devhost.core, body.into()).await });
            Ok(Json(text.await?))
        }
        _ => Err(Failure::new(Code::BadRequest).into()),
    }
}

pub async fn events(
    State(devhost): State<Devhost>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let events = BroadcastStream::new(devhost.speaker.listen())
        // What a slow page missed is gone; it asks the core again when it draws.
        .filter_map(|event| Event::default().json_data(event.ok()?).ok())
        .map(Ok);
    Sse::new(events).keep_alive(KeepAlive::default())
}

/// What the shell does with a `menhu://` link.
pub async fn link(State(devhost): State<Devhost>, text: String) -> StatusCode {
    devhost.speaker.announce(ipc::Event::Link { text });
    StatusCode::NO_CONTENT
}
