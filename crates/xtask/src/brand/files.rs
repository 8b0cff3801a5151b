//! The files of a campus's own build.

use std::path::Path;

use anyhow::{Context, Result};
use menhu_protocol::values::CampusCode;
use serde_json::{Value, json};

use super::recipe::Recipe;
use super::{apple, linux};

/// Every file but the icons: where it goes below `folder`, and its text. `folder` also stands in some of
/// them, because Tauri's program looks for what a configuration names from the repository.
pub fn all(folder: &Path, recipe: &Recipe) -> Result<Vec<(String, String)>> {
    let computers = configuration(folder, recipe)?;
    let linux = linux::configuration(folder, recipe, computers.clone())?;
    let mut files = vec![
        ("tauri.conf.json".into(), pretty(&computers)?),
        ("linux.conf.json".into(), pretty(&linux)?),
        (
            "android.conf.json".into(),
            configuration_of_android(recipe)?,
        ),
        (linux::ENTRY_FILE.into(), linux::entry(recipe)?),
        ("build.env".into(), environment(folder, recipe)?),
        (
            "apple/ios.entitlements".into(),
            apple::entitlements(recipe)?,
        ),
    ];
    files.extend(apple::strings(recipe)?);
    for (values, name) in [("values", &recipe.name.zh), ("values-en", &recipe.name.en)] {
        files.push((format!("android/res/{values}/strings.xml"), resources(name)));
    }
    Ok(files)
}

/// What is put over `tauri.conf.json` for Windows, macOS and iOS; Linux begins with it.
fn configuration(folder: &Path, recipe: &Recipe) -> Result<Value> {
    let path = |name: &str| Ok::<_, anyhow::Error>(text_of(&folder.join(name))?.to_owned());
    let icons = [
        "icons/32x32.png",
        "icons/128x128.png",
        "icons/128x128@2x.png",
        "icons/icon.icns",
        "icons/icon.ico",
        "icons/icon.png",
    ];
    let icons = icons.map(path).into_iter().collect::<Result<Vec<_>>>()?;
    let mut strings = serde_json::Map::new();
    for language in apple::languages() {
        let from = path(&apple::file(language))?;
        strings.insert(
            format!("Resources/{language}.lproj/InfoPlist.strings"),
            from.into(),
        );
    }
    Ok(json!({
        "productName": recipe.name.en,
        // Windows' installers end whatever runs under the program's name.
        "mainBinaryName": recipe.slug(),
        "identifier": recipe.identifier,
        "plugins": plugins(recipe),
        "bundle": {
            "icon": icons,
            "shortDescription": format!("{} {}", recipe.name.zh, recipe.name.en),
            "macOS": { "files": strings },
        },
    }))
}

/// The same for Android, where the identifier is the package of the code and stays; the application's own
/// is in `build.env`.
fn configuration_of_android(recipe: &Recipe) -> Result<String> {
    pretty(&json!({ "productName": recipe.name.en, "plugins": plugins(recipe) }))
}

fn plugins(recipe: &Recipe) -> Value {
    let scheme = json!({ "scheme": ["menhu"], "appLink": false });
    let mut mobile = vec![scheme];
    if let Some(host) = recipe.link_host() {
        // As a whole: begun so, `/releases` would open the app as well.
        mobile.push(json!({
            "scheme": ["https"], "host": host, "path": [CampusCode::PATH], "appLink": true,
        }));
    }
    json!({
        "menhu": {
            "campus": recipe.campus.origin(),
            "name": { "zh": recipe.name.zh, "en": recipe.name.en },
        },
        "deep-link": { "mobile": mobile },
    })
}

/// What a build reads from its environment, as a shell reads it.
fn environment(folder: &Path, recipe: &Recipe) -> Result<String> {
    let res = folder.join("android/res");
    let mut lines = vec![
        format!("MENHU_ANDROID_ID='{}'", recipe.identifier),
        format!("MENHU_ANDROID_RES='{}'", text_of(&res)?),
    ];
    if let Some(key) = &recipe.update_key {
        lines.push(format!("MENHU_UPDATE_KEY='{}'", key.trim()));
    }
    Ok(lines.join("\n") + "\n")
}

/// Android's names of the app. An apostrophe and a backslash mean something there, as does what XML keeps.
fn resources(name: &str) -> String {
    let mut text = String::new();
    for c in name.chars() {
        match c {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '\'' | '"' | '\\' => text.extend(['\\', c]),
            // At the beginning they name another resource.
            '@' | '?' if text.is_empty() => text.extend(['\\', c]),
            c => text.push(c),
        }
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<resources>\n    <string name=\"app_name\">{text}</string>\n    <string name=\"main_activity_title\">{text}</string>\n</resources>\n"
    )
}

