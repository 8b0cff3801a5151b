//! How long a guesser waits (design.md §9, "guessing").

use menhu_protocol::Millis;

/// How many tries are free, and how the waits after them grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    pub free: u32,
    pub first: Millis,
    pub longest: Millis,
    /// Failures count no more after so long without another; `None`: until a right one.
    pub forget: Option<Millis>,
}

/// design.md §9: five free, then from 30 s to 10 min.
const FREE: u32 = 5;
const FIRST_MS: Millis = 30_000;
const LONGEST_MS: Millis = 600_000;

/// Guesses at one account, from anywhere.
pub const ACCOUNT: Rule = Rule {
    free: FREE,
    first: FIRST_MS,
    longest: LONGEST_MS,
    forget: None,
};

/// Guesses at one person's 证件号.
pub const CERTIFICATE: Rule = ACCOUNT;

/// Guesses from one address, at any account. A campus goes out through few addresses, and a whole
/// workshop of retirees mistypes behind one of them: ten times as many are free as for an account,
/// and an hour of quiet forgets them.
pub const ADDRESS: Rule = Rule {
    free: 10 * FREE,
    first: FIRST_MS,
    longest: LONGEST_MS,
    forget: Some(3_600_000),
};

/// What is known of a guesser.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    pub failures: i64,
    pub not_before: Millis,
    pub last_at: Millis,
}

/// Whether a guess may be checked now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    Wait(Millis),
    /// `after` holds if the guess turns out wrong; `free` more may follow at once.
    Go {
        after: Standing,
        free: u32,
    },
}

/// One more guess at `now`. A clock that went back never makes a wait longer than the rule's longest.
pub fn turn(rule: &Rule, standing: &Standing, now: Millis) -> Turn {
    let quiet = now - standing.last_at;
    let failures = match rule.forget {
        Some(forget) if quiet > forget => 0,
        _ => standing.failures,
    };
    let wait = standing.not_before - now;
    if failures > 0 && wait > 0 {
        return Turn::Wait(wait.min(rule.longest));
    }
    let failures = failures + 1;
    let free = i64::from(rule.free);
    let wait = if failures < free {
        0
    } else {
        let doublings = u32::try_from(failures - free).unwrap_or(u32::MAX).min(30);
        (rule.first << doublings).min(rule.longest)
    };
    Turn::Go {
        after: Standing {
            failures,
            not_before: now + wait,
            last_at: now,
        },
        free: u32::try_from(free - failures).unwrap_or(0),
    }
}

#[cfg(test)]
mod tests {
    use super::{ACCOUNT, ADDRESS, Standing, Turn, turn};

    /// Waits before each of `n` wrong guesses by somebody who tries as soon as they may.
    fn waits(n: usize) -> Vec<i64> {
        let (mut standing, mut now, mut waits) = (Standing::default(), 1_000_000, Vec::new());
        for _ in 0..n {
            let mut waited = 0;
            loop {
                match turn(&ACCOUNT, &standing, now) {
                    Turn::Wait(wait) => {
                        waited += wait;
                        now += wait;
                    }
                    Turn::Go { after, .. } => {
                        standing = after;
                        break;
                    }
                }
            }
            waits.push(waited / 1000);
        }
        waits
    }

    #[test]
    fn five_guesses_are_free_then_waits_double_from_thirty_seconds_to_ten_minutes() {
        assert_eq!(waits(12), [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 600, 600]);
    }

    #[test]
    fn the_number_of_free_guesses_left_counts_down() {
        let mut standing = Standing::default();
        for left in [4, 3, 2, 1, 0] {
            let Turn::Go { after, free } = turn(&ACCOUNT, &standing, 5) else {
                panic!("five are free")
            };
            assert_eq!(free, left);
            standing = after;
        }
        assert_eq!(turn(&ACCOUNT, &standing, 5), Turn::Wait(30_000));
    }

    #[test]
    fn an_address_is_forgotten_after_an_hour_and_an_account_is_not() {
        let standing = Standing {
            failures: 60,
            not_before: 0,
            last_at: 0,
        };
        let hour = 3_600_001;
        assert!(matches!(
            turn(&ADDRESS, &standing, hour),
            Turn::Go { free: 49, .. }
        ));
        assert!(matches!(
            turn(&ACCOUNT, &standing, hour),
            Turn::Go { free: 0, .. }
        ));
    }

    #[test]
    fn a_clock_that_went_back_locks_nobody_out_for_longer_than_the_longest_wait() {
        let standing = Standing {
            failures: 9,
            not_before: i64::MAX / 2,
            last_at: i64::MAX / 2,
        };
        assert_eq!(turn(&ACCOUNT, &standing, 0), Turn::Wait(600_000));
    }
}
