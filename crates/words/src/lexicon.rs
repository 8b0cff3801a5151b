//! Words by key, from the Fluent files in `locales/`.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// The languages Menhu speaks. Chinese is the first and the one to fall back on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tongue {
    #[default]
    Zh,
    En,
}

impl Tongue {
    pub const ALL: &'static [Self] = &[Self::Zh, Self::En];

    /// As in HTML's `lang` and in the names of the folders.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// The first language of an `Accept-Language` header, or of a `lang` parameter, that we speak.
    pub fn preferred(accept: &str) -> Self {
        accept
            .split(',')
            .map(|part| {
                part.split(';')
                    .next()
                    .unwrap_or_default()
                    .trim()
                    .to_ascii_lowercase()
            })
            .find_map(|tag| match tag.split('-').next() {
                Some("zh") => Some(Self::Zh),
                Some("en") => Some(Self::En),
                _ => None,
            })
            .unwrap_or_default()
    }

    fn files(self) -> &'static [&'static str] {
        match self {
            Self::Zh => &[
                include_str!("../locales/zh-CN/common.ftl"),
                include_str!("../locales/zh-CN/failure.ftl"),
                include_str!("../locales/zh-CN/password.ftl"),
                include_str!("../locales/zh-CN/security_app.ftl"),
                include_str!("../locales/zh-CN/app.ftl"),
                include_str!("../locales/zh-CN/portal.ftl"),
                include_str!("../locales/zh-CN/login.ftl"),
                include_str!("../locales/zh-CN/recovery_app.ftl"),
                include_str!("../locales/zh-CN/recovery.ftl"),
                include_str!("../locales/zh-CN/question.ftl"),
                include_str!("../locales/zh-CN/security.ftl"),
                include_str!("../locales/zh-CN/rights.ftl"),
                include_str!("../locales/zh-CN/desk.ftl"),
                include_str!("../locales/zh-CN/update.ftl"),
                include_str!("../locales/zh-CN/desktop.ftl"),
                include_str!("../locales/zh-CN/scan.ftl"),
                include_str!("../locales/zh-CN/brand.ftl"),
                include_str!("../locales/zh-CN/letters.ftl"),
            ],
            Self::En => &[
                include_str!("../locales/en/common.ftl"),
                include_str!("../locales/en/failure.ftl"),
                include_str!("../locales/en/password.ftl"),
                include_str!("../locales/en/security_app.ftl"),
                include_str!("../locales/en/app.ftl"),
                include_str!("../locales/en/portal.ftl"),
                include_str!("../locales/en/login.ftl"),
                include_str!("../locales/en/recovery_app.ftl"),
                include_str!("../locales/en/recovery.ftl"),
                include_str!("../locales/en/question.ftl"),
                include_str!("../locales/en/security.ftl"),
                include_str!("../locales/en/rights.ftl"),
                include_str!("../locales/en/desk.ftl"),
                include_str!("../locales/en/update.ftl"),
                include_str!("../locales/en/desktop.ftl"),
                include_str!("../locales/en/scan.ftl"),
                include_str!("../locales/en/brand.ftl"),
                include_str!("../locales/en/letters.ftl"),
            ],
        }
    }
}

/// All words of one language.
pub struct Lexicon {
    tongue: Tongue,
    bundle: FluentBundle<FluentResource>,
}

impl Lexicon {
    /// # Panics
    /// When a Fluent file of this crate does not parse or names a key twice; a test reads them all.
    pub fn of(tongue: Tongue) -> Self {
        // Both tags are well formed; an unknown one would only lose the plural rules.
        let language: LanguageIdentifier = tongue.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        // The marks that isolate directions are noise for a screen reader in these two languages.
        bundle.set_use_isolating(false);
        for file in tongue.files() {
            let resource = FluentResource::try_new((*file).to_owned())
                .unwrap_or_else(|(_, errors)| panic!("{tongue:?}: {errors:?}"));
            bundle
                .add_resource(resource)
                .unwrap_or_else(|errors| panic!("{tongue:?}: {errors:?}"));
        }
        Self { tongue, bundle }
    }

    /// All words of one language for an app that is called otherwise: a campus's own build.
    ///
    /// # Panics
    /// As [`Lexicon::of`].
    pub fn called(tongue: Tongue, app: &str) -> Self {
        let mut lexicon = Self::of(tongue);
        // In quotes a brace is a brace.
        let app = app.replace('\\', "\\\\").replace('"', "\\\"");
        // A name of several lines is no name; the app then keeps ours.
        if let Ok(term) = FluentResource::try_new(format!("-app = {{ \"{app}\" }}\n")) {
            lexicon.bundle.add_resource_overriding(term);
        }
        lexicon
    }

