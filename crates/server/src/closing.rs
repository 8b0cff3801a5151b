//! 注销账号: at the latest fifteen working days after it was asked for, without anything more to show
//! than the password (security.md CN-5), and until then it can be taken back.
//!
//! The account closes; the row of the roster stays, because it is the employer's or the school's: name,
//! ID, department, and the phone and mail on record. It opens nothing, and no later roster gives it a
//! password. Once the desk opened it again, its person registers as if for the first time.

use menhu_protocol::api::security::Security;
use menhu_protocol::day::{DAY_MS, ZONE_MS};
use menhu_protocol::{Failure, Millis};

use crate::books::audit::{AuditRow, What};
use crate::books::closing::{Close, ClosedForget, Closing, ClosingAsk, ClosingTakeBack};
use crate::books::person::Person;
use crate::security::Actor;
use crate::{Campus, security};

/// security.md CN-5: at most so many working days.
pub const WORKING_DAYS: i64 = 15;
/// Weekend days the State Council makes working days around a holiday, at most two in any three weeks.
/// Holidays themselves only make the time longer that the rule allows, so they need not be known.
const MADE_UP_DAYS: i64 = 2;
/// Working days in a week, Monday to Friday.
const WORKING_WEEK: i64 = 5;
const WEEK: i64 = 7;
/// 1970-01-01 was a Thursday; Monday is 0.
const FIRST_WEEKDAY: i64 = 3;
/// Accounts closed in one round before others get their turn.
const ROUND: i64 = 100;
/// The records of sign-ins are kept six months (Cybersecurity Law §21 (3)), here of 31 days.
const LOGS_KEPT_MS: Millis = 6 * 31 * DAY_MS;

/// When an account closes that is asked for now, UTC milliseconds: as the day begins at the campus that
/// is working day number [`WORKING_DAYS`] less [`MADE_UP_DAYS`] after today, counting Monday to Friday.
/// Whichever weekends are worked, that is no later than the rule allows, with the whole day to spare.
pub fn due(now: Millis) -> Millis {
    let today = now.saturating_add(ZONE_MS).div_euclid(DAY_MS);
    let weekday = (today + FIRST_WEEKDAY).rem_euclid(WEEK);
    // On a weekend it counts from the Friday before.
    let (from, weekday) = if weekday < WORKING_WEEK {
        (today, weekday)
    } else {
        (today - (weekday - WORKING_WEEK + 1), WORKING_WEEK - 1)
    };
    let days = weekday + WORKING_DAYS - MADE_UP_DAYS;
    let day = from - weekday + days.div_euclid(WORKING_WEEK) * WEEK + days.rem_euclid(WORKING_WEEK);
    day.saturating_mul(DAY_MS).saturating_sub(ZONE_MS)
}

/// When it was asked for and when it happens; `None`: it was not, or was taken back.
///
/// # Errors
/// `server_fault` when the books cannot be read.
pub async fn asked(campus: &Campus, person: &Person) -> Result<Option<Closing>, Failure> {
    Ok(campus.books.closing_of(&person.id).await?)
}

/// Asks for an account to be closed; asked again, the first day stands. Every channel is told once.
///
/// # Errors
/// `proof_old`; `server_fault` when the books cannot be written.
pub async fn ask(campus: &Campus, actor: &Actor<'_>) -> Result<Security, Failure> {
    security::fresh(campus, actor)?;
    let now = campus.clock.now();
    let entry = ClosingAsk {
        person: &actor.person.id,
        session: actor.session,
        closing: Closing {
            asked_at: now,
            due_at: due(now),
        },
        noted: &actor.noted(campus, What::ClosingAsked),
    };
    campus.books.enter(&entry).await?;
    security::read(campus, actor).await
}

/// Takes it back; the same when there is nothing to take back. It does no harm: an old proof is enough.
///
/// # Errors
/// `server_fault` when the books cannot be written.
pub async fn take_back(campus: &Campus, actor: &Actor<'_>) -> Result<Security, Failure> {
    let entry = ClosingTakeBack {
        person: &actor.person.id,
        noted: &actor.noted(campus, What::ClosingTakenBack),
        now: campus.clock.now(),
    };
    campus.books.enter(&entry).await?;
    security::read(campus, actor).await
}

