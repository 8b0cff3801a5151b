//! `/v1/captcha`

use axum::Router;
use axum::extract::State;
use axum::routing::post;
use menhu_protocol::Failure;
use menhu_protocol::api::Call as _;
use menhu_protocol::api::captcha::{Puzzle, PuzzleRead};

use super::answer::{Answer, answer};
use super::ask::Ask;
use crate::captcha::{Bound, PROGRAM};
use crate::{Caller, Campus, captcha};

pub(super) fn routes() -> Router<Campus> {
    Router::new().route(PuzzleRead::PATH, post(read))
}

async fn read(
    State(campus): State<Campus>,
    caller: Caller,
    Ask(ask): Ask<PuzzleRead>,
) -> Answer<Puzzle> {
    answer(puzzle(&campus, &caller, &ask).await)
}

async fn puzzle(campus: &Campus, caller: &Caller, ask: &PuzzleRead) -> Result<Puzzle, Failure> {
    let bound = Bound {
        purpose: ask.purpose,
        asker: PROGRAM,
    };
    captcha::puzzle(campus, bound, captcha::risk(campus, caller).await?)
}