    pub fn tongue(&self) -> Tongue {
        self.tongue
    }

    pub fn knows(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// The words of a key. A key that is missing shows itself; CI finds it before a person does.
    pub fn say(&self, key: &str) -> String {
        self.say_with(key, &[])
    }

    /// The words of a key with facts put in: `say_with("code-left", &[("n", "4")])`. A fact that is a
    /// whole number chooses plurals.
    pub fn say_with(&self, key: &str, facts: &[(&str, &str)]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|m| m.value()) else {
            return key.to_owned();
        };
        let mut args = FluentArgs::new();
        for (name, fact) in facts {
            // Only short numbers are numbers; `00123` or a phone must be shown as it is written.
            let plain = fact.len() <= 6 && (*fact == "0" || !fact.starts_with('0'));
            match fact.parse::<u32>() {
                Ok(n) if plain => args.set(*name, FluentValue::from(n)),
                _ => args.set(*name, FluentValue::from(*fact)),
            }
        }
        let mut errors = Vec::new();
        self.bundle
            .format_pattern(pattern, Some(&args), &mut errors)
            .into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{Lexicon, Tongue};

    #[test]
    fn no_file_of_words_is_forgotten() {
        let locales = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("locales");
        for tongue in [Tongue::Zh, Tongue::En] {
            for file in std::fs::read_dir(locales.join(tongue.tag())).expect("a folder") {
                let path = file.expect("a file").path();
                let text = std::fs::read_to_string(&path).expect("text");
                let known = tongue.files().contains(&text.as_str());
                assert!(known, "{} is not in the lexicon", path.display());
            }
        }
    }

    #[test]
    fn both_languages_have_the_same_keys_with_the_same_facts() {
        let facts = |tongue: Tongue| {
            let mut all = std::collections::BTreeMap::new();
            for file in tongue.files() {
                let mut key = String::new();
                for line in file.lines() {
                    if let Some((name, _)) = line.split_once('=')
                        && line.starts_with(|c: char| c.is_ascii_alphabetic())
                    {
                        name.trim().clone_into(&mut key);
                        all.entry(key.clone())
                            .or_insert_with(std::collections::BTreeSet::new);
                    }
                    for piece in line.split('$').skip(1) {
                        let name: String = piece
                            .chars()
                            .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
                            .collect();
                        if let Some(set) = all.get_mut(&key) {
                            set.insert(name);
                        }
                    }
                }
            }
            all
        };
        let (zh, en) = (facts(Tongue::Zh), facts(Tongue::En));
        for (key, facts) in &zh {
            assert_eq!(
                en.get(key),
                Some(facts),
                "{key} differs between Chinese and English"
            );
        }
        for key in en.keys() {
            assert!(zh.contains_key(key), "{key} has no Chinese");
        }
    }

    #[test]
    fn facts_are_put_in_and_long_numbers_are_left_alone() {
        let words = Lexicon::of(Tongue::Zh);
        assert_eq!(words.say_with("wait-seconds", &[("n", "30")]), "30 秒");
        assert_eq!(
            words.say_with("wait-seconds", &[("n", "013800")]),
            "013800 秒"
        );
        let missing = "no-such-key";
        assert_eq!(words.say(missing), missing);
    }

    #[test]
    fn app_is_called_as_its_campus_calls_it() {
        let name = |words: Lexicon| words.say("tray-tooltip");
        assert_eq!(name(Lexicon::of(Tongue::Zh)), "门户");
        assert_eq!(name(Lexicon::of(Tongue::En)), "Menhu");
        for own in ["示范大学", "Demo University", "{ $n } \\ \"x\""] {
            assert_eq!(name(Lexicon::called(Tongue::Zh, own)), own);
        }
        let words = Lexicon::called(Tongue::En, "Demo University");
        assert_eq!(words.say("tray-open"), "Open Demo University");
    }

    #[test]
    fn the_first_language_we_speak_is_chosen() {
        assert_eq!(
            Tongue::preferred("fr-FR, en-GB;q=0.8, zh;q=0.5"),
            Tongue::En
        );
        assert_eq!(Tongue::preferred("zh-TW,en"), Tongue::Zh);
        assert_eq!(Tongue::preferred("*"), Tongue::Zh);
    }
}
