//! What the Apple projects ask for and promise. Nothing here has seen a Mac: it is the source files that
//! are read, as Tauri's program merges them.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use menhu_tests::process::checkout;
use plist::{Dictionary, Value};

/// The languages the system's questions are asked in, and the name the app has there.
const LANGUAGES: &[(&str, &str)] = &[("zh-Hans", "门户"), ("en", "Menhu")];

fn plist(path: &str) -> Result<Dictionary> {
    let value = Value::from_file(checkout().join(path)).with_context(|| path.to_owned())?;
    value.into_dictionary().context("no dictionary")
}

/// iOS takes `Info.plist` too, and puts `Info.ios.plist` on top.
fn info_of_ios() -> Result<Dictionary> {
    let mut info = plist("Info.plist")?;
    info.extend(plist("Info.ios.plist")?);
    Ok(info)
}

fn configuration() -> Result<serde_json::Value> {
    let text = std::fs::read_to_string(checkout().join("tauri.conf.json"))?;
    Ok(serde_json::from_str(&text)?)
}

/// `key = "value";`, one a line.
fn strings(language: &str) -> Result<BTreeMap<String, String>> {
    let path = format!("gen/apple/menhu_iOS/{language}.lproj/InfoPlist.strings");
    let text = std::fs::read_to_string(checkout().join(&path)).context(path)?;
    let lines = text.lines().filter(|line| !line.starts_with("/*"));
    lines
        .map(|line| {
            let pair = line
                .strip_suffix("\";")
                .and_then(|line| line.split_once(" = \""));
            let (key, value) = pair.with_context(|| format!("not a pair: {line}"))?;
            Ok((key.to_owned(), value.to_owned()))
        })
        .collect()
}

/// Questions the system would put to the person, and other doors that are not ours to open.
fn asked(info: &Dictionary) -> Vec<&str> {
    info.keys()
        .map(String::as_str)
        .filter(|key| key.ends_with("UsageDescription"))
        .collect()
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

#[test]
fn camera_is_the_only_thing_asked_for_and_the_question_says_what_for() -> Result<()> {
    for info in [plist("Info.plist")?, info_of_ios()?] {
        assert_eq!(asked(&info), ["NSCameraUsageDescription"]);
        let purpose = info["NSCameraUsageDescription"]
            .as_string()
            .context("text")?;
        assert!(
            is_chinese(purpose) && purpose.contains("QR codes"),
            "{purpose}"
        );
    }
    let mut more = info_of_ios()?;
    more.insert("NSContactsUsageDescription".into(), "".into());
    assert_ne!(
        asked(&more),
        ["NSCameraUsageDescription"],
        "one more would be seen"
    );
    Ok(())
}

#[test]
fn questions_and_the_name_are_written_in_both_languages() -> Result<()> {
    let info = info_of_ios()?;
    let localizations = info["CFBundleLocalizations"].as_array().context("a list")?;
    let localizations: Vec<_> = localizations.iter().filter_map(Value::as_string).collect();
    let (tags, names): (Vec<_>, Vec<_>) = LANGUAGES.iter().copied().unzip();
    assert_eq!(localizations, tags);
    let macos = &configuration()?["bundle"]["macOS"]["files"];
    for (tag, name) in tags.iter().zip(names) {
        let strings = strings(tag)?;
        assert_eq!(
            strings.get("CFBundleDisplayName").map(String::as_str),
            Some(name)
        );
        for question in asked(&info) {
            let text = strings
                .get(question)
                .with_context(|| format!("{tag}: {question}"))?;
            assert_eq!(is_chinese(text), *tag == "zh-Hans", "{text}");
        }
        let bundled = format!("Resources/{tag}.lproj/InfoPlist.strings");
        let from = macos[&bundled].as_str().with_context(|| bundled.clone())?;
        assert!(checkout().join(from).is_file(), "macOS gets {bundled}");
    }
    Ok(())
}

#[test]
fn nothing_goes_over_plain_http_and_nothing_runs_in_the_background() -> Result<()> {
    let info = info_of_ios()?;
    for door in [
        "NSAppTransportSecurity",
        "UIBackgroundModes",
        "LSApplicationQueriesSchemes",
        "UIFileSharingEnabled",
        "NSUserTrackingUsageDescription",
        "BGTaskSchedulerPermittedIdentifiers",
    ] {
        assert!(!info.contains_key(door), "{door}");
    }
    assert_eq!(
        configuration()?["bundle"]["macOS"].get("exceptionDomain"),
        None
    );
    Ok(())
}

#[test]
fn menhu_links_open_the_app_on_both_systems() -> Result<()> {
    let info = info_of_ios()?;
    let types = info["CFBundleURLTypes"].as_array().context("a list")?;
    let schemes: Vec<_> = types
        .iter()
        .filter_map(|kind| kind.as_dictionary()?.get("CFBundleURLSchemes")?.as_array())
        .flatten()
        .filter_map(Value::as_string)
        .collect();
    assert_eq!(schemes, ["menhu"]);
    let links = &configuration()?["plugins"]["deep-link"];
    assert_eq!(links["desktop"]["schemes"], serde_json::json!(schemes));
    assert_eq!(links["mobile"][0]["scheme"], serde_json::json!(schemes));
    Ok(())
}

#[test]
fn entitlements_are_the_named_ones_and_no_others() -> Result<()> {
    let named = |file: &str| -> Result<Vec<String>> { Ok(plist(file)?.keys().cloned().collect()) };
    assert_eq!(
        named("src-tauri/apple/macos.entitlements")?,
        [
            "com.apple.security.device.camera",
            "com.apple.security.network.client"
        ]
    );
    assert_eq!(
        named("src-tauri/apple/ios.entitlements")?,
        ["keychain-access-groups"]
    );
    let groups = plist("src-tauri/apple/ios.entitlements")?;
    let groups = groups["keychain-access-groups"]
        .as_array()
        .context("a list")?;
    let own = "$(AppIdentifierPrefix)$(PRODUCT_BUNDLE_IDENTIFIER)";
    assert_eq!(groups, &[Value::from(own)], "no other app shares the items");
    Ok(())
}

#[test]
fn systems_that_cannot_run_the_page_are_not_offered_it() -> Result<()> {
    let bundle = &configuration()?["bundle"];
    assert_eq!(bundle["iOS"]["minimumSystemVersion"], "16.0");
    assert_eq!(bundle["macOS"]["minimumSystemVersion"], "12.0");
    Ok(())
}

#[test]
fn ipa_is_exported_for_an_enterprise_and_holds_no_name_of_one() -> Result<()> {
    let options = plist("gen/apple/ExportOptions.plist")?;
    assert_eq!(options["method"].as_string(), Some("enterprise"));
    for secret in ["teamID", "provisioningProfiles", "signingCertificate"] {
        assert!(
            !options.contains_key(secret),
            "{secret} comes from the environment"
        );
    }
    Ok(())
}

/// XcodeGen refuses a project whose group of files is not there.
#[test]
fn folder_that_xcodegen_asks_for_is_there() {
    assert!(checkout().join("src/README.md").is_file());
}
