//! What must not be in a password because others know it of its owner (ASVS 6.2.11): ID, name, phone,
//! mail, birthday, the end of the 证件号.

use std::collections::BTreeSet;

use menhu_protocol::values::{CertificateNumber, MailAddress, Phone};
use pinyin::ToPinyin as _;

/// Shorter facts in Latin letters or digits are in passwords by chance.
const LEAST: usize = 4;
/// A Chinese name has two characters or more.
const LEAST_HAN: usize = 2;
/// The end of a phone number people use in passwords; the whole number has it too.
const PHONE_TAIL: usize = 8;
/// 证件号后六位
const CERTIFICATE_TAIL: usize = 6;
/// Bytes of a text that is searched for what can only be tried: the length everybody must be able to use
/// (security.md PW-1). In a longer one six digits open nothing by themselves, and each place in it would be
/// one more guess at the document for whoever typed it.
const SEARCHED: usize = 64;

/// What is not stored and can only be tried: whether a text is the end of the 证件号, or the birthday as
/// `YYYYMMDD`.
pub trait Tried {
    fn is_certificate_tail(&self, tail: &str) -> bool;
    fn is_birthday(&self, day: &str) -> bool;
}

/// What others know of somebody.
pub struct Own<'a> {
    /// Lower case.
    words: Vec<String>,
    tried: &'a dyn Tried,
}

impl<'a> Own<'a> {
    /// Nothing but what can only be tried.
    pub fn new(tried: &'a dyn Tried) -> Self {
        Self {
            words: Vec::new(),
            tried,
        }
    }

    /// An ID or another name of the account.
    #[must_use]
    pub fn account(mut self, name: &str) -> Self {
        self.add(name.to_lowercase());
        self
    }

    /// The name as it is written, and, of a Chinese one, as it is spelt, either part first.
    #[must_use]
    pub fn name(mut self, name: &str) -> Self {
        let parts: Vec<String> = name
            .split(|c: char| !c.is_alphanumeric())
            .filter(|part| !part.is_empty())
            .map(str::to_lowercase)
            .collect();
        self.add(parts.concat());
        let spelt: Option<Vec<&str>> = parts
            .concat()
            .as_str()
            .to_pinyin()
            .map(|sound| sound.map(pinyin::Pinyin::plain))
            .collect();
        let parts = match spelt {
            Some(sounds) if sounds.len() >= LEAST_HAN => {
                let (family, given) = sounds.split_at(1);
                vec![family.concat(), given.concat()]
            }
            _ => parts,
        };
        if parts.len() > 1 {
            self.add(parts.concat());
            self.add(parts.iter().rev().map(String::as_str).collect());
        }
        self
    }

    #[must_use]
    pub fn phone(mut self, phone: &Phone) -> Self {
        let number = phone.e164();
        let tail = number.len().saturating_sub(PHONE_TAIL);
        self.add(number[tail..].to_owned());
        self
    }

    /// What stands before the `@`.
    #[must_use]
    pub fn mail(mut self, mail: &MailAddress) -> Self {
        let local = mail.as_str().split('@').next().unwrap_or_default();
        self.add(local.to_lowercase());
        self
    }

    fn add(&mut self, word: String) {
        let least = if word.is_ascii() { LEAST } else { LEAST_HAN };
        if word.chars().count() >= least {
            self.words.push(word);
        }
    }

    /// Whether any of it is in a password (in its normal form).
    pub fn is_in(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        self.words.iter().any(|word| lower.contains(word)) || self.is_tried_in(text)
    }

    fn is_tried_in(&self, text: &str) -> bool {
        let tail = |tail: &String| self.tried.is_certificate_tail(tail);
        let day = |day: &String| self.tried.is_birthday(day);
        text.len() <= SEARCHED && (tails(text).iter().any(tail) || days(text).iter().any(day))
    }
}

/// The end of a 证件号 that must not be in a password: its last six characters.
pub fn tail(certificate: &CertificateNumber) -> &str {
    let text = certificate.as_str();
    // A 证件号 is ASCII; a short one is its own end.
    text.get(text.len().saturating_sub(CERTIFICATE_TAIL)..)
        .unwrap_or(text)
}

/// The birthday, `YYYYMMDD`, in a resident identity card: one of eighteen digits has it whole, one of
/// fifteen (until 1999) without its century.
pub fn birthday(certificate: &CertificateNumber) -> Option<String> {
    let text = certificate.as_str();
    let is_card = |digits: usize| text.bytes().take(digits).all(|b| b.is_ascii_digit());
    let day = match text.len() {
        18 if is_card(17) => text[6..14].to_owned(),
        15 if is_card(15) => format!("19{}", &text[6..12]),
        _ => return None,
    };
    is_day(&day).then_some(day)
}

/// Whether eight digits could be a day.
fn is_day(digits: &str) -> bool {
    let number = |range: std::ops::Range<usize>| digits.get(range).and_then(|n| n.parse().ok());
    let (month, day): (Option<u8>, Option<u8>) = (number(4..6), number(6..8));
    matches!(digits.get(..2), Some("19" | "20"))
        && month.is_some_and(|m| (1..=12).contains(&m))
        && day.is_some_and(|d| (1..=31).contains(&d))
}

