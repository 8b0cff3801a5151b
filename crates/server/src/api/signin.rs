//! `/v1/signin/…`

use axum::Router;
use axum::extract::State;
use axum::routing::post;
use menhu_protocol::api::session::Tokens;
use menhu_protocol::api::signin::{
    Begin, Begun, CodeProve, CodeSend, PasswordProve, PhoneProven, Renewal, Resume, Resumed,
};
use menhu_protocol::api::{Call as _, CodeSent};

use super::answer::{Answer, answer};
use super::ask::Ask;
use crate::session::Device;
use crate::{Caller, Campus, signin};

pub(super) fn routes() -> Router<Campus> {
    Router::new()
        .route(Begin::PATH, post(begin))
        .route(CodeSend::PATH, post(code_send))
        .route(CodeProve::PATH, post(code_prove))
        .route(PasswordProve::PATH, post(password_prove))
        .route(Renewal::PATH, post(renew))
        .route(Resume::PATH, post(resume))
}

async fn begin(
    State(campus): State<Campus>,
    caller: Caller,
    device: Device,
    Ask(ask): Ask<Begin>,
) -> Answer<Begun> {
    answer(signin::begin(&campus, &caller, &device, ask).await)
}

async fn code_send(
    State(campus): State<Campus>,
    caller: Caller,
    device: Device,
    Ask(ask): Ask<CodeSend>,
) -> Answer<CodeSent> {
    answer(signin::code_send(&campus, &caller, &device, ask).await)
}

async fn code_prove(
    State(campus): State<Campus>,
    device: Device,
    Ask(ask): Ask<CodeProve>,
) -> Answer<PhoneProven> {
    answer(signin::code_prove(&campus, &device, ask).await)
}

async fn password_prove(
    State(campus): State<Campus>,
    caller: Caller,
    device: Device,
    Ask(ask): Ask<PasswordProve>,
) -> Answer<Tokens> {
    answer(signin::password_prove(&campus, &caller, &device, ask).await)
}

async fn renew(
    State(campus): State<Campus>,
    caller: Caller,
    device: Device,
    Ask(ask): Ask<Renewal>,
) -> Answer<Tokens> {
    answer(signin::renew(&campus, &caller, &device, ask).await)
}

async fn resume(
    State(campus): State<Campus>,
    device: Device,
    Ask(ask): Ask<Resume>,
) -> Answer<Resumed> {
    answer(signin::resume(&campus, &device, ask).await)
}