/// What to type now.
pub fn how_to(folder: &Path) -> String {
    let at = folder.display();
    format!(
        "brand: written to {at}\n\
         brand: . {at}/build.env   (exported: `set -a` before, `set +a` after), then\n\
         brand: Linux      cargo tauri build --bundles deb --config {at}/linux.conf.json\n\
         brand: Windows    cargo tauri build --bundles nsis --config {at}/tauri.conf.json\n\
         brand: macOS      cargo tauri build --bundles app,dmg --config {at}/tauri.conf.json\n\
         brand: Android    cargo tauri android build --apk --split-per-abi --config {at}/android.conf.json\n\
         brand: iOS        cargo xtask ios-init --brand {at} && cargo tauri ios build --config {at}/tauri.conf.json"
    )
}

fn pretty(value: &Value) -> Result<String> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}

/// A path that goes into a file. `'` would end the quotes of a shell.
pub fn text_of(path: &Path) -> Result<&str> {
    path.to_str()
        .filter(|text| !text.contains('\''))
        .with_context(|| {
            format!(
                "{}: build in a folder whose name is plain text",
                path.display()
            )
        })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    use serde_json::{Value, json};
    use tempfile::TempDir;

    use super::{Recipe, all, resources};
    use crate::brand::recipe::tests::recipe;

    /// The files of a recipe after `change`.
    fn files(change: impl FnOnce(String) -> String) -> BTreeMap<String, String> {
        let folder = TempDir::new().expect("folder");
        let text = change(recipe(folder.path()));
        let recipe = Recipe::read(&text, folder.path()).expect("a recipe");
        let files = all(Path::new("/t/brand/demo"), &recipe).expect("files");
        files.into_iter().collect()
    }

    fn json_of(files: &BTreeMap<String, String>, name: &str) -> Value {
        serde_json::from_str(&files[name]).expect("json")
    }

    #[test]
    fn campus_is_pinned_on_every_system() {
        let files = files(|text| text);
        for name in ["tauri.conf.json", "linux.conf.json", "android.conf.json"] {
            let plugins = &json_of(&files, name)["plugins"];
            assert_eq!(plugins["menhu"]["campus"], "https://menhu.example.edu.cn");
            let links = plugins["deep-link"]["mobile"].as_array().expect("links");
            assert_eq!(
                links[0]["scheme"],
                json!(["menhu"]),
                "posters still open it"
            );
            assert_eq!(links[1]["host"], "menhu.example.edu.cn");
            assert_eq!(
                links[1],
                json!({
                    "scheme": ["https"], "host": "menhu.example.edu.cn",
                    "path": ["/r"], "appLink": true,
                }),
                "and no other page of the campus"
            );
        }
    }

    #[test]
    fn identifier_changes_everywhere_but_in_androids_code() {
        let files = files(|text| text);
        assert_eq!(
            json_of(&files, "tauri.conf.json")["identifier"],
            "cn.edu.example.menhu"
        );
        for name in ["tauri.conf.json", "linux.conf.json"] {
            let program = &json_of(&files, name)["mainBinaryName"];
            assert_eq!(*program, "demo-university", "{name}");
        }
        assert_eq!(json_of(&files, "android.conf.json").get("identifier"), None);
        let environment = &files["build.env"];
        assert!(environment.contains("MENHU_ANDROID_ID='cn.edu.example.menhu'\n"));
        assert!(environment.contains("MENHU_ANDROID_RES='/t/brand/demo/android/res'\n"));
        assert!(environment.contains("MENHU_UPDATE_KEY='"));
    }

    #[test]
    fn names_are_the_campuss_in_both_languages() {
        let files = files(|text| text);
        for (name, own, ours) in [
            (
                "apple/zh-Hans.lproj/InfoPlist.strings",
                "\"示范大学\"",
                "门户",
            ),
            (
                "apple/en.lproj/InfoPlist.strings",
                "\"Demo University\"",
                "Menhu",
            ),
            ("android/res/values/strings.xml", ">示范大学<", "门户"),
            (
                "android/res/values-en/strings.xml",
                ">Demo University<",
                "Menhu",
            ),
        ] {
            let text = &files[name];
            assert!(text.contains(own) && !text.contains(ours), "{name}: {text}");
        }
        assert!(files["apple/en.lproj/InfoPlist.strings"].contains("NSCameraUsageDescription"));
    }

    #[test]
    fn only_a_campus_without_a_port_gets_links_on_phones() {
        let own = files(|text| text);
        assert!(own["apple/ios.entitlements"].contains("applinks:menhu.example.edu.cn"));
        let ported = files(|text| text.replace(".edu.cn\"\nicon", ".edu.cn:8443\"\nicon"));
        assert!(!ported["apple/ios.entitlements"].contains("applinks"));
        assert!(ported["apple/ios.entitlements"].contains("keychain-access-groups"));
        let links = &json_of(&ported, "tauri.conf.json")["plugins"]["deep-link"]["mobile"];
        assert_eq!(links.as_array().map(Vec::len), Some(1));
    }

    #[test]
    fn name_with_marks_of_its_own_stays_a_name() {
        assert!(resources("@A & B's").contains(">\\@A &amp; B\\'s<"));
    }
}
