//! 业务系统: the campus's systems that people reach from 个人中心, and where a sign-in may return to.

use std::collections::BTreeSet;

use anyhow::{Context as _, ensure};
use menhu_protocol::Localized;
use menhu_protocol::api::registration::Category;
use menhu_protocol::values::CampusAddress;
use reqwest::Url;
use serde::Deserialize;

/// Longest short name of a system, as of a campus.
const SLUG_LONGEST: usize = 32;
/// What `categories` may hold, as the roster has them.
const CATEGORIES: [(&str, Category); 4] = [
    ("staff", Category::Staff),
    ("retired", Category::Retired),
    ("student", Category::Student),
    ("other", Category::Other),
];

/// One system: OA, 学工, 人事 ….
#[derive(Clone, Debug)]
pub struct SystemConfig {
    /// Short stable name, `[a-z0-9-]`, unique on the campus.
    pub slug: String,
    pub name: Localized,
    /// Where its tile leads. https; plain http on the loopback only. Without user and password.
    pub url: Url,
    /// Who sees it; empty: everybody.
    pub categories: Vec<Category>,
}

impl SystemConfig {
    /// Whether somebody of these categories (of any of their IDs) sees it.
    pub fn is_for(&self, mine: &[Category]) -> bool {
        self.categories.is_empty() || mine.iter().any(|one| self.categories.contains(one))
    }

    /// Whether an address is at this system: the same scheme, host and port, whole, not a prefix of
    /// them (security.md §3 class 1), and nobody's name in front of the host.
    pub fn holds(&self, url: &Url) -> bool {
        url.origin() == self.url.origin() && is_bare(url)
    }
}

/// The table `[[system]]` as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenSystem {
    slug: String,
    name: Localized,
    url: String,
    #[serde(default)]
    categories: Vec<String>,
}

pub(super) fn systems_of(written: Vec<WrittenSystem>) -> anyhow::Result<Vec<SystemConfig>> {
    let mut slugs = BTreeSet::new();
    written
        .into_iter()
        .map(|system| {
            let at = format!("system `{}`", system.slug);
            ensure!(
                slugs.insert(system.slug.clone()),
                "{at}: there are two of this slug"
            );
            system.check().context(at)
        })
        .collect()
}

impl WrittenSystem {
    fn check(self) -> anyhow::Result<SystemConfig> {
        let is_plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        ensure!(
            (1..=SLUG_LONGEST).contains(&self.slug.len()) && self.slug.bytes().all(is_plain),
            "slug: may hold a-z, 0-9 and -, at most {SLUG_LONGEST}"
        );
        for (field, name) in [("name.zh", &self.name.zh), ("name.en", &self.name.en)] {
            ensure!(!name.trim().is_empty(), "{field}: is empty");
        }
        let url = url_of(&self.url)?;
        let categories = self.categories.iter().map(|text| category_of(text));
        Ok(SystemConfig {
            slug: self.slug,
            name: self.name,
            url,
            categories: categories.collect::<anyhow::Result<_>>()?,
        })
    }
}

fn url_of(text: &str) -> anyhow::Result<Url> {
    let url: Url = text.parse().with_context(|| {
        format!("url: `{text}` is not a whole address, such as https://oa.example.edu.cn/")
    })?;
    ensure!(
        matches!(url.scheme(), "https" | "http") && is_bare(&url),
        "url: `{text}` is not https://HOST/… without user and password"
    );
    // Says the rest of a host: letters of one alphabet, http for this machine only.
    CampusAddress::parse(&url.origin().ascii_serialization())
        .with_context(|| format!("url: `{text}`"))?;
    Ok(url)
}

fn is_bare(url: &Url) -> bool {
    url.username().is_empty() && url.password().is_none()
}

