//! Apple's half of a campus's own build: names in both languages, and the domain whose links open it.

use anyhow::{Context, Result};
use plist::{Dictionary, Value};

use super::recipe::Recipe;

/// Our own sentences in each language of Apple's; a build takes them with another name.
const STRINGS: &[(&str, &str)] = &[
    (
        "zh-Hans",
        include_str!("../../../../gen/apple/menhu_iOS/zh-Hans.lproj/InfoPlist.strings"),
    ),
    (
        "en",
        include_str!("../../../../gen/apple/menhu_iOS/en.lproj/InfoPlist.strings"),
    ),
];

const ENTITLEMENTS: &str = include_str!("../../../../src-tauri/apple/ios.entitlements");

/// As Apple names them.
pub fn languages() -> impl Iterator<Item = &'static str> {
    STRINGS.iter().map(|(language, _)| *language)
}

/// Where a language's strings lie below the build's folder.
pub fn file(language: &str) -> String {
    format!("apple/{language}.lproj/InfoPlist.strings")
}

/// Our strings with the campus's names: where they go, and their text.
pub fn strings(recipe: &Recipe) -> Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for (language, text) in STRINGS {
        let name = match *language {
            "en" => &recipe.name.en,
            _ => &recipe.name.zh,
        };
        files.push((file(language), renamed(text, name)?));
    }
    Ok(files)
}

/// Our entitlements, and the domain whose links open the app.
pub fn entitlements(recipe: &Recipe) -> Result<String> {
    let mut all: Dictionary = plist::from_bytes(ENTITLEMENTS.as_bytes())?;
    if let Some(host) = recipe.link_host() {
        let domains = vec![Value::from(format!("applinks:{host}"))];
        all.insert(
            "com.apple.developer.associated-domains".into(),
            domains.into(),
        );
    }
    let mut bytes = Vec::new();
    plist::to_writer_xml(&mut bytes, &all)?;
    Ok(String::from_utf8(bytes)? + "\n")
}

/// Apple's strings with another name for the app.
fn renamed(strings: &str, name: &str) -> Result<String> {
    const KEY: &str = "CFBundleDisplayName = ";
    let name = name.replace('\\', "\\\\").replace('"', "\\\"");
    let line = strings
        .lines()
        .find(|line| line.starts_with(KEY))
        .context("InfoPlist.strings names no CFBundleDisplayName")?;
    Ok(strings.replace(line, &format!("{KEY}\"{name}\";")))
}

#[cfg(test)]
mod tests {
    use super::renamed;

    #[test]
    fn name_with_marks_of_its_own_stays_a_name() {
        let strings = renamed("CFBundleDisplayName = \"x\";\n", "「示\"范」\\").expect("renamed");
        assert_eq!(strings, "CFBundleDisplayName = \"「示\\\"范」\\\\\";\n");
    }
}
