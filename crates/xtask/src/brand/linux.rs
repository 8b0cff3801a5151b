//! What makes a campus's own build a package of its own on Linux. Packages collide in the names of files, so
//! all of them are called after the build: program, menu entry, icons, folder of documents.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::recipe::Recipe;

/// Our entry in the menu, as Tauri's bundler fills it in; a build takes it with another name.
const ENTRY: &str = include_str!("../../../../src-tauri/linux/menhu.desktop");

/// Where our own package has its licence, and the licence in the repository.
const LICENCE: (&str, &str) = (
    "/usr/share/doc/menhu/copyright",
    "src-tauri/linux/copyright",
);

/// Where [`entry`] goes below the build's folder.
pub const ENTRY_FILE: &str = "linux/entry.desktop";

/// The overlay for computers, changed to what Linux needs. `folder` is the build's own.
pub fn configuration(folder: &Path, recipe: &Recipe, mut computers: Value) -> Result<Value> {
    let slug = recipe.slug();
    let entry = folder.join(ENTRY_FILE);
    let mut files = serde_json::Map::new();
    // What is put over a configuration takes a key out by `null` (RFC 7396).
    files.insert(LICENCE.0.into(), Value::Null);
    files.insert(format!("/usr/share/doc/{slug}/copyright"), LICENCE.1.into());
    // The bundler names package and menu entry after the product; people read the entry's own `Name`.
    computers["productName"] = slug.into();
    computers["bundle"]["longDescription"] = description()?.into();
    computers["bundle"]["linux"] = json!({
        "deb": { "desktopTemplate": super::files::text_of(&entry)?, "files": files },
    });
    Ok(computers)
}

/// What a campus's app is, in both languages, as the menu says it.
fn description() -> Result<String> {
    let of = |key: &str| {
        let line = ENTRY.lines().find_map(|line| line.strip_prefix(key));
        line.with_context(|| format!("the menu entry has no {key}"))
    };
    Ok(format!("{}\n\n{}", of("Comment[zh_CN]=")?, of("Comment=")?))
}

/// Our entry in the menu under the campus's name.
pub fn entry(recipe: &Recipe) -> Result<String> {
    let mut text = String::new();
    let mut wanted = vec![
        ("Name=", &recipe.name.en),
        ("Name[zh_CN]=", &recipe.name.zh),
    ];
    let slug = recipe.slug();
    wanted.push(("StartupWMClass=", &slug));
    for line in ENTRY.lines() {
        match wanted.iter().position(|(key, _)| line.starts_with(key)) {
            Some(at) => {
                let (key, value) = wanted.remove(at);
                // The specification of desktop entries, "Possible value types".
                text += &format!("{key}{}\n", value.replace('\\', "\\\\"));
            }
            None => text += &format!("{line}\n"),
        }
    }
    anyhow::ensure!(wanted.is_empty(), "the menu entry lacks {wanted:?}");
    Ok(text)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde_json::{Value, json};
    use tempfile::TempDir;

    use super::{LICENCE, configuration, entry};
    use crate::brand::recipe::Recipe;
    use crate::brand::recipe::tests::recipe;

    fn named(zh: &str, en: &str) -> Recipe {
        let folder = TempDir::new().expect("folder");
        let text = recipe(folder.path())
            .replace("示范大学", zh)
            .replace("Demo University", en);
        Recipe::read(&text, folder.path()).expect("a recipe")
    }

    #[test]
    fn package_puts_no_file_where_ours_or_another_campuss_has_one() {
        let of = |en: &str| {
            let folder = Path::new("/t/brand/x");
            let computers = json!({ "productName": en, "bundle": { "icon": ["x.png"] } });
            configuration(folder, &named("示范大学", en), computers).expect("an overlay")
        };
        let (demo, other) = (of("Demo University"), of("Other University"));
        assert_eq!(demo["productName"], "demo-university");
        assert_eq!(other["productName"], "other-university");
        assert_eq!(demo["bundle"]["icon"], json!(["x.png"]), "the rest stays");
        let deb = &demo["bundle"]["linux"]["deb"];
        assert_eq!(deb["desktopTemplate"], "/t/brand/x/linux/entry.desktop");
        assert_eq!(deb["files"][LICENCE.0], Value::Null);
        assert_eq!(
            deb["files"]["/usr/share/doc/demo-university/copyright"],
            LICENCE.1
        );
        let said = demo["bundle"]["longDescription"].as_str().expect("text");
        assert!(!said.contains("any campus"), "{said}");
    }

    #[test]
    fn licence_stands_where_our_own_configuration_has_it() {
        let ours: Value =
            serde_json::from_str(include_str!("../../../../tauri.conf.json")).expect("json");
        let files = &ours["bundle"]["linux"]["deb"]["files"];
        assert_eq!(*files, json!({ LICENCE.0: LICENCE.1 }));
    }

    #[test]
    fn menu_shows_the_campuss_name_and_takes_the_links() {
        let text = entry(&named("示范\\\\大学", "Demo University")).expect("an entry");
        for line in [
            "Name=Demo University",
            "Name[zh_CN]=示范\\\\大学",
            "StartupWMClass=demo-university",
            "Exec={{exec}} %u",
            "MimeType={{mime_type}};",
        ] {
            assert!(text.lines().any(|own| own == line), "{line} in\n{text}");
        }
        for ours in ["Menhu", "=门户", "menhu"] {
            assert!(!text.contains(ours), "{ours} in\n{text}");
        }
    }
}
