//! `/v1/session/…`, `/v1/me`

use axum::Router;
use axum::extract::State;
use axum::routing::post;
use menhu_protocol::api::Call as _;
use menhu_protocol::api::session::{Done, Me, MeRead, Refresh, Revoke, Tokens};

use super::answer::{Answer, answer};
use super::ask::Ask;
use super::proof::SignedIn;
use crate::session::Device;
use crate::{Campus, session};

pub(super) fn routes() -> Router<Campus> {
    Router::new()
        .route(Refresh::PATH, post(refresh))
        .route(Revoke::PATH, post(revoke))
        .route(MeRead::PATH, post(me))
}

async fn refresh(
    State(campus): State<Campus>,
    device: Device,
    Ask(ask): Ask<Refresh>,
) -> Answer<Tokens> {
    answer(session::refresh(&campus, &device, ask).await)
}

async fn revoke(
    State(campus): State<Campus>,
    device: Device,
    Ask(ask): Ask<Revoke>,
) -> Answer<Done> {
    answer(session::revoke(&campus, &device, ask).await)
}

async fn me(
    State(campus): State<Campus>,
    SignedIn(session): SignedIn,
    Ask(MeRead {}): Ask<MeRead>,
) -> Answer<Me> {
    answer(session::me(&campus, &session).await)
}
