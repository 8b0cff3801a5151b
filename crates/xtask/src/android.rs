//! What the stage `platforms` compiles the Android project's resources and Kotlin with. Not an SDK: that is in
//! Google's own repository only, and an APK needs it (docs/PLATFORMS.md).

use std::process::Command;

use anyhow::Result;

use crate::process;
use crate::setup;
use crate::tree::Tree;

/// `aapt2`, and what runs the Kotlin compiler.
const PACKAGES: &[&str] = &["aapt", "default-jdk-headless", "maven"];

/// The Maven project of the check.
const PROJECT: &str = "tests/platforms/android/pom.xml";

/// What lays a project's dependencies into Maven's store.
const FETCH: &str = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:resolve";

/// Puts there what `tests/platforms/android.rs` starts and reads.
pub fn prepare(tree: &Tree) -> Result<()> {
    setup::packages(PACKAGES)?;
    let store = tree.tools().join("m2");
    if store.join("org/robolectric/android-all").exists() {
        return Ok(());
    }
    println!("android: fetching Android's framework for the compiler (once)");
    process::run(
        Command::new("mvn")
            .args(["--batch-mode", "--quiet", "--file"])
            .arg(tree.at(PROJECT))
            .arg(format!("-Dmaven.repo.local={}", store.display()))
            .arg(FETCH),
    )
}
