//! Sentences that are put together from facts: failures, waits, ages. The words are in the Fluent
//! files; here is only which of them is said.

use menhu_protocol::{Code, Day, Failure, Field, Millis, Retry};
use menhu_words::Lexicon;

const MINUTE_S: u32 = 60;
const HOUR_MIN: i64 = 60;
const DAY_MIN: i64 = 24 * HOUR_MIN;
/// Waits up to this are said in seconds, longer ones in minutes, rounded up.
const SAID_IN_SECONDS: u32 = 90;

/// What happened, that nothing was lost, what to do next.
pub fn failure(words: &Lexicon, failure: &Failure) -> String {
    let detail = failure.detail.as_deref().unwrap_or_default();
    match failure.code {
        Code::Malformed => {
            let Some(why) = failure.malformed else {
                return words.say("failure-malformed");
            };
            let field = match failure.field {
                // What people type as their account is more than a 工/学号 (`AccountName`).
                Some(Field::Account) => words.say("account-name"),
                other => field(words, other.unwrap_or(Field::Other)),
            };
            words.say_with(
                &format!("malformed-{}", wire_name(&why)),
                &[("field", &field)],
            )
        }
        Code::NotACampus => {
            let key = format!("not-a-campus-{detail}");
            words.say(if words.knows(&key) {
                &key
            } else {
                "failure-not_a_campus"
            })
        }
        Code::PasswordWrong => match failure.left {
            Some(left) => {
                words.say_with("failure-password_wrong-left", &[("n", &left.to_string())])
            }
            None => words.say("failure-password_wrong"),
        },
        Code::RecoveryWrong if failure.left.is_some_and(|left| left > 0) => words.say_with(
            "failure-recovery_wrong-left",
            &[("n", &failure.left.unwrap_or_default().to_string())],
        ),
        // Without a count the plain word for the field says all there is to say.
        Code::CodeWrong if failure.left.is_none() => {
            words.say_with("malformed-form", &[("field", &field(words, Field::Code))])
        }
        code => words.say_with(
            &format!("failure-{}", code.as_str()),
            &[
                ("n", &failure.left.unwrap_or_default().to_string()),
                ("wait", &wait(words, failure.retry)),
                ("detail", detail),
            ],
        ),
    }
}

/// Whether the same request may help, so that 「再试一次」 is offered beside the sentence.
pub fn can_retry(failure: &Failure) -> bool {
    failure.is_outage()
        || failure.retry == Retry::Now
        || matches!(
            failure.code,
            Code::KeychainLocked | Code::Internal | Code::SmsDown | Code::StorageFull
        )
}

/// The name of a field in the middle of a sentence.
pub fn field(words: &Lexicon, field: Field) -> String {
    words.say(&format!("field-{}", wire_name(&field)))
}

/// `30 秒`, `4 分钟`, or that nobody knows how long.
pub fn wait(words: &Lexicon, retry: Retry) -> String {
    match retry {
        Retry::After(s) if s <= SAID_IN_SECONDS => {
            words.say_with("wait-seconds", &[("n", &s.to_string())])
        }
        Retry::After(s) => {
            words.say_with("wait-minutes", &[("n", &s.div_ceil(MINUTE_S).to_string())])
        }
        Retry::No | Retry::Now => words.say("wait-a-while"),
    }
}

/// `4 分 12 秒`
pub fn countdown(words: &Lexicon, seconds: u32) -> String {
    words.say_with(
        "countdown",
        &[
            ("m", &(seconds / MINUTE_S).to_string()),
            ("s", &(seconds % MINUTE_S).to_string()),
        ],
    )
}

/// `1 小时 58 分`, `58 分钟`, rounded up to whole minutes.
pub fn span(words: &Lexicon, seconds: u32) -> String {
    let minutes = i64::from(seconds.div_ceil(MINUTE_S));
    match (minutes / HOUR_MIN, minutes % HOUR_MIN) {
        (0, m) => words.say_with("wait-minutes", &[("n", &m.to_string())]),
        (h, m) => words.say_with(
            "span-hours",
            &[("h", &h.to_string()), ("m", &m.to_string())],
        ),
    }
}

/// The day of a moment at the campus: what the campus sets for a day is told as that day, wherever the
/// device is.
pub fn campus_day(words: &Lexicon, at: Millis) -> String {
    menhu_words::day(words, Day::of(at).parts())
}

/// `2026 年 11 月 21 日 16:13`, of year, month, day, hour, minute on the device's calendar.
pub fn moment(words: &Lexicon, at: (u32, u32, u32, u32, u32)) -> String {
    let (year, month, day, hour, minute) = at;
    words.say_with(
        "date-time",
        &[
            ("year", &year.to_string()),
            ("month", &month.to_string()),
            ("day", &day.to_string()),
            ("time", &format!("{hour}:{minute:02}")),
        ],
    )
}

/// `刚刚`, `5 分钟前`, `3 小时前`, `2 天前`. A clock that went backwards reads as just now.
pub fn ago(words: &Lexicon, then: Millis, now: Millis) -> String {
    let minutes = (now - then).max(0) / 60_000;
    let (key, n) = match minutes {
        0 => return words.say("ago-now"),
        n if n < HOUR_MIN => ("ago-minutes", n),
        n if n < DAY_MIN => ("ago-hours", n / HOUR_MIN),
        n => ("ago-days", n / DAY_MIN),
    };
    words.say_with(key, &[("n", &n.to_string())])
}