/// Everything in a text that could be the end of a 证件号.
fn tails(text: &str) -> BTreeSet<String> {
    let bytes = text.as_bytes();
    bytes
        .windows(CERTIFICATE_TAIL)
        .filter(|window| window.iter().all(u8::is_ascii_alphanumeric))
        .map(|window| String::from_utf8_lossy(window).to_ascii_uppercase())
        .collect()
}

/// Every day in a text, as `YYYYMMDD`: with or without its century, and with something between year, month
/// and day or nothing.
fn days(text: &str) -> BTreeSet<String> {
    let closed: String = text
        .chars()
        .filter(|c| !matches!(c, '-' | '.' | '/' | '_' | '年' | '月' | '日'))
        .collect();
    let mut days = BTreeSet::new();
    for text in [text, &closed] {
        for (length, centuries) in [(8, &[""][..]), (6, &["19", "20"])] {
            for window in text.as_bytes().windows(length) {
                if !window.iter().all(u8::is_ascii_digit) {
                    continue;
                }
                let window = String::from_utf8_lossy(window);
                let whole = centuries.iter().map(|century| format!("{century}{window}"));
                days.extend(whole.filter(|day| is_day(day)));
            }
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use menhu_protocol::values::{CertificateNumber, MailAddress, Phone};

    use super::{Own, Tried, birthday, tail};

    struct Card(&'static str, &'static str);

    impl Tried for Card {
        fn is_certificate_tail(&self, tail: &str) -> bool {
            tail == self.0
        }
        fn is_birthday(&self, day: &str) -> bool {
            day == self.1
        }
    }

    /// 欧阳小芬, with everything there is.
    fn known(card: &Card) -> Own<'_> {
        Own::new(card)
            .account("2026S1001")
            .account("26110105150042")
            .name("王小芬")
            .phone(&Phone::parse("13800138000").expect("a phone"))
            .mail(&MailAddress::parse("Xiao.Fen@example.edu.cn").expect("an address"))
    }

    #[test]
    fn what_others_know_of_somebody_is_found_wherever_it_stands() {
        let card = Card("31002X", "19491231");
        let own = known(&card);
        for text in [
            "2026s1001!",
            "x2026S1001",
            "a26110105150042",
            "王小芬1",
            "wangxiaofen1",
            "WangXiaoFen!",
            "xiaofenwang_1",
            "a13800138000",
            "a+8613800138000",
            "#00138000",
            "xiao.fen#77",
            "a31002x",
            "31002X!!",
            "z19491231",
            "ab491231",
            "1949-12-31a",
            "1949.12.31",
            "1949年12月31日",
            "49/12/31ab",
        ] {
            assert!(own.is_in(text), "{text}");
        }
        for text in [
            "shufen#1949",
            "xiaofen#77",
            "wang#2020",
            "2026S100",
            "a1380013",
            "19491230a",
            "310021xx",
            "49-12a31",
        ] {
            assert!(!own.is_in(text), "{text}");
        }
    }

    #[test]
    fn a_text_that_would_try_many_documents_at_once_tries_none() {
        let card = Card("31002X", "19491231");
        let own = known(&card);
        for least in [52, 58, 59, 600] {
            let text = format!("{}a19491231 31002x", "#".repeat(least - 9));
            assert_eq!(own.is_in(&text), text.len() <= 64, "{} bytes", text.len());
            assert!(own.is_in(&format!("{text}2026s1001")), "words are found");
        }
    }

    #[test]
    fn names_of_all_kinds_are_found_and_short_facts_are_nobodys() {
        let card = Card("", "");
        let own = |name: &str| Own::new(&card).name(name);
        assert!(own("欧阳·阿依古丽").is_in("欧阳阿依古丽1"));
        assert!(own("赵敏").is_in("zhaomin@2020"));
        assert!(own("赵敏").is_in("minzhao@2020"));
        assert!(own("John Smith").is_in("johnsmith1"));
        assert!(own("John Smith").is_in("SmithJohn1"));
        assert!(!own("John Smith").is_in("smithereens1"));
        assert!(own("𠮷野").is_in("𠮷野#12"));
        // 「Bo」 is in many a word.
        assert!(!own("Bo").is_in("bookshelf9"));
        assert!(!Own::new(&card).account("7").is_in("seven77"));
        assert!(!own("李").is_in("李白1234"));
    }

    #[test]
    fn a_card_tells_its_birthday_and_a_passport_none() {
        let parse = |text| CertificateNumber::parse(text).expect("a 证件号");
        let told = |text| (tail(&parse(text)).to_owned(), birthday(&parse(text)));
        let day = |text: &str| Some(text.to_owned());
        assert_eq!(
            told("11010519491231002X"),
            ("31002X".into(), day("19491231"))
        );
        assert_eq!(
            told("11010519491231002x"),
            ("31002X".into(), day("19491231"))
        );
        assert_eq!(told("110105491231002"), ("231002".into(), day("19491231")));
        assert_eq!(told("E12345678"), ("345678".into(), None));
        assert_eq!(told("P1234"), ("P1234".into(), None));
        assert_eq!(told("H1234567800"), ("567800".into(), None));
        // Fifteen digits whose middle is no day: a document of another country.
        assert_eq!(told("110105499931002").1, None);
    }
}
