//! A campus's own build: which campus, and what the app is called. Both stand in the configuration that is
//! compiled in, `{ "plugins": { "menhu": { "campus": "https://…", "name": { "zh": "…", "en": "…" } } } }`,
//! written by `cargo xtask brand`: there and not in an environment variable, because Xcode hands those of
//! strangers to no build.

use std::collections::HashMap;

use menhu_protocol::Localized;
use menhu_protocol::values::CampusAddress;
use serde::Deserialize;

/// The product's name, the same in every language.
#[cfg(desktop)]
const OURS: &str = "门户 Menhu";

/// What this build is: the app for any campus, or a campus's own.
pub struct Brand(Option<Own>);

#[derive(Deserialize)]
struct Own {
    campus: CampusAddress,
    #[cfg_attr(
        mobile,
        allow(
            dead_code,
            reason = "the systems of phones show the app's name themselves"
        )
    )]
    name: Localized,
}

impl Brand {
    /// Reads the sections of the plugins in Tauri's configuration.
    ///
    /// # Errors
    /// When this is a campus's own build and its campus or name cannot be read: it must not become an app
    /// for any campus.
    pub fn read(plugins: &HashMap<String, serde_json::Value>) -> Result<Self, serde_json::Error> {
        let own = plugins.get("menhu").map(Own::deserialize).transpose()?;
        Ok(Self(own))
    }

    /// The one campus of a campus's own build.
    pub fn campus(&self) -> Option<&CampusAddress> {
        self.0.as_ref().map(|own| &own.campus)
    }

    /// What a campus calls its own build.
    #[cfg(desktop)]
    pub fn own_name(&self) -> Option<&Localized> {
        self.0.as_ref().map(|own| &own.name)
    }

    /// What stands above windows, where nothing is known yet of who reads it: both languages.
    #[cfg(desktop)]
    pub fn title(&self) -> String {
        match self.own_name() {
            None => OURS.to_owned(),
            Some(name) if name.zh == name.en => name.zh.clone(),
            Some(name) => format!("{} {}", name.zh, name.en),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Brand;

    fn read(own: Value) -> Result<Brand, serde_json::Error> {
        Brand::read(&[("menhu".to_owned(), own)].into())
    }

    #[test]
    fn build_of_a_campus_is_for_that_campus_or_does_not_open() {
        let name = json!({ "zh": "示范大学", "en": "Demo University" });
        let own = read(json!({ "campus": "https://menhu.example.edu.cn", "name": name }));
        let own = own.expect("a brand");
        assert_eq!(own.campus().expect("pinned").host(), "menhu.example.edu.cn");
        for broken in [
            json!({}),
            json!({ "name": name }),
            json!({ "campus": "https://menhu.example.edu.cn" }),
            json!({ "campus": "http://menhu.example.edu.cn", "name": name }),
        ] {
            assert!(read(broken.clone()).is_err(), "{broken}");
        }
    }

    #[test]
    fn build_of_a_campus_bears_its_name_and_no_other() {
        let titled = |zh: &str, en: &str| {
            let campus = "https://menhu.example.edu.cn";
            let own = read(json!({ "campus": campus, "name": { "zh": zh, "en": en } }));
            own.expect("a brand").title()
        };
        assert_eq!(
            titled("示范大学", "Demo University"),
            "示范大学 Demo University"
        );
        assert_eq!(titled("PKU", "PKU"), "PKU");
    }

    #[test]
    fn build_without_a_campus_is_ours() {
        let ours = Brand::read(&[].into()).expect("ours");
        assert!(ours.campus().is_none() && ours.own_name().is_none());
        assert_eq!(ours.title(), "门户 Menhu");
    }
}
