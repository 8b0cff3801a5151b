//! `setup`: what a fresh machine lacks, installed once. Quick when nothing is missing.

mod debian;

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::process;
use crate::tree::{Tree, cargo};

/// The target of the page.
pub const WASM: &str = "wasm32-unknown-unknown";

/// Drives the real window in the smoke tests (WebDriver in front of WebKitWebDriver).
const TAURI_DRIVER: &str = "2.1.0";

/// npm packages with a version each: `wasm-opt`, and the accessibility checks.
pub const NPM: &[(&str, &str)] = &[("binaryen", "132.0.0"), ("axe-core", "4.14.1")];

/// Tauri's own program, built by its authors: it bundles, draws icons and makes the phones' projects.
/// Only the tasks that need it install it, see [`tauri`].
const TAURI_CLI: (&str, &str) = ("@tauri-apps/cli", "2.12.5");

pub fn run(tree: &Tree) -> Result<()> {
    match std::env::consts::OS {
        "linux" if debian::is_here() => debian::install(&debian::wanted())?,
        "linux" => println!(
            "setup: this Linux has no apt. Install what crates/xtask/src/setup/debian.rs lists, under your distribution's names."
        ),
        "macos" => println!(
            "setup: macOS needs Xcode's command line tools (xcode-select --install) and Node.js (brew install node)."
        ),
        "windows" => println!(
            "setup: Windows needs the C++ build tools (winget install Microsoft.VisualStudio.2022.BuildTools), WebView2 (part of Windows 11) and Node.js (winget install OpenJS.NodeJS)."
        ),
        other => println!("setup: nobody has tried Menhu on {other} yet."),
    }
    wasm(tree)?;
    npm(tree, NPM)?;
    if cfg!(target_os = "linux") {
        tauri_driver(tree)?;
    }
    println!("setup: everything is there");
    Ok(())
}

/// What the page is built for.
pub fn wasm(tree: &Tree) -> Result<()> {
    target(tree, WASM)
}

/// Packages that only one task needs. Anything but Debian is left to whoever runs it; the program
/// that is missing is then named where it is started.
pub fn packages(names: &[&'static str]) -> Result<()> {
    if debian::is_here() {
        debian::install(names)?;
    }
    Ok(())
}

/// The standard library of a target, when rustup is what brought this compiler.
pub fn target(tree: &Tree, triple: &str) -> Result<()> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let libdir = process::read(
        Command::new(rustc)
            .args(["--print", "target-libdir", "--target", triple])
            .current_dir(&tree.root),
    )?;
    if Path::new(libdir.trim()).exists() {
        return Ok(());
    }
    process::run(
        Command::new("rustup")
            .args(["target", "add", triple])
            .current_dir(&tree.root),
    )
    .with_context(|| format!("the Rust target {triple} is needed"))
}

/// npm packages, name and version; only a warning without Node, because a page that is larger is still
/// a page. The stage `browser` fails then: unchecked accessibility is no passed test.
pub fn npm(tree: &Tree, packages: &[(&str, &str)]) -> Result<()> {
    let missing: Vec<String> = packages
        .iter()
        .filter(|(name, version)| installed(tree, name).as_deref() != Some(*version))
        .map(|(name, version)| format!("{name}@{version}"))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    if !process::answers(Command::new(npm).arg("--version")) {
        println!(
            "setup: no Node.js here, so no {}; the page stays large, and `cargo xtask test browser` will fail",
            missing.join(" and ")
        );
        return Ok(());
    }
    let prefix = tree.tools().join("npm");
    std::fs::create_dir_all(&prefix)?;
    println!("setup: npm install {}", missing.join(" "));
    process::run(
        Command::new(npm)
            .args([
                "install",
                "--no-fund",
                "--no-audit",
                "--ignore-scripts",
                "--loglevel=error",
                "--prefix",
            ])
            .arg(&prefix)
            .args(&missing),
    )
}

/// Tauri's own program in the root of the repository, installed when it is not there yet.
pub fn tauri(tree: &Tree) -> Result<Command> {
    npm(tree, &[TAURI_CLI])?;
    let script = tree.npm("@tauri-apps/cli/tauri.js");
    ensure!(
        script.exists(),
        "this needs Node.js, which runs Tauri's own program"
    );
    let mut command = Command::new("node");
    command.arg(script).current_dir(&tree.root);
    Ok(command)
}

/// The version of an npm package in our own prefix.
fn installed(tree: &Tree, name: &str) -> Option<String> {
    let text = std::fs::read_to_string(tree.npm(&format!("{name}/package.json"))).ok()?;
    let package: serde_json::Value = serde_json::from_str(&text).ok()?;
    Some(package.get("version")?.as_str()?.to_owned())
}

fn tauri_driver(tree: &Tree) -> Result<()> {
    if tree.tauri_driver().exists() {
        return Ok(());
    }
    println!("setup: building tauri-driver {TAURI_DRIVER} (once)");
    process::run(
        cargo()
            .args([
                "install",
                "--locked",
                "--quiet",
                "tauri-driver",
                "--version",
                TAURI_DRIVER,
                "--root",
            ])
            .arg(tree.tools())
            .current_dir(&tree.root),
    )
}
