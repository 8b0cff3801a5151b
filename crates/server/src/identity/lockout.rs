//! How long a guesser waits (design.md §9, "guessing").

use menhu_protocol::Millis;

/// How guesses in one bucket are held up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    Growing(Growing),
    Leaking(Leaking),
}

/// So many tries are free, the waits after them grow, and at last nothing is compared any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Growing {
    pub free: u32,
    pub first: Millis,
    pub longest: Millis,
    /// Failures in a row after which nothing is compared any more (NIST SP 800-63B-4 §3.2.2: at most
    /// a hundred).
    pub stop: u32,
    /// Failures count no more after so long without another.
    pub quiet: Millis,
}

/// So many at once, then one each `interval`: whoever shares the bucket waits seconds, never longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaking {
    pub burst: u32,
    pub interval: Millis,
}

impl Leaking {
    const fn depth(&self) -> Millis {
        self.burst as Millis * self.interval
    }
}

/// design.md §9: five free, then from 30 s to 10 min.
const FREE: u32 = 5;
const FIRST_MS: Millis = 30_000;
const LONGEST_MS: Millis = 600_000;
/// NIST SP 800-63B-4 §3.2.2.
const STOP: u32 = 100;
const DAY_MS: Millis = 24 * 3_600_000;

/// Guesses at one account by one guesser: a known device, the holder of the phone, or whoever comes
/// from one address.
pub const ACCOUNT: Rule = Rule::Growing(BY_ONE);
/// As [`ACCOUNT`].
pub const BY_ONE: Growing = Growing {
    free: FREE,
    first: FIRST_MS,
    longest: LONGEST_MS,
    stop: STOP,
    quiet: DAY_MS,
};

/// Guesses at one person from one address, by whichever of their names: each name has [`FREE`], all together
/// what two have (mission: a thousand guesses are ten evaluations).
pub const ALL_NAMES: Rule = Rule::Growing(Growing {
    free: 2 * FREE,
    first: FIRST_MS,
    longest: LONGEST_MS,
    stop: STOP,
    quiet: DAY_MS,
});

/// Guesses at one account by all strangers together. Ten addresses have to guess before it holds
/// anybody up: a single stranger cannot lock the owner out from another address.
pub const STRANGERS: Rule = Rule::Growing(Growing {
    free: 10 * FREE,
    first: FIRST_MS,
    longest: LONGEST_MS,
    stop: STOP,
    quiet: DAY_MS,
});

/// Guesses at one person's 证件号 by one guesser, and by one name. Its last digits are few: after twenty the
/// desk looks into it. All strangers together have [`STRANGERS`]: one of them cannot stop the owner's
/// recovery.
pub const CERTIFICATE: Rule = Rule::Growing(Growing {
    free: FREE,
    first: FIRST_MS,
    longest: LONGEST_MS,
    stop: 20,
    quiet: 30 * DAY_MS,
});

/// Guesses at one person's 证件号 from one address, by whichever of their names.
pub const CERTIFICATE_ALL_NAMES: Rule = Rule::Growing(Growing {
    free: 2 * FREE,
    first: FIRST_MS,
    longest: LONGEST_MS,
    stop: 20,
    quiet: 30 * DAY_MS,
});

/// Guesses at one person's 密保问题, in whatever attempt: three (security.md RC-2), then a channel or the
/// desk, or new questions by whoever is in.
pub const QUESTIONS: Rule = Rule::Growing(Growing {
    free: 3,
    first: FIRST_MS,
    longest: LONGEST_MS,
    stop: 3,
    quiet: 30 * DAY_MS,
});

/// New passwords and answers that are looked through for what is their owner's own (`not_yours`). Each tells
/// of a few dozen endings of a 证件号 whether one is right, so they are held up as guesses at it (design.md
/// §9), after ten because a yes and a no count alike, and end as early as those of [`CERTIFICATE`]; for a day,
/// because whoever tries has proven a password or a channel, and nobody
/// changes it twenty times in one.
pub const YOURS: Rule = Rule::Growing(Growing {
    free: 2 * FREE,
    first: FIRST_MS,
    longest: LONGEST_MS,
    stop: 20,
    quiet: DAY_MS,
});

/// Guesses from one address, at any account. A campus goes out through few addresses, and a whole
/// workshop of retirees mistypes behind one of them: fifty at once, then ten a minute, and never a
/// wait that one of them could make grow for the others.
pub const ADDRESS: Rule = Rule::Leaking(Leaking {
    burst: 50,
    interval: 6_000,
});

/// Guesses from a block of IPv6 addresses, a site with many households: four times as many.
pub const SITE: Rule = Rule::Leaking(Leaking {
    burst: 200,
    interval: 1_500,
});

/// What is known of a guesser.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    pub failures: i64,
    /// When the next guess may be checked; of a leaking bucket: when it is empty.
    pub not_before: Millis,
    pub last_at: Millis,
}

/// Whether a guess may be checked now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    Wait(Held),
    /// `after` holds if the guess turns out wrong; `free` more may follow at once.
    Go {
        after: Standing,
        free: u32,
    },
}

/// A guess that is not checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    pub wait: Millis,
    /// Not a wait among others: the rule's ceiling is reached.
    pub stopped: bool,
}

impl Rule {
    /// One more guess at `now`. A clock that went back never makes a wait longer than the rule's
    /// longest.
    pub fn turn(&self, standing: &Standing, now: Millis) -> Turn {
        match self {
            Self::Growing(rule) => rule.turn(standing, now),
            Self::Leaking(rule) => rule.turn(standing, now),
        }
    }

