//! The captcha's work, done by the device so that nobody has to read a picture (`api::captcha`).

use menhu_protocol::api::captcha::{CaptchaPurpose, Puzzle, PuzzleRead, Solved};
use menhu_protocol::values::CampusAddress;
use menhu_protocol::{Code, Failure, Retry};
use sha2::{Digest, Sha256};

use super::call::Prover;
use crate::core::Core;

/// Hardest work that is done. Each bit doubles it; what is harder holds a phone up for minutes, and no
/// campus that wants to be used asks for it.
const BITS_MOST: u8 = 26;
/// Longest sealed puzzle, bytes: it is hashed once and sent back.
const PUZZLE_LONGEST: usize = 4096;

/// Asks the campus for a piece of work and does it, outside the async threads.
///
/// # Errors
/// Those of a call; `server_fault` for work that is no fair demand.
pub(crate) async fn puzzle_work(
    core: &Core,
    address: &CampusAddress,
    purpose: CaptchaPurpose,
) -> Result<Solved, Failure> {
    let ask = PuzzleRead { purpose };
    let puzzle = core.ask(address, Prover::Nobody, &ask).await?;
    if puzzle.bits > BITS_MOST || puzzle.puzzle.expose().len() > PUZZLE_LONGEST {
        tracing::warn!(bits = puzzle.bits, "the campus asks for unfair work");
        return Err(Failure::new(Code::ServerFault).retry(Retry::Now));
    }
    tokio::task::spawn_blocking(move || solve(puzzle))
        .await
        .map_err(|error| {
            tracing::error!(%error, "the captcha's work broke");
            Code::Internal.into()
        })
}

/// The least nonce that does the work.
fn solve(puzzle: Puzzle) -> Solved {
    let begun = Sha256::new_with_prefix(puzzle.puzzle.expose());
    let is_done = |nonce: &u64| {
        let digest = begun.clone().chain_update(nonce.to_string()).finalize();
        zero_bits(&digest) >= u32::from(puzzle.bits)
    };
    // Nobody counts through them all: each is done with a chance of two to the minus `bits`.
    let nonce = (0..u64::MAX).find(is_done).unwrap_or(u64::MAX);
    Solved {
        puzzle: puzzle.puzzle,
        nonce,
    }
}

/// Zero bits before the first one.
fn zero_bits(digest: &[u8]) -> u32 {
    let zeros = digest.iter().take_while(|byte| **byte == 0).count();
    let rest = digest.get(zeros).map_or(0, |byte| byte.leading_zeros());
    // Thirty-two bytes at most.
    u32::try_from(zeros).unwrap_or(0) * 8 + rest
}

#[cfg(test)]
mod tests {
    use menhu_protocol::api::captcha::Puzzle;
    use menhu_protocol::values::Secret;
    use sha2::{Digest, Sha256};

    use super::{solve, zero_bits};

    #[test]
    fn bits_are_counted_over_whole_and_broken_bytes() {
        for (digest, bits) in [
            (&[0x80_u8, 0][..], 0),
            (&[0x01, 0], 7),
            (&[0, 0x80], 8),
            (&[0, 0x0f], 12),
            (&[0, 0], 16),
        ] {
            assert_eq!(zero_bits(digest), bits, "{digest:?}");
        }
    }

    #[test]
    fn the_work_is_what_the_wire_says() {
        for bits in [0, 1, 9, 12] {
            let solved = solve(Puzzle {
                puzzle: Secret::new("sealed"),
                bits,
                good_for_s: 300,
            });
            let digest = Sha256::digest(format!("sealed{}", solved.nonce));
            assert!(zero_bits(&digest) >= u32::from(bits));
            assert_eq!(solved.puzzle, Secret::new("sealed"));
        }
    }
}
