//! What a person is told of their account without having asked: each change, on the old and the new
//! channel (security.md RC-6).

use menhu_protocol::{Day, Millis};
use menhu_words::Lexicon;
use menhu_words::traces::{BETWEEN, NO_SYSTEM};
use serde::{Deserialize, Serialize};

/// One thing that happened to an account. Stored in jobs: names stay as they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "news")]
pub enum News {
    /// The account uses the phone with these last four digits now, not the one before.
    PhoneMoved {
        tail: String,
    },
    /// A phone was bound where none was.
    PhoneBound {
        tail: String,
    },
    PhoneUnbound {
        tail: String,
    },
    /// `mail` is masked, `z****@example.edu.cn`.
    MailBound {
        mail: String,
    },
    MailUnbound {
        mail: String,
    },
    /// `device` as [`crate::trace::Trace::device`] tells it; the letter words it.
    PasswordSet {
        device: String,
    },
    /// 密保问题 were set; `device` as above.
    QuestionsSet {
        device: String,
    },
    /// 注销 was asked for; the account closes by the day of `due_at`, UTC milliseconds.
    ClosingAsked {
        due_at: Millis,
    },
    ClosingTakenBack,
    /// 注销 was done; the channel that hears it is no longer the account's.
    Closed,
    /// Somebody signed in from a browser that never was in as this person.
    NewBrowser {
        device: String,
    },
}

impl News {
    /// Its name, for gateways of the campus.
    pub fn name(&self) -> &'static str {
        match self {
            Self::PhoneMoved { .. } => "phone_moved",
            Self::PhoneBound { .. } => "phone_bound",
            Self::PhoneUnbound { .. } => "phone_unbound",
            Self::MailBound { .. } => "mail_bound",
            Self::MailUnbound { .. } => "mail_unbound",
            Self::PasswordSet { .. } => "password_set",
            Self::QuestionsSet { .. } => "questions_set",
            Self::ClosingAsked { .. } => "closing_asked",
            Self::ClosingTakenBack => "closing_taken_back",
            Self::Closed => "closed",
            Self::NewBrowser { .. } => "new_browser",
        }
    }

    /// What happened, as the part of a sentence that follows 「您的账号」: gateways with templates take
    /// it as their one variable.
    pub fn worded(&self, words: &Lexicon) -> String {
        // A fact is put in as it is, never as a number with its separators.
        let with = |text: String, fact: &str| text.replace(FACT, fact);
        match self {
            Self::PhoneMoved { tail } => {
                with(words.say_with("news-phone-moved", &[("tail", FACT)]), tail)
            }
            Self::PhoneBound { tail } => {
                with(words.say_with("news-phone-bound", &[("tail", FACT)]), tail)
            }
            Self::PhoneUnbound { tail } => with(
                words.say_with("news-phone-unbound", &[("tail", FACT)]),
                tail,
            ),
            Self::MailBound { mail } => words.say_with("news-mail-bound", &[("mail", mail)]),
            Self::MailUnbound { mail } => words.say_with("news-mail-unbound", &[("mail", mail)]),
            Self::PasswordSet { device } => {
                let device = named(words, device);
                words.say_with("news-password-set", &[("device", &device)])
            }
            Self::QuestionsSet { device } => {
                let device = named(words, device);
                words.say_with("news-questions-set", &[("device", &device)])
            }
            Self::ClosingAsked { due_at } => words.say_with(
                "news-closing-asked",
                &[("day", &Day::of(*due_at).to_string())],
            ),
            Self::ClosingTakenBack => words.say("news-closing-taken-back"),
            Self::Closed => words.say("news-closed"),
            Self::NewBrowser { device } => {
                let device = named(words, device);
                words.say_with("news-new-browser", &[("device", &device)])
            }
        }
    }
}

/// The most characters of a device's name in a message; the longest name this program gives one itself,
/// `HarmonyOS · DingTalk`, has as many.
const DEVICE_SHOWN: usize = 20;

/// A device as a message of the campus names it. Whoever signs in chooses the name: no address, no
/// sentence of theirs goes out in the campus's own SMS.
fn named(words: &Lexicon, device: &str) -> String {
    let is_plain = |c: &char| c.is_alphanumeric() || " -._·".contains(*c);
    // A browser that told nothing of its system is worded first: its mark is no letter.
    let browser = device
        .strip_prefix(NO_SYSTEM)
        .filter(|b| b.starts_with(BETWEEN));
    let told = browser.unwrap_or(device);
    let plain: String = told.chars().filter(is_plain).take(DEVICE_SHOWN).collect();
    match (browser, plain.trim()) {
        (Some(_), _) => menhu_words::device(words, &[NO_SYSTEM, &plain].concat()),
        (None, "") => words.say("device-unknown"),
        (None, plain) => menhu_words::device(words, plain),
    }
}

/// Stands in a text until the fact takes its place.
pub(super) const FACT: &str = "\u{1}";

/// The last four digits of a number, as news tell it.
pub fn tail(phone: &menhu_protocol::values::Phone) -> String {
    let number = phone.e164();
    number[number.len().saturating_sub(4)..].to_owned()
}

#[cfg(test)]
mod tests {
    use menhu_words::{Lexicon, Tongue};

    use super::News;

    #[test]
    fn a_letter_names_the_browser_in_its_own_language() {
        let device = "? · WeChat".to_owned();
        for news in [
            News::PasswordSet {
                device: device.clone(),
            },
            News::QuestionsSet {
                device: device.clone(),
            },
            News::NewBrowser { device },
        ] {
            let [zh, en] = [Tongue::Zh, Tongue::En].map(|to| news.worded(&Lexicon::of(to)));
            assert!(zh.contains("没有报名字的电脑或手机 · 微信"), "{zh}");
            assert!(!en.contains('?') && en.contains("WeChat"), "{en}");
        }
    }

    #[test]
    fn a_device_writes_no_sentence_into_a_message_of_the_campus() {
        let zh = Lexicon::of(Tongue::Zh);
        for (name, told) in [
            ("华为 P30", "「华为 P30」"),
            ("HarmonyOS · DingTalk", "「HarmonyOS · 钉钉」"),
            ("MacBook-Pro_2.local", "「MacBook-Pro_2.local」"),
            ("点 https://evil.example/?a=1", "「点 httpsevil.examplea」"),
            (
                "】【银行】\n「中奖」，请回电13800138000",
                "「银行中奖请回电13800138000」",
            ),
            (
                &"长".repeat(64),
                "「长长长长长长长长长长长长长长长长长长长长」",
            ),
            ("???", "「没有报名字的电脑或手机」"),
            ("，。！", "「没有报名字的电脑或手机」"),
            ("", "「没有报名字的电脑或手机」"),
        ] {
            let device = name.to_owned();
            for news in [
                News::PasswordSet {
                    device: device.clone(),
                },
                News::QuestionsSet {
                    device: device.clone(),
                },
                News::NewBrowser { device },
            ] {
                let text = news.worded(&zh);
                assert!(text.contains(told), "{name}: {text}");
            }
        }
    }
}
