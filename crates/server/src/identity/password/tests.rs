//! What each profile says of each password: security.md §3, class 6. The expected answers are written by
//! hand, or follow from how a password was put together, never from the code under test.

use menhu_protocol::Localized;
use menhu_protocol::password::Rule;
use menhu_protocol::values::{MailAddress, Phone, Secret};

use super::common::Place;
use super::own::{Own, Tried};
use super::{Profile, normal};

struct Card;

impl Tried for Card {
    fn is_certificate_tail(&self, tail: &str) -> bool {
        tail == "31002X"
    }
    fn is_birthday(&self, day: &str) -> bool {
        day == "19491231"
    }
}

fn unmet(profile: Profile, text: &str) -> String {
    let name = Localized {
        zh: "示例大学".to_owned(),
        en: "Example University".to_owned(),
    };
    let place = Place::of("example", &name, "menhu.example.edu.cn");
    let own = Own::new(&Card)
        .account("198803017")
        .name("陈淑芬")
        .phone(&Phone::parse("13800138000").expect("a phone"))
        .mail(&MailAddress::parse("chenshufen@example.edu.cn").expect("an address"));
    let rules = profile.unmet(&Secret::new(text), &place, &own);
    let names: Vec<_> = rules.into_iter().map(Rule::name).collect();
    names.join(",")
}

