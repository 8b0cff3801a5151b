//! `page`: the Yew page, from Rust to what a webview loads: `dist/`.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::process;
use crate::setup;
use crate::tree::{Tree, cargo, files};

/// The name under which `boot.js` imports the module: `menhu.js`, `menhu_bg.wasm`.
const MODULE: &str = "menhu";

/// What the webviews we run in have had for years. Never `--all-features`: WebKitGTK then refuses
/// the module without a word.
const WASM_FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// What the page is made of. Anything else does not change it.
const INPUTS: &[&str] = &[
    "Cargo.lock",
    "Cargo.toml",
    "crates/protocol",
    "crates/words",
    "crates/xtask/src/page.rs",
    "icons/icon.svg",
    "ui",
];

/// How much care the build takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Build {
    /// Small: what is shipped, tested and measured.
    Shipped,
    /// Quick to build, large to load.
    Dev,
}

impl Build {
    pub fn of(dev: bool) -> Self {
        if dev { Self::Dev } else { Self::Shipped }
    }

    fn profile(self) -> &'static str {
        match self {
            Self::Shipped => "page",
            Self::Dev => "dev",
        }
    }

    /// The gallery is for whoever builds the page, not for whoever uses it.
    fn features(self) -> &'static [&'static str] {
        match self {
            Self::Shipped => &[],
            Self::Dev => &["--features", "gallery"],
        }
    }

    /// Cargo's folder for the profile.
    fn folder(self) -> &'static str {
        match self {
            Self::Shipped => "page",
            Self::Dev => "debug",
        }
    }
}

/// Builds the page into `dist/`, unless it stands there already.
pub fn build(tree: &Tree, build: Build) -> Result<()> {
    let dist = tree.dist();
    let mark = tree.target.join("page-fingerprint");
    let inputs = fingerprint(tree, build)?;
    let now = format!(
        "{inputs:016x} {:016x}",
        hash_files(&tree.root, &files(&dist)?)?
    );
    if fs::read_to_string(&mark).is_ok_and(|before| before == now) {
        println!("page: nothing changed");
        return Ok(());
    }
    setup::wasm(tree)?;
    setup::npm(tree, setup::NPM)?;
    process::run(
        cargo()
            .args([
                "build",
                "--package",
                "menhu-ui",
                "--target",
                setup::WASM,
                "--profile",
            ])
            .arg(build.profile())
            .args(build.features())
            .current_dir(&tree.root),
    )?;
    let wasm = [setup::WASM, build.folder(), "menhu-ui.wasm"]
        .iter()
        .fold(tree.target.clone(), |at, part| at.join(part));

    empty(&dist)?;
    Bindgen::new()
        .input_path(&wasm)
        .web(true)?
        .out_name(MODULE)
        .typescript(false)
        .debug(build == Build::Dev)
        .keep_debug(build == Build::Dev)
        .remove_name_section(build == Build::Shipped)
        .remove_producers_section(true)
        .generate(&dist)
        .context("wasm-bindgen")?;
    if build == Build::Shipped {
        shrink(tree, &dist.join(format!("{MODULE}_bg.wasm")))?;
    }
    lay_out(tree, &dist)?;

    let after = hash_files(&tree.root, &files(&dist)?)?;
    fs::write(&mark, format!("{inputs:016x} {after:016x}"))?;
    println!("page: built into {}", dist.display());
    Ok(())
}

/// Empties a folder but keeps it: the shell's build watches it.
fn empty(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            fs::remove_dir_all(&path)?;
        } else {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}

/// `wasm-opt -Oz`, when Node brought it.
fn shrink(tree: &Tree, wasm: &Path) -> Result<()> {
    let wasm_opt = tree.npm("binaryen/bin/wasm-opt");
    if !wasm_opt.exists() {
        println!("page: no wasm-opt here, the page stays larger than what is shipped");
        return Ok(());
    }
    let small = wasm.with_extension("small");
    process::run(
        Command::new("node")
            .arg(&wasm_opt)
            .arg("-Oz")
            .args(WASM_FEATURES)
            .arg(wasm)
            .arg("-o")
            .arg(&small),
    )?;
    fs::rename(&small, wasm)?;
    Ok(())
}

/// Puts the files that are served as they are beside the module: all of `ui/` that is no Rust, the
/// app's icon, and the design tokens, which the server's pages use as well.
fn lay_out(tree: &Tree, dist: &Path) -> Result<()> {
    for file in ["index.html", "boot.js", "start.js"] {
        copy(&tree.at("ui").join(file), &dist.join(file))?;
    }
    for folder in ["styles", "icons"] {
        let from = tree.at("ui").join(folder);
        for file in files(&from)? {
            let name = file.strip_prefix(&from)?;
            copy(&file, &dist.join(folder).join(name))?;
        }
    }
    copy(
        &tree.at("icons/icon.svg"),
        &dist.join("icons").join("menhu.svg"),
    )?;
    copy(
        &tree.at("crates/words/tokens.css"),
        &dist.join("styles").join("tokens.css"),
    )
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::copy(from, to).with_context(|| format!("copying {}", from.display()))?;
    Ok(())
}

/// One number for everything the page is made of.
fn fingerprint(tree: &Tree, build: Build) -> Result<u64> {
    let mut inputs = Vec::new();
    for input in INPUTS {
        let path = tree.at(input);
        if path.is_file() {
            inputs.push(path);
        } else {
            inputs.extend(files(&path)?);
        }
    }
    let mut hasher = DefaultHasher::new();
    build.hash(&mut hasher);
    tree.npm("binaryen/bin/wasm-opt").exists().hash(&mut hasher);
    hash_files(&tree.root, &inputs)?.hash(&mut hasher);
    Ok(hasher.finish())
}

/// Names and contents. Names below `root`, so that two clones with one target directory agree.
fn hash_files(root: &Path, files: &[PathBuf]) -> Result<u64> {
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.strip_prefix(root).unwrap_or(file).hash(&mut hasher);
        fs::read(file)
            .with_context(|| format!("reading {}", file.display()))?
            .hash(&mut hasher);
    }
    Ok(hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::hash_files;
    use std::fs;

    #[test]
    fn a_changed_letter_or_name_changes_the_fingerprint() {
        let folder = std::env::temp_dir().join(format!("menhu-fingerprint-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("folder");
        let (one, two) = (folder.join("one.css"), folder.join("two.css"));
        fs::write(&one, "a").expect("write");
        fs::write(&two, "a").expect("write");
        let of = |file| hash_files(&folder, std::slice::from_ref(file)).expect("hash");
        let before = of(&one);
        assert_eq!(before, of(&one));
        assert_ne!(before, of(&two));
        fs::write(&one, "b").expect("write");
        assert_ne!(before, of(&one));
        fs::remove_dir_all(&folder).ok();
    }
}