/// The greeting for an hour of the day, with the name.
pub fn greeting(words: &Lexicon, hour: u32, name: &str) -> String {
    let key = match hour {
        5..=10 => "greeting-morning",
        11..=13 => "greeting-noon",
        14..=17 => "greeting-afternoon",
        _ => "greeting-evening",
    };
    words.say_with(key, &[("name", name)])
}

/// The name a value has on the wire, which is also its name in the Fluent files.
pub fn wire_name<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use menhu_protocol::values::{Malformed, NotACampus};
    use menhu_protocol::{Code, Failure, Field, Retry};
    use menhu_words::{Lexicon, Tongue};

    use super::{ago, campus_day, failure, greeting, span, wire_name};

    /// A sentence for people: no key, no unfilled fact, no wire name.
    fn reads_well(sentence: &str) {
        for foreign in [
            "{",
            "$",
            "failure-",
            "malformed-",
            "not-a-campus-",
            "field-",
        ] {
            assert!(!sentence.contains(foreign), "{sentence}");
        }
        assert!(!sentence.is_empty());
    }

    #[test]
    fn closing_day_is_the_campus_s_on_a_device_west_of_it() {
        // 2026-11-18T16:00Z, as the 19th begins at the campus; anywhere west it is still the 18th.
        let closes_at = 1_795_017_600_000;
        let said = |tongue| campus_day(&Lexicon::of(tongue), closes_at);
        assert_eq!(said(Tongue::Zh), "2026年11月19日");
        assert_eq!(said(Tongue::En), "19 November 2026");
    }

    #[test]
    fn every_failure_is_a_sentence_in_both_languages_with_and_without_facts() {
        for tongue in Tongue::ALL {
            let words = Lexicon::of(*tongue);
            for code in Code::ALL {
                reads_well(&failure(&words, &Failure::new(*code)));
                let full = Failure::new(*code)
                    .left(3)
                    .detail("123456")
                    .retry(Retry::After(600));
                reads_well(&failure(&words, &full));
            }
            for field in [
                Field::Account,
                Field::Password,
                Field::Phone,
                Field::Code,
                Field::Certificate,
                Field::Address,
                Field::Name,
                Field::Department,
                Field::Category,
                Field::ShouldBe,
                Field::Mail,
                Field::NewPassword,
                Field::RepeatPassword,
                Field::Captcha,
                Field::Answer,
                Field::Other,
            ] {
                for why in [
                    Malformed::Empty,
                    Malformed::Short,
                    Malformed::Long,
                    Malformed::Character,
                    Malformed::Form,
                ] {
                    reads_well(&failure(&words, &Failure::malformed(field, why)));
                }
            }
        }
    }

    #[test]
    fn every_reason_why_a_code_is_no_campus_has_its_own_sentence() {
        let words = Lexicon::of(Tongue::Zh);
        let general = failure(&words, &Failure::new(Code::NotACampus));
        for why in [
            NotACampus::Empty,
            NotACampus::Long,
            NotACampus::NotAnAddress,
            NotACampus::OtherSite,
            NotACampus::Unencrypted,
            NotACampus::Expired,
            NotACampus::OtherCampus,
        ] {
            let sentence = failure(
                &words,
                &Failure::new(Code::NotACampus).detail(wire_name(&why)),
            );
            assert_ne!(sentence, general, "{why:?}");
            reads_well(&sentence);
        }
    }

    #[test]
    fn waits_are_said_in_the_unit_people_count_in() {
        let words = Lexicon::of(Tongue::Zh);
        let said = |s| failure(&words, &Failure::new(Code::Slow).retry(Retry::After(s)));
        assert!(said(30).contains("30 秒"), "{}", said(30));
        assert!(said(601).contains("11 分钟"), "{}", said(601));
    }

    #[test]
    fn spans_are_rounded_up_to_minutes_and_say_hours_from_one_on() {
        let words = Lexicon::of(Tongue::Zh);
        for (seconds, said) in [
            (1, "1 分钟"),
            (3_540, "59 分钟"),
            (3_541, "1 小时 0 分"),
            (7_080, "1 小时 58 分"),
            (7_200, "2 小时 0 分"),
        ] {
            assert_eq!(span(&words, seconds), said);
        }
    }

    #[test]
    fn ages_are_rounded_down_and_never_lie_in_the_future() {
        let words = Lexicon::of(Tongue::Zh);
        assert_eq!(ago(&words, 0, 3 * 3_600_000 + 5), "3 小时前");
        assert_eq!(ago(&words, 0, 59 * 60_000), "59 分钟前");
        assert_eq!(ago(&words, 10_000, 0), ago(&words, 0, 0));
    }

    #[test]
    fn greeting_has_the_name_at_every_hour() {
        for tongue in Tongue::ALL {
            let words = Lexicon::of(*tongue);
            for hour in 0..24 {
                assert!(greeting(&words, hour, "陈淑芬").contains("陈淑芬"));
            }
        }
    }
}
