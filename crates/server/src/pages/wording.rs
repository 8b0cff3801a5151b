//! Failures, days and times as people read them.

use menhu_protocol::api::registration::Category;
pub(crate) use menhu_protocol::day::hour;
use menhu_protocol::values::Malformed;
use menhu_protocol::{Code, Day, Failure, Field, Millis, Retry};
use menhu_words::Lexicon;

/// Up to here a wait is told in seconds, from here on in minutes.
const SECONDS_TO_COUNT: u32 = 90;
/// The wait that is named when a failure asks for one and gives none.
const SOME_WAIT_S: u32 = 60;

/// One sentence: what happened and what to do next.
pub(crate) fn failure(words: &Lexicon, failure: &Failure) -> String {
    if let (Code::Malformed, Some(at), Some(why)) = (failure.code, failure.field, failure.malformed)
    {
        let name = field(words, at);
        let facts = [("field", name.as_str())];
        return match why {
            Malformed::Empty => words.say_with("malformed-empty", &facts),
            Malformed::Short => words.say_with("malformed-short", &facts),
            Malformed::Long => words.say_with("malformed-long", &facts),
            Malformed::Character => words.say_with("malformed-character", &facts),
            Malformed::Form => words.say_with("malformed-form", &facts),
        };
    }
    let code = failure.code.as_str();
    let key = match failure.left {
        Some(_) if words.knows(&format!("failure-{code}-left")) => format!("failure-{code}-left"),
        _ => format!("failure-{code}"),
    };
    let left = failure.left.unwrap_or_default().to_string();
    let wait = after(words, failure);
    words.say_with(
        &key,
        &[
            ("n", &left),
            ("wait", &wait),
            ("detail", failure.detail.as_deref().unwrap_or_default()),
        ],
    )
}

/// How long to wait before trying again.
pub(crate) fn after(words: &Lexicon, failure: &Failure) -> String {
    let seconds = match failure.retry {
        Retry::After(seconds) => seconds,
        Retry::No | Retry::Now => SOME_WAIT_S,
    };
    wait(words, seconds)
}

/// 「30 秒」, 「5 分钟」
fn wait(words: &Lexicon, seconds: u32) -> String {
    if seconds <= SECONDS_TO_COUNT {
        words.say_with("wait-seconds", &[("n", &seconds.to_string())])
    } else {
        words.say_with("wait-minutes", &[("n", &seconds.div_ceil(60).to_string())])
    }
}

pub(crate) fn field(words: &Lexicon, field: Field) -> String {
    match field {
        Field::Account => words.say("field-account"),
        Field::Password => words.say("field-password"),
        Field::Phone => words.say("field-phone"),
        Field::Code => words.say("field-code"),
        Field::Certificate => words.say("field-certificate"),
        Field::Address => words.say("field-address"),
        Field::Name => words.say("field-name"),
        Field::Department => words.say("field-department"),
        Field::Category => words.say("field-category"),
        Field::ShouldBe => words.say("field-should_be"),
        Field::Mail => words.say("field-mail"),
        Field::NewPassword => words.say("field-new_password"),
        Field::RepeatPassword => words.say("field-repeat_password"),
        Field::Captcha => words.say("field-captcha"),
        Field::Answer => words.say("field-answer"),
        Field::Other => words.say("field-other"),
    }
}

pub(crate) fn category(words: &Lexicon, category: Category) -> String {
    match category {
        Category::Staff => words.say("category-staff"),
        Category::Retired => words.say("category-retired"),
        Category::Student => words.say("category-student"),
        Category::Other => words.say("category-other"),
    }
}

/// 「2026 年 11 月 21 日」 at the campus.
pub(crate) fn day(words: &Lexicon, at: Millis) -> String {
    menhu_words::day(words, today(at))
}

/// 「2026 年 11 月 21 日 16:13」 at the campus.
pub(crate) fn moment(words: &Lexicon, at: Millis) -> String {
    let (day, hour) = (day(words, at), hour(at));
    words.say_with("moment", &[("day", &day), ("hour", &hour)])
}

/// `(year, month, day)` at the campus.
pub(crate) fn today(at: Millis) -> (u16, u8, u8) {
    Day::of(at).parts()
}

#[cfg(test)]
mod tests {
    use menhu_protocol::values::Malformed;
    use menhu_protocol::{Code, Failure, Field, Retry};
    use menhu_words::{Lexicon, Tongue};

    use super::failure;

    #[test]
    fn every_failure_has_words_without_gaps_in_both_languages() {
        for tongue in Tongue::ALL {
            let words = Lexicon::of(*tongue);
            for code in Code::ALL {
                let told = Failure::new(*code).left(3).detail("123456");
                let text = failure(&words, &told.retry(Retry::After(30)));
                assert!(!text.contains("failure-"), "{text}");
                assert!(!text.contains(['{', '$']), "{text}");
            }
        }
    }

    #[test]
    fn a_field_is_named_in_its_problem() {
        let words = Lexicon::of(Tongue::Zh);
        let short = Failure::malformed(Field::Phone, Malformed::Short);
        assert!(failure(&words, &short).contains("手机号"));
    }

    #[test]
    fn long_waits_are_told_in_minutes() {
        let words = Lexicon::of(Tongue::Zh);
        let slow = |s| failure(&words, &Failure::new(Code::Slow).retry(Retry::After(s)));
        assert!(slow(30).contains("30 秒"));
        assert!(slow(301).contains("6 分钟"));
    }
}