    /// The standing after one counted guess was taken back, because it was right or never checked.
    pub fn taken_back(&self, standing: &Standing) -> Standing {
        Standing {
            failures: (standing.failures - 1).max(0),
            not_before: match self {
                Self::Growing(_) => 0,
                Self::Leaking(rule) => standing.not_before - rule.interval,
            },
            last_at: standing.last_at,
        }
    }
}

impl Turn {
    /// Whether the free tries of a growing rule are used up.
    pub fn is_past_free(&self, rule: &Growing) -> bool {
        match self {
            Self::Wait(_) => true,
            Self::Go { after, .. } => after.failures > i64::from(rule.free),
        }
    }
}

impl Growing {
    fn turn(&self, standing: &Standing, now: Millis) -> Turn {
        let quiet = now - standing.last_at;
        let failures = if quiet >= self.quiet {
            0
        } else {
            standing.failures
        };
        if failures >= i64::from(self.stop) {
            let wait = (self.quiet - quiet).clamp(0, self.quiet);
            return Turn::Wait(Held {
                wait,
                stopped: true,
            });
        }
        let wait = standing.not_before - now;
        if failures > 0 && wait > 0 {
            return Turn::Wait(Held {
                wait: wait.min(self.longest),
                stopped: false,
            });
        }
        let failures = failures + 1;
        let free = i64::from(self.free);
        let wait = if failures < free {
            0
        } else {
            let doublings = u32::try_from(failures - free).unwrap_or(u32::MAX).min(30);
            (self.first << doublings).min(self.longest)
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
}

impl Leaking {
    /// The bucket as the time at which it is empty again (GCRA): no job has to drain it.
    fn turn(&self, standing: &Standing, now: Millis) -> Turn {
        let empty = standing.not_before.clamp(now, now + self.depth()) + self.interval;
        let room = now + self.depth() - empty;
        if room < 0 {
            return Turn::Wait(Held {
                wait: -room,
                stopped: false,
            });
        }
        Turn::Go {
            after: Standing {
                failures: standing.failures + 1,
                not_before: empty,
                last_at: now,
            },
            free: u32::try_from(room / self.interval).unwrap_or(0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ACCOUNT, ADDRESS, CERTIFICATE, Held, Rule, Standing, Turn};

    const DAY_S: i64 = 86_400;

    /// Seconds waited before each of `n` wrong guesses by somebody who tries as soon as they may.
    fn waits(rule: Rule, n: usize) -> Vec<i64> {
        let (mut standing, mut now, mut waits) = (Standing::default(), 1_000_000, Vec::new());
        for _ in 0..n {
            let mut waited = 0;
            loop {
                match rule.turn(&standing, now) {
                    Turn::Wait(held) => {
                        waited += held.wait;
                        now += held.wait;
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
        assert_eq!(
            waits(ACCOUNT, 12),
            [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 600, 600]
        );
    }

    #[test]
    fn the_number_of_free_guesses_left_counts_down() {
        let mut standing = Standing::default();
        for left in [4, 3, 2, 1, 0] {
            let Turn::Go { after, free } = ACCOUNT.turn(&standing, 5) else {
                panic!("five are free")
            };
            assert_eq!(free, left);
            standing = after;
        }
        let held = Held {
            wait: 30_000,
            stopped: false,
        };
        assert_eq!(ACCOUNT.turn(&standing, 5), Turn::Wait(held));
    }

    #[test]
    fn after_a_hundred_in_a_row_nothing_is_compared_until_a_day_was_quiet() {
        let waits = waits(ACCOUNT, 201);
        assert!(waits[..100].iter().all(|wait| *wait <= 600));
        assert_eq!(waits[100], DAY_S);
        assert_eq!(waits[101], 0, "counted anew");
        assert_eq!(waits[200], DAY_S);
    }

    #[test]
    fn the_twenty_first_certificate_is_not_compared() {
        let waits = waits(CERTIFICATE, 21);
        assert!(waits[..20].iter().all(|wait| *wait <= 600));
        assert_eq!(waits[20], 30 * DAY_S);
    }

    #[test]
    fn an_address_has_fifty_at_once_and_then_one_each_six_seconds_for_ever() {
        let waits = waits(ADDRESS, 500);
        assert!(waits[..50].iter().all(|wait| *wait == 0));
        assert!(waits[50..].iter().all(|wait| *wait == 6), "it never grows");
    }

    #[test]
    fn a_right_guess_gives_an_address_its_own_one_back_and_no_more() {
        let (mut standing, now) = (Standing::default(), 1_000_000);
        for _ in 0..50 {
            let Turn::Go { after, .. } = ADDRESS.turn(&standing, now) else {
                panic!("fifty are free")
            };
            standing = after;
        }
        let back = ADDRESS.taken_back(&standing);
        let Turn::Go { after, free: 0 } = ADDRESS.turn(&back, now) else {
            panic!("one is free again")
        };
        assert!(matches!(ADDRESS.turn(&after, now), Turn::Wait(_)));
    }

    #[test]
    fn a_clock_that_went_back_locks_nobody_out_for_longer_than_the_longest_wait() {
        let standing = Standing {
            failures: 9,
            not_before: i64::MAX / 2,
            last_at: i64::MAX / 2,
        };
        for (rule, longest) in [(ACCOUNT, 600_000), (ADDRESS, 6_000)] {
            let held = Held {
                wait: longest,
                stopped: false,
            };
            assert_eq!(rule.turn(&standing, 0), Turn::Wait(held));
        }
    }
}
