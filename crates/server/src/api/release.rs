//! Newer versions of the app: `/v1/release/latest` for our own, `/releases/…` as Tauri's updater asks.

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use menhu_protocol::Code;
use menhu_protocol::api::Call as _;
use menhu_protocol::api::release::{Arch, Bundle, Latest, Newest, target};
use menhu_protocol::ipc::System;
use menhu_words::Tongue;
use semver::Version;
use serde::Deserialize;

use super::Refusal;
use super::answer::{Answer, answer};
use super::ask::Ask;
use crate::{Campus, release};

pub(super) fn calls() -> Router<Campus> {
    Router::new().route(Latest::PATH, post(latest))
}

pub(super) fn routes() -> Router<Campus> {
    Router::new().route("/releases/{target}/{arch}/{current}", get(newer))
}

async fn latest(State(campus): State<Campus>, Ask(ask): Ask<Latest>) -> Answer<Newest> {
    answer(release::latest(&campus, ask).await)
}

#[derive(Deserialize)]
struct Wish {
    bundle: Option<String>,
}

/// 204 when nothing is newer (Tauri, "Dynamic Update Server").
async fn newer(
    State(campus): State<Campus>,
    Path((system, arch, current)): Path<(String, String, String)>,
    Query(wish): Query<Wish>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let systems = [System::Windows, System::Macos, System::Linux];
    let system = systems.into_iter().find(|known| target(*known) == system);
    let (Some(system), Ok(current)) = (system, Version::parse(&current)) else {
        return Err(Refusal(Code::NotFound.into()));
    };
    let tongue = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .map(Tongue::preferred)
        .unwrap_or_default();
    let bundle = wish
        .bundle
        .as_deref()
        .map(Bundle::named)
        .unwrap_or_default();
    let device = (system, Arch::named(&arch), bundle);
    let file = release::signed_file(&campus, device, &current, tongue)
        .await
        .map_err(Refusal)?;
    let fresh = [(header::CACHE_CONTROL, "no-cache")];
    Ok(match file {
        Some(file) => (fresh, Json(file)).into_response(),
        None => (fresh, StatusCode::NO_CONTENT).into_response(),
    })
}
