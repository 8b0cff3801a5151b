//! Phone codes: their numbers, and when one is good (design.md §9, "codes").

use menhu_protocol::values::CODE_DIGITS;
use menhu_protocol::{Code, Dice, Failure, Field, Millis, bytes};

/// On the server's clock (seed: 5 minutes).
pub const GOOD_FOR_MS: Millis = 300_000;
pub const RESEND_AFTER_MS: Millis = 60_000;
pub const TRIES: i64 = 5;

/// What a code may be used for; one of another purpose is wrong (security.md OTP-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Another phone than the one on record, on the way through registration.
    PhoneBind,
    Signin,
    /// A new password for one that was forgotten.
    Recovery,
    /// Another phone, from 安全中心.
    PhoneChange,
    /// No phone any more, from 安全中心.
    PhoneUnbind,
}

impl Purpose {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PhoneBind => "phone_bind",
            Self::Signin => "signin",
            Self::Recovery => "recovery",
            Self::PhoneChange => "phone_change",
            Self::PhoneUnbind => "phone_unbind",
        }
    }
}

/// Six digits, each number as likely as the other.
pub fn drawn(dice: &dyn Dice) -> String {
    const NUMBERS: u32 = 10u32.pow(CODE_DIGITS as u32);
    loop {
        let draw = u32::from_be_bytes(bytes(dice));
        // The last, incomplete run of numbers is drawn again: it would favour the small ones.
        if draw < u32::MAX - u32::MAX % NUMBERS {
            return format!("{:0width$}", draw % NUMBERS, width = CODE_DIGITS);
        }
    }
}

/// A code that was sent, as the books have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    pub at: Millis,
    pub tries: i64,
    pub used: bool,
}

/// Whether a code may be tried at `now`.
///
/// # Errors
/// `code_spent`, `code_expired`; both point at the code.
pub fn triable(sent: &Sent, now: Millis) -> Result<(), Failure> {
    if sent.used || sent.tries >= TRIES {
        return Err(Failure::new(Code::CodeSpent).at(Field::Code));
    }
    if now - sent.at > GOOD_FOR_MS {
        return Err(Failure::new(Code::CodeExpired).at(Field::Code));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use menhu_protocol::{Code, Dice};

    use super::{Sent, drawn, triable};

    struct Bytes(std::sync::Mutex<Vec<[u8; 4]>>);
    impl Dice for Bytes {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.copy_from_slice(&self.0.lock().expect("one test").remove(0));
        }
    }

    #[test]
    fn a_code_has_six_digits_with_its_leading_zeros_and_no_favourites() {
        let dice = Bytes(vec![[255; 4], 42u32.to_be_bytes()].into());
        assert_eq!(drawn(&dice), "000042", "the incomplete run is drawn again");
    }

    #[test]
    fn a_code_is_good_at_299_seconds_and_not_at_301() {
        let sent = Sent {
            at: 0,
            tries: 0,
            used: false,
        };
        assert!(triable(&sent, 299_000).is_ok());
        assert!(triable(&sent, 300_000).is_ok());
        assert_eq!(
            triable(&sent, 301_000).expect_err("late").code,
            Code::CodeExpired
        );
    }

    #[test]
    fn a_used_code_and_a_sixth_try_are_refused() {
        for sent in [
            Sent {
                at: 0,
                tries: 0,
                used: true,
            },
            Sent {
                at: 0,
                tries: 5,
                used: false,
            },
        ] {
            assert_eq!(triable(&sent, 1).expect_err("spent").code, Code::CodeSpent);
        }
    }
}
