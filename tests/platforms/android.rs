//! The Android project's resources and Kotlin, compiled against Android's own framework. Google's Gradle plugin,
//! its libraries and its NDK are not at hand, so no APK comes out of it; what is wrong in our files does.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use menhu_tests::process::{checkout, tool};

use crate::crates;

/// What stands in for Google's libraries, and the Maven project that compiles.
const STAND_INS: &str = "tests/platforms/android";

/// Our half of the Android project.
const MAIN: &str = "gen/android/app/src/main";

/// The package of our Kotlin.
const PACKAGE: &str = "cn.menhu.app";

/// Maven's store, which `cargo xtask test platforms` fills.
const STORE: &str = "m2";

/// As `gen/android/app/build.gradle.kts` says.
const SDKS: (&str, &str) = ("24", "37");

fn run(command: &mut Command) -> Result<String> {
    let name = command.get_program().to_owned();
    let output = command.output().with_context(|| {
        format!(
            "{} is missing: run `cargo xtask test platforms`",
            name.display()
        )
    })?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    ensure!(
        output.status.success(),
        "{}: {said}\n{errors}",
        name.display()
    );
    Ok(said)
}

/// The framework with its resources, of the version that the Maven project names.
fn framework() -> Result<PathBuf> {
    let releases = tool(STORE)?.join("org/robolectric/android-all");
    let project = fs::read_to_string(checkout().join(STAND_INS).join("pom.xml"))?;
    let version = project
        .split_once("<artifactId>android-all</artifactId>")
        .and_then(|(_, rest)| rest.split_once("<version>"))
        .and_then(|(_, rest)| rest.split_once("</version>"))
        .map(|(version, _)| version)
        .context("the Maven project names no framework")?;
    Ok(releases
        .join(version)
        .join(format!("android-all-{version}.jar")))
}

/// Compiles and links the resources below our manifest; writes `menhu.apk` (no code in it) and the sources of
/// `R` into `into`.
fn link(into: &Path) -> Result<()> {
    let layers = [
        checkout().join(STAND_INS).join("resources"),
        checkout().join(MAIN).join("res"),
        checkout().join("gen/android/app/src/debug/res"),
    ];
    let manifest = fs::read_to_string(checkout().join(MAIN).join("AndroidManifest.xml"))?
        .replace("${applicationId}", PACKAGE)
        .replacen(
            "<manifest ",
            &format!("<manifest package=\"{PACKAGE}\" "),
            1,
        );
    fs::write(into.join("AndroidManifest.xml"), manifest)?;
    let mut link = Command::new("aapt2");
    link.arg("link")
        .arg("--auto-add-overlay")
        .args(["--min-sdk-version", SDKS.0, "--target-sdk-version", SDKS.1])
        .arg("-I")
        .arg(framework()?)
        .arg("--manifest")
        .arg(into.join("AndroidManifest.xml"))
        .arg("--java")
        .arg(into)
        .arg("-o")
        .arg(into.join("menhu.apk"));
    for (number, layer) in layers.iter().enumerate() {
        let compiled = into.join(format!("{number}.zip"));
        let mut compile = Command::new("aapt2");
        compile.arg("compile").arg("--dir").arg(layer);
        run(compile.arg("-o").arg(&compiled))?;
        link.arg("-R").arg(compiled);
    }
    run(&mut link)?;
    Ok(())
}

/// Copies Kotlin, with the words in braces filled in as wry's and Tauri's build scripts do.
fn copy(from: &Path, into: &Path) -> Result<()> {
    fs::create_dir_all(into)?;
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let path = entry?.path();
        let to = into.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy(&path, &to)?;
        } else if path.extension().is_some_and(|end| end == "kt") {
            let text = fs::read_to_string(&path)?
                .replace("{{package}}", PACKAGE)
                .replace("{{library}}", "menhu_lib")
                .replace("{{class-extension}}", "")
                .replace("{{class-init}}", "");
            fs::write(to, text)?;
        }
    }
    Ok(())
}

#[test]
fn the_resources_and_the_manifest_make_an_app_with_a_name_in_both_languages() -> Result<()> {
    let folder = tempfile::tempdir()?;
    link(folder.path())?;
    let mut dump = Command::new("aapt2");
    dump.args(["dump", "badging"]);
    let badge = run(dump.arg(folder.path().join("menhu.apk")))?;
    for line in [
        "application-label:'门户'",
        "application-label-en:'Menhu'",
        "sdkVersion:'24'",
        "launchable-activity: name='cn.menhu.app.MainActivity'",
        "uses-feature-not-required: name='android.hardware.camera.any'",
    ] {
        ensure!(badge.contains(line), "no {line} in\n{badge}");
    }
    Ok(())
}

#[test]
fn our_kotlin_compiles_with_tauris_and_the_webviews() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let sources = folder.path().join("sources");
    fs::create_dir(&sources)?;
    link(&sources)?;
    let crates = crates::of_android()?;
    let of = |name: &str| crates.get(name).with_context(|| format!("no crate {name}"));
    copy(&checkout().join(MAIN).join("java"), &sources)?;
    copy(&of("tauri")?.join("mobile/android/src/main/java"), &sources)?;
    copy(&of("tauri")?.join("mobile/android-codegen"), &sources)?;
    copy(&of("wry")?.join("src/android/kotlin"), &sources)?;
    // Google's plugin generates these.
    for package in [PACKAGE, "app.tauri"] {
        let config =
            format!("package {package}\n\nobject BuildConfig {{ const val DEBUG = false }}\n");
        fs::write(sources.join(format!("{package}.kt")), config)?;
    }
    let mut maven = Command::new("mvn");
    maven
        .args(["--batch-mode", "--quiet", "--file"])
        .arg(checkout().join(STAND_INS).join("pom.xml"))
        .arg(format!("-Dmaven.repo.local={}", tool(STORE)?.display()))
        .arg(format!("-Dsources={}", sources.display()))
        .arg(format!("-Dout={}", folder.path().join("out").display()));
    run(maven.arg("compile"))?;
    let ours = folder
        .path()
        .join("out/classes/cn/menhu/app/MainActivity.class");
    ensure!(ours.is_file(), "Maven compiled nothing");
    Ok(())
}
