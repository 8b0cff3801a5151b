//! `/v1/registration/…`

use axum::Router;
use axum::extract::State;
use axum::routing::post;
use menhu_protocol::api::Call as _;
use menhu_protocol::api::CodeSent;
use menhu_protocol::api::registration::{
    Activate, Activation, Case, CodeAgain, Dispute, Open, Opened, PhoneBind, PhoneProve, Resume,
    Resumed, Standing,
};

use super::answer::{Answer, answer};
use super::ask::Ask;
use crate::{Caller, Campus, registration};

pub(super) fn routes() -> Router<Campus> {
    Router::new()
        .route(Open::PATH, post(open))
        .route(Resume::PATH, post(resume))
        .route(Dispute::PATH, post(dispute))
        .route(PhoneBind::PATH, post(phone_bind))
        .route(CodeAgain::PATH, post(code_again))
        .route(PhoneProve::PATH, post(phone_prove))
        .route(Activate::PATH, post(activate))
}

async fn open(State(campus): State<Campus>, caller: Caller, Ask(ask): Ask<Open>) -> Answer<Opened> {
    answer(registration::open(&campus, &caller, ask).await)
}

async fn resume(State(campus): State<Campus>, Ask(ask): Ask<Resume>) -> Answer<Resumed> {
    answer(registration::resume(&campus, ask).await)
}

async fn dispute(State(campus): State<Campus>, Ask(ask): Ask<Dispute>) -> Answer<Case> {
    answer(registration::dispute(&campus, ask).await)
}

async fn phone_bind(
    State(campus): State<Campus>,
    caller: Caller,
    Ask(ask): Ask<PhoneBind>,
) -> Answer<CodeSent> {
    answer(registration::phone_bind(&campus, &caller, ask).await)
}

async fn code_again(
    State(campus): State<Campus>,
    caller: Caller,
    Ask(ask): Ask<CodeAgain>,
) -> Answer<CodeSent> {
    answer(registration::code_again(&campus, &caller, ask).await)
}

async fn phone_prove(State(campus): State<Campus>, Ask(ask): Ask<PhoneProve>) -> Answer<Standing> {
    answer(registration::phone_prove(&campus, ask).await)
}

async fn activate(State(campus): State<Campus>, Ask(ask): Ask<Activate>) -> Answer<Activation> {
    answer(registration::activate(&campus, ask).await)
}