fn category_of(text: &str) -> anyhow::Result<Category> {
    let known = CATEGORIES.iter().find(|(name, _)| *name == text);
    known.map(|(_, category)| *category).with_context(|| {
        let names = CATEGORIES.map(|(name, _)| name).join(", ");
        format!("categories: `{text}` is none of {names}")
    })
}

#[cfg(test)]
mod tests {
    use menhu_protocol::api::registration::Category;
    use serde::Deserialize;

    use super::{SystemConfig, WrittenSystem, systems_of};

    #[derive(Deserialize)]
    struct File {
        system: Vec<WrittenSystem>,
    }

    fn read(text: &str) -> Result<Vec<SystemConfig>, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        systems_of(file.system).map_err(|error| format!("{error:#}"))
    }

    fn one(slug: &str, url: &str, rest: &str) -> String {
        format!(
            "[[system]]\nslug = \"{slug}\"\nname = {{ zh = \"办公\", en = \"Office\" }}\nurl = \"{url}\"\n{rest}\n"
        )
    }

    #[test]
    fn a_system_is_for_its_categories_or_for_everybody() {
        let text = one("oa", "https://oa.example.edu.cn/", "")
            + &one(
                "xg",
                "https://xg.example.edu.cn/a?b=c",
                "categories = [\"student\", \"staff\"]",
            );
        let systems = read(&text).expect("read");
        assert!(systems[0].is_for(&[]));
        assert!(systems[0].is_for(&[Category::Retired]));
        assert!(systems[1].is_for(&[Category::Retired, Category::Student]));
        assert!(!systems[1].is_for(&[Category::Retired]));
        assert!(!systems[1].is_for(&[]));
    }

    #[test]
    fn only_the_whole_origin_is_the_systems() {
        let systems = read(&one("oa", "https://oa.example.edu.cn/portal", "")).expect("read");
        let holds = |url: &str| url.parse().is_ok_and(|url| systems[0].holds(&url));
        for url in [
            "https://oa.example.edu.cn",
            "https://oa.example.edu.cn:443/else?x=1#y",
            "HTTPS://OA.example.edu.cn/",
        ] {
            assert!(holds(url), "{url}");
        }
        for url in [
            "http://oa.example.edu.cn/",
            "https://oa.example.edu.cn.evil.com/",
            "https://oa.example.edu.cn:8443/",
            "https://oa.example.edu.cn./",
            "https://oa.example.edu.cn@evil.com/",
            "https://me@oa.example.edu.cn/",
            "https://foa.example.edu.cn/",
            "https://example.edu.cn/",
            "//oa.example.edu.cn/",
            "javascript://oa.example.edu.cn/%0aalert(1)",
        ] {
            assert!(!holds(url), "{url}");
        }
    }

    #[test]
    fn what_is_wrong_is_refused_by_the_system_and_the_field() {
        let good = "https://oa.example.edu.cn/";
        for (text, says) in [
            (one("OA", good, ""), "system `OA`: slug"),
            (one("", good, ""), "system ``: slug"),
            (
                one("oa", good, "") + &one("oa", good, ""),
                "two of this slug",
            ),
            (one("oa", "oa.example.edu.cn", ""), "system `oa`: url"),
            (one("oa", "http://oa.example.edu.cn/", ""), "unencrypted"),
            (
                one("oa", "ftp://oa.example.edu.cn/", ""),
                "system `oa`: url",
            ),
            (
                one("oa", "https://a:b@oa.example.edu.cn/", ""),
                "user and password",
            ),
            (
                one("oa", good, "categories = [\"studnet\"]"),
                "categories: `studnet`",
            ),
            (one("oa", good, "colour = \"red\""), "colour"),
            (one("oa", good, "").replace("Office", " "), "name.en"),
        ] {
            let said = read(&text).expect_err(&text);
            assert!(said.contains(says), "{said}");
        }
    }

    #[test]
    fn a_system_on_this_machine_needs_no_certificate() {
        assert!(read(&one("oa", "http://127.0.0.1:9000/", "")).is_ok());
    }
}
