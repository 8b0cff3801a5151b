//! Where the sources of the crates are, those for Android among them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, ensure};
use menhu_tests::process::checkout;
use serde_json::Value;

/// One of the targets an APK is made for; the crates are the same for all of them.
const TARGET: &str = "aarch64-linux-android";

/// Folders by the name of the crate; what only other systems need is left out.
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
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let field = |package: &Value, name: &str| package[name].as_str().unwrap_or_default().to_owned();
    Ok(packages
        .filter_map(|package| {
            let folder = Path::new(&field(package, "manifest_path"))
                .parent()?
                .to_owned();
            Some((field(package, "name"), folder))
        })
        .collect())
}