/// Text; what `campus`, `nist-4` and `dengbao-3` find wrong with it: `l` length, `k` classes, `s` space,
/// `c` common, `y` yours, `-` nothing.
const HAND: &[(&str, &str, &str, &str)] = &[
    // Seed B: six, two of three, no space.
    ("", "lk", "l", "lk"),
    ("a", "lkc", "lc", "lkc"),
    ("ab12", "l", "l", "lk"),
    ("zt9k!", "l", "l", "l"),
    ("zt9k!w", "-", "l", "l"),
    ("abcDEF", "kc", "lc", "lkc"),
    ("qzwtvk", "k", "l", "lk"),
    ("QZwtVK", "k", "l", "lk"),
    ("739164", "k", "l", "lk"),
    ("@#%&=~", "k", "l", "lk"),
    ("qzw739", "-", "l", "lk"),
    ("qzw@#%", "-", "l", "lk"),
    ("739@#%", "-", "l", "lk"),
    ("qzw7@#9k", "-", "l", "-"),
    ("qzwt7391", "-", "l", "k"),
    ("qzw 739", "s", "l", "lks"),
    (" qzw739", "s", "l", "lks"),
    ("qzw739 ", "s", "l", "lks"),
    ("qzw\t739", "s", "l", "lks"),
    ("qzw\n739", "s", "l", "lks"),
    ("qzw\u{3000}739", "s", "l", "lks"),
    ("qzw\u{a0}739", "s", "l", "lks"),
    ("qzw\u{2003}739", "s", "l", "lks"),
    ("qzw\u{200b}739", "s", "l", "lks"),
    ("qzw\u{feff}739", "s", "l", "lks"),
    ("qzw\u{ad}739", "s", "l", "lks"),
    ("qzw\u{3164}739", "s", "l", "lks"),
    ("qzw\u{202e}739", "s", "l", "lks"),
    // Nobody sees NUL: it is no special character, and no end of the text.
    ("qzwtvk\0", "k", "l", "lk"),
    ("qzw\x00739", "-", "l", "lk"),
    ("qzw7@\x00#9k", "-", "l", "-"),
    // Scripts.
    ("紫藤萝瀑布啊", "k", "l", "lk"),
    ("紫藤萝瀑布7", "-", "l", "lk"),
    ("紫藤萝瀑布。", "-", "l", "lk"),
    ("紫藤萝7瀑布。花", "-", "l", "-"),
    ("ｑｚｗ７３９", "-", "l", "lk"),
    ("ｑｚｗｔｖｋ", "k", "l", "lk"),
    ("жизнь7", "-", "l", "lk"),
    ("жизньа", "k", "l", "lk"),
    ("کتاب۷۳", "-", "l", "lk"),
    ("\u{20bb7}\u{20bb7}\u{20bb7}\u{20bb7}7", "l", "l", "lk"),
    (
        "\u{20bb7}\u{20bb7}\u{20bb7}\u{20bb7}\u{20bb7}7",
        "-",
        "l",
        "lk",
    ),
    // Pictures: a joiner inside one is no space; alone it is.
    ("qzw👩\u{200d}🔬9", "-", "l", "l"),
    ("qzwt7👩\u{200d}🔬9", "-", "l", "-"),
    ("qzw\u{200d}739", "s", "l", "lks"),
    ("🙂🙃😉😊😇🥰", "k", "l", "lk"),
    ("🙂🙃😉😊😇7", "-", "l", "lk"),
    // Accents: the same however they are composed, and no special characters.
    ("\u{e9}toile", "k", "l", "lk"),
    ("e\u{301}toile", "k", "l", "lk"),
    ("\u{e9}toil7", "-", "l", "lk"),
    ("e\u{301}toil7", "-", "l", "lk"),
    ("e\u{301}toi7", "l", "l", "lk"),
    // Common ones, in any case.
    ("123456", "kc", "lc", "lkc"),
    ("abc123", "c", "lc", "lkc"),
    ("ABC123", "c", "lc", "lkc"),
    ("a123456", "c", "lc", "lkc"),
    ("woaini1314", "c", "lc", "kc"),
    ("5201314", "kc", "lc", "lkc"),
    ("1qaz2wsx", "c", "lc", "kc"),
    ("1QAZ2wsx", "c", "lc", "kc"),
    ("p@ssw0rd", "c", "lc", "c"),
    ("P@SSW0RD", "c", "lc", "c"),
    ("qq123456", "c", "lc", "kc"),
    ("example2026", "c", "lc", "kc"),
    ("Example@2026", "c", "lc", "c"),
    ("示例大学2026", "c", "lc", "kc"),
    // One's own: looked for where all else is well.
    ("198803017", "k", "l", "k"),
    ("a198803017", "y", "l", "k"),
    ("z!198803017", "y", "l", "y"),
    ("13800138000", "k", "l", "k"),
    ("a13800138000", "y", "l", "k"),
    ("１３８００１３８０００a", "y", "l", "k"),
    ("#00138000z", "y", "l", "y"),
    ("陈淑芬1949", "y", "l", "lk"),
    ("chenshufen1", "y", "l", "k"),
    ("ChenShuFen_1", "y", "l", "y"),
    ("shufenchen#7", "y", "l", "y"),
    ("shufen#1949", "-", "l", "-"),
    ("a19491231", "y", "l", "k"),
    ("zt491231", "y", "l", "k"),
    ("1949-12-31", "y", "l", "k"),
    ("zt31002x", "y", "l", "k"),
    ("31002X!q", "y", "l", "y"),
    // Passphrases.
    ("purple wisteria falls", "ks", "-", "ks"),
    ("purple-wisteria-falls", "-", "-", "k"),
    ("purplewisteriafalls", "k", "-", "k"),
    ("紫藤萝瀑布在春天的校园里开得正好", "k", "-", "k"),
    ("qzwtvkqzwtvkqz", "k", "l", "k"),
    ("qzwtvkqzwtvkqzw", "k", "-", "k"),
    ("              ", "ks", "l", "ks"),
];

/// The letters of [`HAND`] as the names of rules.
fn spelt(short: &str) -> String {
    let name = |c| match c {
        'l' => Some("length"),
        'k' => Some("classes"),
        's' => Some("no_space"),
        'c' => Some("not_common"),
        'y' => Some("not_yours"),
        _ => None,
    };
    short.chars().filter_map(name).collect::<Vec<_>>().join(",")
}

