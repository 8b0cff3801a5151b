//! `/v1/recovery/…`

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::routing::post;
use menhu_protocol::api::recovery::{
    Begin, Begun, CodeProve, CodeSend, PasswordSet, Proven, Resume, Resumed,
};
use menhu_protocol::api::session::Done;
use menhu_protocol::api::{Call as _, CodeSent};

use super::answer::{Answer, answer};
use super::ask::Ask;
use crate::trace::Trace;
use crate::{Caller, Campus, recovery};

pub(super) fn routes() -> Router<Campus> {
    Router::new()
        .route(Begin::PATH, post(begin))
        .route(CodeSend::PATH, post(code_send))
        .route(CodeProve::PATH, post(code_prove))
        .route(PasswordSet::PATH, post(password_set))
        .route(Resume::PATH, post(resume))
}

async fn begin(
    State(campus): State<Campus>,
    caller: Caller,
    Ask(ask): Ask<Begin>,
) -> Answer<Begun> {
    answer(recovery::begin(&campus, &caller, ask).await)
}

async fn code_send(
    State(campus): State<Campus>,
    caller: Caller,
    Ask(ask): Ask<CodeSend>,
) -> Answer<CodeSent> {
    answer(recovery::code_send(&campus, &caller, ask).await)
}

async fn code_prove(State(campus): State<Campus>, Ask(ask): Ask<CodeProve>) -> Answer<Proven> {
    answer(recovery::code_prove(&campus, ask).await)
}

async fn password_set(
    State(campus): State<Campus>,
    caller: Caller,
    headers: HeaderMap,
    Ask(ask): Ask<PasswordSet>,
) -> Answer<Done> {
    let agent = headers.get(header::USER_AGENT);
    let agent = agent.and_then(|value| value.to_str().ok());
    let by = Trace::of_browser(caller, agent.unwrap_or_default());
    answer(recovery::password_set(&campus, &by, ask).await)
}

async fn resume(State(campus): State<Campus>, Ask(ask): Ask<Resume>) -> Answer<Resumed> {
    answer(recovery::resume(&campus, ask).await)
}
