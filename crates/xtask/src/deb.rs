//! `deb`: the Debian package, by Tauri's bundler from a program that is built. Nothing is downloaded for it.

mod root;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::tree::{Tree, cargo};
use crate::{page, process, setup, stages};

/// What the tests look at the package with, and make the clean root with.
const PACKAGES: &[&str] = &["debootstrap", "desktop-file-utils"];

#[derive(clap::Args)]
pub struct Ask {
    /// The package to give away: optimised, without what a debugger reads.
    #[arg(long)]
    release: bool,
}

/// Builds page and program, and packs them.
pub fn run(tree: &Tree, ask: &Ask) -> Result<()> {
    page::build(tree, page::Build::Shipped)?;
    let profile = if ask.release { "release" } else { "debug" };
    let mut build = cargo();
    if ask.release {
        build.args(["build", "--release", "--bin", "menhu"]);
        build.args(["--features", "menhu/custom-protocol"]);
    } else {
        // As the tests build it, so that nothing is compiled twice.
        build.args(stages::programs());
    }
    process::run(build.current_dir(&tree.root))?;
    println!("deb: {}", pack(tree, profile)?.display());
    Ok(())
}

/// The package of the program that the tests have, and the root they install it in.
pub fn prepare(tree: &Tree) -> Result<()> {
    setup::packages(PACKAGES)?;
    let package = pack(tree, "debug")?;
    root::furnish(tree, &package)
}

/// Packs the program of `profile`; answers where the package is.
///
/// The bundler notes in the program's own file how it was packed. It gets a copy, or cargo's file would
/// change under whoever runs it.
fn pack(tree: &Tree, profile: &str) -> Result<PathBuf> {
    let folder = tree.target.join("deb");
    let bundle = folder.join(profile).join("bundle");
    if bundle.exists() {
        fs::remove_dir_all(&bundle)?;
    }
    fs::create_dir_all(folder.join(profile))?;
    let program = tree.program(profile, "menhu");
    fs::copy(&program, folder.join(profile).join("menhu"))
        .with_context(|| format!("copying {}", program.display()))?;
    let mut tauri = setup::tauri(tree)?;
    tauri
        .args(["bundle", "--bundles", "deb", "--ci", "--no-sign"])
        // The signature of an update is made where the key is, from the finished package.
        .args(["--config", r#"{"bundle":{"createUpdaterArtifacts":false}}"#])
        .env("CARGO_TARGET_DIR", &folder);
    if profile == "debug" {
        tauri.arg("--debug");
    }
    process::run(&mut tauri)?;
    the_only(&bundle.join("deb"), "deb")
}

/// The one file in `folder` that ends so.
fn the_only(folder: &Path, ending: &str) -> Result<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == ending) {
            found.push(path);
        }
    }
    ensure!(
        found.len() == 1,
        "{} files end in .{ending} in {}",
        found.len(),
        folder.display()
    );
    Ok(found.remove(0))
}
