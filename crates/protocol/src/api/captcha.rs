//! Proof that somebody took the trouble: work for a machine, before anything costly is done for it.

use serde::{Deserialize, Serialize};

use super::calls;
use crate::values::Secret;

/// What a captcha stands before; one of another purpose is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaptchaPurpose {
    Recovery,
    Signin,
    #[serde(other)]
    Other,
}

/// Asks for a piece of work.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PuzzleRead {
    pub purpose: CaptchaPurpose,
}

/// A piece of work: find a `nonce` so that SHA-256 over `puzzle` and the nonce in decimal (ASCII, one
/// after the other) begins with `bits` zero bits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Puzzle {
    /// Sealed by the server, which keeps nothing; good once.
    pub puzzle: Secret,
    pub bits: u8,
    pub good_for_s: u32,
}

/// A piece of work that was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Solved {
    pub puzzle: Secret,
    pub nonce: u64,
}

calls! { None:
    PuzzleRead "/v1/captcha" -> Puzzle;
}
