//! `/demo/outbox.json`: what demo mode sent, for tests. Outside demo mode there is no such address.

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use menhu_protocol::Code;

use super::Refusal;
use super::answer::{Answer, answer};
use crate::Campus;
use crate::delivery::{self, Outboxed};

pub(super) fn routes() -> Router<Campus> {
    Router::new().route("/demo/outbox.json", get(outbox))
}

async fn outbox(State(campus): State<Campus>) -> Answer<Vec<Outboxed>> {
    if !campus.config.demo {
        return Err(Refusal(Code::NotFound.into()));
    }
    answer(delivery::outbox_read(&campus).await)
}
