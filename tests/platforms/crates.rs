//! Where the sources of the crates are that an Android build takes in.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use menhu_tests::process::checkout;
use serde_json::Value;

/// One of the targets an APK is made for; the crates are the same for all of them.
const TARGET: &str = "aarch64-linux-android";

/// Folders by the name of the crate.
pub fn of_android() -> Result<BTreeMap<String, PathBuf>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--locked", "--format-version", "1"])
        .args(["--filter-platform", TARGET])
        .current_dir(checkout())
        .output()?;
    let errors = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{errors}");
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let used = reached(&metadata, "menhu").context("the shell is not in cargo's metadata")?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let field = |package: &Value, name: &str| package[name].as_str().unwrap_or_default().to_owned();
    Ok(packages
        .filter(|package| used.contains(field(package, "id").as_str()))
        .filter_map(|package| {
            let folder = Path::new(&field(package, "manifest_path"))
                .parent()?
                .to_owned();
            Some((field(package, "name"), folder))
        })
        .collect())
}

/// The ids of what a package is built from, without what only its tests need.
fn reached<'a>(metadata: &'a Value, name: &str) -> Option<BTreeSet<&'a str>> {
    let nodes: BTreeMap<&str, &Value> = metadata["resolve"]["nodes"]
        .as_array()?
        .iter()
        .filter_map(|node| Some((node["id"].as_str()?, node)))
        .collect();
    let root = metadata["packages"]
        .as_array()?
        .iter()
        .find(|package| package["name"] == name)?;
    let mut open = vec![root["id"].as_str()?];
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        for dependency in nodes.get(id)?["deps"].as_array()? {
            let kinds = dependency["dep_kinds"].as_array()?;
            if kinds.iter().any(|kind| kind["kind"] != "dev") {
                open.push(dependency["pkg"].as_str()?);
            }
        }
    }
    Some(seen)
}