#[test]
fn every_profile_judges_as_its_table_says() {
    let mut wrong = Vec::new();
    for (text, campus, nist, dengbao) in HAND {
        for (profile, expected) in Profile::ALL.into_iter().zip([campus, nist, dengbao]) {
            let found = unmet(profile, text);
            if found != spelt(expected) {
                wrong.push(format!(
                    "{profile:?} {text:?}: {found}, not {}",
                    spelt(expected)
                ));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// Letters, digits and signs in every mix of lengths: what is wrong follows from the counts.
#[test]
fn every_mix_of_letters_digits_and_signs_is_judged_by_its_counts() {
    let mut cases = 0;
    for letters in [0usize, 1, 3, 5, 7, 14] {
        for digits in [0usize, 1, 2, 4, 7] {
            for signs in [0usize, 1, 2, 5] {
                for space in [false, true] {
                    // In an order nobody has on a list.
                    let text = [
                        take("qzwtvkxjqzwtvkxj", letters),
                        take("7394618", digits),
                        take("~^=+;", signs),
                        take(" ", usize::from(space)),
                    ]
                    .concat();
                    let length = letters + digits + signs + usize::from(space);
                    let classes = [letters, digits, signs].iter().filter(|n| **n > 0).count();
                    for (profile, least, kinds, spaces) in [
                        (Profile::Campus, 6, 2, false),
                        (Profile::Nist4, 15, 0, true),
                        (Profile::Dengbao3, 8, 3, false),
                    ] {
                        let mut expected = Vec::new();
                        expected.extend((length < least).then_some("length"));
                        expected.extend((classes < kinds).then_some("classes"));
                        expected.extend((space && !spaces).then_some("no_space"));
                        let found = unmet(profile, &text).replace(",not_common", "");
                        // A single letter or sign is on every list.
                        let found = found.replace("not_common", "");
                        assert_eq!(found, expected.join(","), "{profile:?} {text:?}");
                        cases += 1;
                    }
                }
            }
        }
    }
    assert!(cases >= 250, "{cases}");
}

fn take(from: &str, n: usize) -> &str {
    &from[..n]
}

#[test]
fn a_long_password_is_judged_whole() {
    for length in [64usize, 71, 72, 73, 256, 4095, 4096] {
        let letters = "qzwtvkxj".repeat(length / 8 + 1);
        let all_letters = &letters[..length];
        assert_eq!(unmet(Profile::Campus, all_letters), "classes", "{length}");
        assert_eq!(unmet(Profile::Nist4, all_letters), "", "{length}");
        // What stands at the very end counts too.
        let one_digit = format!("{}7", &letters[..length - 1]);
        assert_eq!(unmet(Profile::Campus, &one_digit), "", "{length}");
        let own_at_the_end = format!("{}198803017", &letters[..length - 9]);
        assert_eq!(
            unmet(Profile::Campus, &own_at_the_end),
            "not_yours",
            "{length}"
        );
    }
}

#[test]
fn the_normal_form_is_the_same_for_what_looks_the_same() {
    for (a, b) in [
        ("caf\u{e9}7", "cafe\u{301}7"),
        ("ｑｚｗ７３９", "qzw739"),
        (
            "가나다7",
            "\u{1100}\u{1161}\u{1102}\u{1161}\u{1103}\u{1161}7",
        ),
    ] {
        assert_eq!(normal(&Secret::new(a)), normal(&Secret::new(b)), "{a} {b}");
    }
    for (a, b) in [("qzw739", "QZW739"), ("密码7", "密碼7"), ("a", "а")] {
        assert_ne!(normal(&Secret::new(a)), normal(&Secret::new(b)), "{a} {b}");
    }
}

#[test]
fn the_version_of_a_profile_changes_with_its_rules() {
    // Whoever changes a rule changes the version behind it, and this table.
    for (profile, version, rules) in [
        (
            Profile::Campus,
            "campus-1",
            "length 6,classes 2,no_space,not_common,not_yours",
        ),
        (Profile::Nist4, "nist-4-1", "length 15,not_common,not_yours"),
        (
            Profile::Dengbao3,
            "dengbao-3-1",
            "length 8,classes 3,no_space,not_common,not_yours",
        ),
    ] {
        let told = profile.rules();
        let spelt = |rule: &Rule| match rule {
            Rule::Length { least } | Rule::Classes { least } => format!("{} {least}", rule.name()),
            rule => rule.name().to_owned(),
        };
        let named: Vec<_> = told.rules.iter().map(spelt).collect();
        assert_eq!(
            (told.profile.as_str(), named.join(",").as_str()),
            (version, rules)
        );
    }
}
