//! Links of letters that bind or unbind a mail: when one is good (seed B §三 (3): 2 hours).

use menhu_protocol::Millis;

/// From the moment the mail server took the letter, on the server's clock.
pub const GOOD_FOR_MS: Millis = 7_200_000;

/// A link that was sent, as the books have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    pub at: Millis,
    /// The password was set since, or the account closed.
    pub void: bool,
}

/// Whether a link may be pressed, or shown, at `now`.
pub fn is_good(sent: &Sent, now: Millis) -> bool {
    !sent.void && now - sent.at <= GOOD_FOR_MS
}

#[cfg(test)]
mod tests {
    use super::{Sent, is_good};

    #[test]
    fn a_link_is_good_at_7199_seconds_and_not_at_7201() {
        let sent = Sent { at: 0, void: false };
        for (now, good) in [
            (0, true),
            (7_199_000, true),
            (7_200_000, true),
            (7_200_001, false),
            (7_201_000, false),
            (i64::MAX / 2, false),
        ] {
            assert_eq!(is_good(&sent, now), good, "{now}");
        }
        assert!(!is_good(&Sent { void: true, ..sent }, 0));
    }
}
