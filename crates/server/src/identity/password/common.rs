//! Passwords that many people use, and those that suggest themselves at this campus (NIST SP 800-63B-4
//! §3.1.1.2; ASVS 6.2.4, 6.2.11).

use menhu_protocol::Localized;

/// Shorter parts of a host name (`edu`, `cn`) name no campus.
const LEAST_WORD: usize = 4;

/// What a campus is called: alone, or with digits and signs around it, it is nobody's secret.
#[derive(Clone, Debug, Default)]
pub struct Place {
    words: Vec<String>,
}

impl Place {
    /// `slug` and `host` as configured, `name` in both languages.
    pub fn of(slug: &str, name: &Localized, host: &str) -> Self {
        let joined = |text: &str| -> String {
            let letters = text.chars().filter(|c| c.is_alphanumeric());
            letters.collect::<String>().to_lowercase()
        };
        let labels = host.split('.').filter(|label| label.len() >= LEAST_WORD);
        let words = [slug, &name.zh, &name.en].into_iter().chain(labels);
        Self {
            words: words.map(joined).filter(|word| !word.is_empty()).collect(),
        }
    }
}

/// Whether a password (in its normal form) is on the list of common ones, as it was typed or in lower
/// case, or is the name of the place.
pub fn is_common(text: &str, place: &Place) -> bool {
    let lower = text.to_lowercase();
    let core = lower.trim_matches(|c: char| !c.is_alphabetic());
    passwords::analyzer::is_common_password(text)
        || passwords::analyzer::is_common_password(&lower)
        || place.words.iter().any(|word| word == core)
}

#[cfg(test)]
mod tests {
    use menhu_protocol::Localized;

    use super::{Place, is_common};

    fn place() -> Place {
        let name = Localized {
            zh: "河北师范大学".to_owned(),
            en: "Hebei Normal University".to_owned(),
        };
        Place::of("hebtu", &name, "menhu.example.edu.cn")
    }

    #[test]
    fn what_many_people_use_is_common_in_any_case() {
        for text in [
            "123456",
            "password",
            "abc123",
            "a123456",
            "woaini1314",
            "qq123456",
            "1qaz2wsx",
            "5201314",
            "admin@123",
            "P@ssw0rd",
            "p@SSw0rd",
            "ABC123",
            "Qwerty123",
            "asd123456",
            "zxcvbnm",
            "iloveyou1",
        ] {
            assert!(is_common(text, &place()), "{text}");
        }
        for text in [
            "shufen#1949",
            "jianguo-2005",
            "xinsheng2026",
            "紫藤 1988",
            "tQ7!kd",
        ] {
            assert!(!is_common(text, &place()), "{text}");
        }
    }

    #[test]
    fn the_name_of_the_campus_is_no_secret_of_anybody() {
        for text in [
            "hebtu2026",
            "Hebtu@2026",
            "2026hebtu",
            "河北师范大学1",
            "HebeiNormalUniversity#1",
            "menhu123456",
            "example_1",
        ] {
            assert!(is_common(text, &place()), "{text}");
        }
        for text in ["hebtuer-zt7", "edu!2931x", "a1menhub2"] {
            assert!(!is_common(text, &place()), "{text}");
        }
    }
}
