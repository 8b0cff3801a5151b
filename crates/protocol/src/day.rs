//! The calendar of a campus: what day and hour it is there, wherever the device that asks is.

use std::fmt;

use time::OffsetDateTime;

use crate::Millis;

/// Where the day begins at a campus: the mainland has one zone, UTC+8, and no summer time since 1992
/// (IANA tzdb, `Asia/Shanghai`).
pub const ZONE_MS: Millis = 8 * 3_600_000;
pub const DAY_MS: Millis = 24 * 3_600_000;

/// A day at the campus; days sort as their time does. Shown as `2026-11-21`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    year: u16,
    month: u8,
    day: u8,
}

impl Day {
    /// The day of a moment. One no calendar has is the first of 1970.
    pub fn of(at: Millis) -> Self {
        let at = at_campus(at);
        Self {
            year: u16::try_from(at.year()).unwrap_or_default(),
            month: at.month().into(),
            day: at.day(),
        }
    }

    /// `(year, month, day)`, as `menhu_words::day` and posters take it.
    pub fn parts(self) -> (u16, u8, u8) {
        (self.year, self.month, self.day)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// `16:13` at the campus.
pub fn hour(at: Millis) -> String {
    let at = at_campus(at);
    format!("{:02}:{:02}", at.hour(), at.minute())
}

fn at_campus(at: Millis) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(at.saturating_add(ZONE_MS).div_euclid(1000))
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::{DAY_MS, Day, ZONE_MS, hour};

    /// 2026-11-30T16:00:00Z: where a device is west of the campus, its own calendar says the 30th.
    const FIRST_OF_DECEMBER: i64 = 1_796_054_400_000;

    #[test]
    fn a_day_begins_at_midnight_at_the_campus_and_nowhere_else() {
        let [eve, day] = [FIRST_OF_DECEMBER - 1, FIRST_OF_DECEMBER].map(Day::of);
        assert_eq!(eve.parts(), (2026, 11, 30));
        assert_eq!(day.parts(), (2026, 12, 1));
        assert_eq!(day.to_string(), "2026-12-01");
        assert!(eve < day);
        assert_eq!((FIRST_OF_DECEMBER + ZONE_MS) % DAY_MS, 0);
        assert_eq!(hour(FIRST_OF_DECEMBER - 1), "23:59");
        assert_eq!(hour(FIRST_OF_DECEMBER + 3_900_000), "01:05");
    }

    #[test]
    fn a_moment_no_calendar_has_is_still_some_day() {
        for at in [i64::MIN, i64::MAX] {
            assert_eq!(Day::of(at).to_string(), "1970-01-01");
        }
        assert_eq!(Day::of(-ZONE_MS).to_string(), "1970-01-01");
    }
}
