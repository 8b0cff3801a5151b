//! Rotation of refresh tokens (design.md §6), as a rule over one row.
//!
//! The newest token is `issued`; the one before is `settled` and stays good, without a time limit,
//! until `issued` is first used. Whoever shows any older one, or shows one from another key, holds a
//! copy: the family ends.

/// What the books know of a family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    /// Fingerprint of the newest token.
    pub issued: String,
    /// Fingerprint of the one before.
    pub settled: Option<String>,
    /// Thumbprint of the device's key.
    pub device: String,
    pub ended: bool,
}

/// What to do about a token that was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// First use of the newest: it settles, a successor is issued.
    Forward,
    /// The answer was lost: the same successor again.
    Again,
    /// A copy is about: nobody may go on with this family.
    End(Why),
    /// It ended before.
    Ended,
}

/// Why a family ended by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// An old token came back.
    Replayed,
    /// A token came from another key.
    OtherKey,
}

impl Why {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Replayed => "replayed",
            Self::OtherKey => "other_key",
        }
    }
}

/// The turn for a token with this fingerprint, shown by this device.
pub fn turn(family: &Family, token: &str, device: &str) -> Turn {
    if family.ended {
        Turn::Ended
    } else if family.device != device {
        Turn::End(Why::OtherKey)
    } else if family.issued == token {
        Turn::Forward
    } else if family.settled.as_deref() == Some(token) {
        Turn::Again
    } else {
        Turn::End(Why::Replayed)
    }
}

#[cfg(test)]
mod tests {
    use super::{Family, Turn, Why, turn};

    fn family() -> Family {
        Family {
            issued: "t2".into(),
            settled: Some("t1".into()),
            device: "key".into(),
            ended: false,
        }
    }

    #[test]
    fn the_newest_goes_forward_and_the_one_before_gives_the_same_again() {
        assert_eq!(turn(&family(), "t2", "key"), Turn::Forward);
        assert_eq!(turn(&family(), "t1", "key"), Turn::Again);
    }

    #[test]
    fn older_tokens_and_other_keys_end_the_family() {
        assert_eq!(turn(&family(), "t0", "key"), Turn::End(Why::Replayed));
        assert_eq!(turn(&family(), "t2", "thief"), Turn::End(Why::OtherKey));
        assert_eq!(turn(&family(), "t1", "thief"), Turn::End(Why::OtherKey));
    }

    #[test]
    fn an_ended_family_stays_ended() {
        let ended = Family {
            ended: true,
            ..family()
        };
        for token in ["t0", "t1", "t2"] {
            assert_eq!(turn(&ended, token, "key"), Turn::Ended);
        }
    }
}
