//! What the Android app asks for, and its plugins with it. Read from the files: Google's merger is not at hand
//! everywhere, so a small one stands in, and a build's own manifest can be given to the last test.

mod asked;
mod merged;
mod mutations;
mod project;

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result, ensure};
use menhu_tests::process::checkout;
use serde_json::Value;

use crate::crates;
use asked::Link;
use merged::Manifest;

/// Names the manifest that a real build merged.
const MERGED: &str = "MENHU_MERGED_MANIFEST";

/// The package of our Kotlin.
const PACKAGE: &str = "cn.menhu.app";

/// Where a crate keeps the Android half of a plugin, and where tauri keeps its own.
const HALVES: &[&str] = &["android", "mobile/android"];

fn text(path: &str) -> Result<String> {
    fs::read_to_string(checkout().join(path)).with_context(|| path.to_owned())
}

fn ours() -> Result<Manifest> {
    Manifest::parse(
        &text("gen/android/app/src/main/AndroidManifest.xml")?,
        PACKAGE,
    )
}

fn resource(path: &str) -> Result<String> {
    text(&format!("gen/android/app/src/main/res/{path}"))
}

/// What `tauri.conf.json` lets the phone hand to the app.
fn links() -> Result<Vec<Link>> {
    let conf: Value = serde_json::from_str(&text("tauri.conf.json")?)?;
    let list = conf["plugins"]["deep-link"]["mobile"]
        .as_array()
        .context("no links")?;
    let each = list.iter().flat_map(|one| {
        let schemes = one["scheme"].as_array().into_iter().flatten();
        schemes.filter_map(Value::as_str).map(|scheme| Link {
            scheme: scheme.to_owned(),
            host: one["host"].as_str().map(ToOwned::to_owned),
        })
    });
    Ok(each.collect())
}

/// The manifests of the crates an Android build takes in, by crate.
fn libraries() -> Result<BTreeMap<String, Manifest>> {
    let mut found = BTreeMap::new();
    for (name, folder) in crates::of_android()? {
        for half in HALVES {
            let file = folder.join(half).join("src/main/AndroidManifest.xml");
            if file.exists() {
                let manifest = Manifest::parse(&fs::read_to_string(&file)?, &name)
                    .with_context(|| file.display().to_string())?;
                found.insert(name.clone(), manifest);
            }
        }
    }
    Ok(found)
}

#[test]
fn the_app_and_its_plugins_ask_for_exactly_the_list() -> Result<()> {
    let libraries = libraries()?;
    // An empty list would make the test pass by itself.
    for known in ["tauri", "tauri-plugin-barcode-scanner"] {
        ensure!(libraries.contains_key(known), "{known} was not found");
    }
    let all: Vec<Manifest> = libraries.into_values().collect();
    let complaints = asked::complaints(&ours()?.merge(&all), &links()?, &[]);
    assert_eq!(complaints, Vec::<String>::new());
    Ok(())
}

#[test]
#[ignore = "needs a build by Google's tools; the workflow `android` names its manifest in MENHU_MERGED_MANIFEST"]
fn the_manifest_of_a_real_build_asks_for_nothing_else() -> Result<()> {
    let path = std::env::var(MERGED).with_context(|| format!("{MERGED} is not set"))?;
    let app = Manifest::parse(&fs::read_to_string(&path).context(path)?, PACKAGE)?;
    let complaints = asked::complaints(&app, &links()?, asked::OF_LIBRARIES);
    assert_eq!(complaints, Vec::<String>::new());
    Ok(())
}

#[test]
fn no_copy_of_the_data_leaves_the_phone() -> Result<()> {
    let rules = resource("xml/data_extraction_rules.xml")?;
    let leaks = project::leaks(&rules, &["cloud-backup", "device-transfer"])?;
    assert_eq!(leaks, Vec::<String>::new());
    let older = resource("xml/full_backup_content.xml")?;
    assert_eq!(
        project::leaks(&older, &["full-backup-content"])?,
        Vec::<String>::new()
    );
    Ok(())
}

#[test]
fn plain_http_reaches_only_this_machine_and_only_in_debug_builds() -> Result<()> {
    let released = resource("xml/network_security_config.xml")?;
    assert_eq!(project::openings(&released)?, Vec::<String>::new());
    let debug = text("gen/android/app/src/debug/res/xml/network_security_config.xml")?;
    assert_eq!(project::openings(&debug)?, ["127.0.0.1", "localhost"]);
    Ok(())
}

#[test]
fn every_word_is_there_in_both_languages() -> Result<()> {
    let chinese = project::strings(&resource("values/strings.xml")?)?;
    let english = project::strings(&resource("values-en/strings.xml")?)?;
    ensure!(!chinese.is_empty(), "no words at all");
    assert_eq!(project::wordless(&chinese, &english), Vec::<String>::new());
    Ok(())
}

#[test]
fn the_build_brings_the_decoders_model_and_no_secret() -> Result<()> {
    let build = text("gen/android/app/build.gradle.kts")?;
    assert_eq!(project::build_faults(&build), Vec::<String>::new());
    let ignored = text("gen/android/.gitignore")?;
    assert!(ignored.lines().any(|line| line == "keystore.properties"));
    // Everybody builds with the program that xtask pins, whichever made the project.
    let task = text("gen/android/buildSrc/src/main/java/cn/menhu/app/kotlin/BuildTask.kt")?;
    assert!(task.contains("listOf(\"xtask\", \"tauri\", \"android\""));
    Ok(())
}

#[test]
fn every_density_has_its_pictures_on_our_ground() -> Result<()> {
    let res = checkout().join("gen/android/app/src/main/res");
    let mut pictures = 0;
    for folder in fs::read_dir(&res)? {
        for file in fs::read_dir(folder?.path())? {
            let path = file?.path();
            pictures += usize::from(path.extension().is_some_and(|end| end == "png"));
        }
    }
    // Five densities: below Android 8 the whole picture, then two layers of it.
    assert_eq!(pictures, 15);
    let drawings: Value = serde_json::from_str(&text("icons/icon.json")?)?;
    let ground = drawings["bg_color"].as_str().context("no ground")?;
    assert!(resource("values/ic_launcher_background.xml")?.contains(ground));
    Ok(())
}
