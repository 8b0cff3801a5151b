//! Sensitive acts ask for the password again (design.md §9, "log in only once").

use menhu_protocol::Millis;

/// How long a proof of the password counts for sensitive acts: ten minutes (design.md §9).
pub const GOOD_FOR_MS: Millis = 600_000;

/// Whether a password proven at `proven_at` still counts; `None`: it never was.
pub fn is_fresh(proven_at: Option<Millis>, now: Millis) -> bool {
    proven_at.is_some_and(|at| now - at <= GOOD_FOR_MS)
}

#[cfg(test)]
mod tests {
    use super::is_fresh;

    #[test]
    fn a_proof_counts_for_ten_minutes() {
        for (proven_at, now, fresh) in [
            (None, 0, false),
            (Some(0), 0, true),
            (Some(0), 599_999, true),
            (Some(0), 600_000, true),
            (Some(0), 600_001, false),
            // A copy of the server whose clock is a little behind.
            (Some(1_000), 0, true),
        ] {
            assert_eq!(is_fresh(proven_at, now), fresh, "{proven_at:?} at {now}");
        }
    }
}
