//! Newer versions of the app.

use axum::Router;
use axum::extract::State;
use axum::routing::post;
use menhu_protocol::api::Call as _;
use menhu_protocol::api::release::{Latest, Newest};

use super::answer::{Answer, answer};
use super::ask::Ask;
use crate::{Campus, release};

pub(super) fn calls() -> Router<Campus> {
    Router::new().route(Latest::PATH, post(latest))
}

async fn latest(State(campus): State<Campus>, Ask(ask): Ask<Latest>) -> Answer<Newest> {
    answer(release::latest(&campus, ask).await)
}