/// Closes the accounts whose day has come; how many were. One that cannot be closed holds up no other.
///
/// # Errors
/// `server_fault` when the books cannot be read, or one of them could not be closed.
pub async fn close_due(campus: &Campus) -> Result<usize, Failure> {
    let now = campus.clock.now();
    let mut closed = 0;
    let mut trouble = None;
    for person in campus.books.closings_due(now, ROUND).await? {
        let entry = Close {
            person: &person,
            noted: &AuditRow::of_campus(campus, &person, What::Closed),
            now,
        };
        match campus.books.enter(&entry).await {
            Ok(done) => closed += usize::from(done),
            Err(error) => trouble = Some(error),
        }
    }
    let forget = ClosedForget {
        before: now.saturating_sub(LOGS_KEPT_MS),
    };
    campus.books.enter(&forget).await?;
    trouble.map_or(Ok(closed), |error| Err(error.into()))
}

#[cfg(test)]
mod tests {
    use menhu_protocol::Day;

    use super::due;

    /// UTC milliseconds of a time at the campus.
    fn at(text: &str) -> i64 {
        let format = &time::format_description::well_known::Rfc3339;
        let at = time::OffsetDateTime::parse(&format!("{text}+08:00"), format);
        at.expect("a time").unix_timestamp() * 1000
    }

    #[test]
    fn an_account_closes_as_the_thirteenth_weekday_begins() {
        for (asked, closes) in [
            // A Monday: five, five, and three more.
            ("2026-11-02T09:00:00", "2026-11-19T00:00:00"),
            ("2026-11-02T00:00:00", "2026-11-19T00:00:00"),
            ("2026-11-02T23:59:59", "2026-11-19T00:00:00"),
            ("2026-11-03T00:00:00", "2026-11-20T00:00:00"),
            // A Wednesday ends on a Monday.
            ("2026-11-04T09:00:00", "2026-11-23T00:00:00"),
            // Friday, and the weekend after it.
            ("2026-11-06T09:00:00", "2026-11-25T00:00:00"),
            ("2026-11-07T09:00:00", "2026-11-25T00:00:00"),
            ("2026-11-08T23:59:59", "2026-11-25T00:00:00"),
            // Over the end of a year, and a leap day.
            ("2026-12-31T12:00:00", "2027-01-19T00:00:00"),
            ("2028-02-28T12:00:00", "2028-03-16T00:00:00"),
            // Past the second that ended 32-bit time.
            ("2038-01-19T11:14:07", "2038-02-05T00:00:00"),
            ("9999-12-01T00:00:00", "9999-12-20T00:00:00"),
        ] {
            assert_eq!(due(at(asked)), at(closes), "{asked}");
        }
    }

    #[test]
    fn however_the_clock_stands_it_is_some_day_later_and_nothing_panics() {
        for now in [0, -1, i64::MIN, i64::MAX, 253_402_300_799_999] {
            let due = due(now);
            let _ = Day::of(due);
            assert!(due == i64::MAX || due > now || now == i64::MAX, "{now}");
        }
    }

    #[test]
    fn two_weekend_days_that_are_worked_do_not_make_it_late() {
        // Every day of three years, with every pair of weekend days of the way made working days.
        const DAY: i64 = 86_400_000;
        let monday = at("2026-01-05T12:00:00");
        for day in 0..3 * 365 {
            let (asked, closes) = (monday + day * DAY, due(monday + day * DAY));
            let weekend = |n: i64| matches!((day + n).rem_euclid(7), 5 | 6);
            let passed = (closes - asked).div_euclid(DAY) + 1;
            let weekdays = (1..=passed).filter(|n| !weekend(*n)).count();
            assert!(weekdays + 2 <= 15, "{day}: day {weekdays}");
            assert_eq!(weekdays, 13, "{day}");
        }
    }
}
