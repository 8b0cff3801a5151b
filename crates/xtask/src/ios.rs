//! `ios-init`: makes the iOS project on a Mac, and puts into it what Tauri's program does not: our
//! entitlements, our icon, and for a campus's own build its names.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use plist::Dictionary;

use crate::tree::{Tree, files};
use crate::{icons, process, setup};

/// Where the project is, and the folder of its target.
const PROJECT: &str = "gen/apple";
const TARGET: &str = "gen/apple/menhu_iOS";

/// Where the project says who builds the Rust half; Tauri's program writes how it was started itself, and
/// `node` alone finds no program of that name. For Android the same is written in the kept project.
const BUILDERS: &[&str] = &["project.yml", "menhu.xcodeproj/project.pbxproj"];
const WRITTEN: &str = "node tauri ios xcode-script";
const WANTED: &str = "cargo xtask tauri ios xcode-script";

#[derive(clap::Args)]
pub struct Ask {
    /// The folder that `cargo xtask brand` wrote.
    #[arg(long)]
    brand: Option<PathBuf>,
}

pub fn init(tree: &Tree, ask: &Ask) -> Result<()> {
    if !cfg!(target_os = "macos") {
        bail!("the iOS project is made by Xcode's tools: run this on a Mac");
    }
    let mut tauri = setup::tauri(tree)?;
    tauri.args(["ios", "init", "--ci"]);
    if let Some(brand) = &ask.brand {
        tauri.arg("--config").arg(brand.join("tauri.conf.json"));
    }
    process::run(&mut tauri)?;
    for name in BUILDERS {
        let path = tree.at(PROJECT).join(name);
        let text =
            fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        let built = built_by_us(&text)
            .with_context(|| format!("{}: nobody builds the Rust half", path.display()))?;
        fs::write(&path, built)?;
    }
    let (own, drawn) = match &ask.brand {
        Some(brand) => (brand.join("apple/ios.entitlements"), brand.join("icons")),
        None => {
            let drawn = tree.target.join("icons");
            icons::all(tree, &tree.at(icons::DRAWINGS), &drawn)?;
            (tree.at("src-tauri/apple/ios.entitlements"), drawn)
        }
    };
    entitle(&tree.at(TARGET).join("menhu_iOS.entitlements"), &own)?;
    let catalog = tree.at(PROJECT).join("Assets.xcassets/AppIcon.appiconset");
    lay_over(&drawn.join("ios"), &catalog)?;
    if let Some(brand) = &ask.brand {
        for language in ["zh-Hans.lproj", "en.lproj"] {
            let from = brand.join("apple").join(language);
            lay_over(&from, &tree.at(TARGET).join(language))?;
        }
    }
    println!("ios-init: {PROJECT} is ready");
    Ok(())
}

/// The project's file with our own program in place of `node`; `None` when it names neither.
fn built_by_us(text: &str) -> Option<String> {
    let built = text.replace(WRITTEN, WANTED);
    built.contains(WANTED).then_some(built)
}

/// Puts our entitlements over those that XcodeGen wrote.
fn entitle(project: &Path, own: &Path) -> Result<()> {
    let read = |path: &Path| -> Result<Dictionary> {
        plist::from_file(path).with_context(|| format!("reading {}", path.display()))
    };
    let mut all = if project.exists() {
        read(project)?
    } else {
        Dictionary::new()
    };
    all.extend(read(own)?);
    plist::to_file_xml(project, &all).with_context(|| format!("writing {}", project.display()))
}

/// Copies every file of a folder into another, over what lies there.
fn lay_over(from: &Path, into: &Path) -> Result<()> {
    let found = files(from)?;
    ensure!(!found.is_empty(), "{} is empty", from.display());
    for file in found {
        let name = file.file_name().context("a file without a name")?;
        fs::create_dir_all(into)?;
        fs::copy(&file, into.join(name)).with_context(|| format!("copying {}", file.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use plist::Dictionary;
    use tempfile::TempDir;

    use super::{built_by_us, entitle, lay_over};

    #[test]
    fn rust_half_is_built_by_the_pinned_program_however_often_it_is_asked() {
        let script = "      - script: node tauri ios xcode-script -v --platform x\n";
        let built = built_by_us(script).expect("built");
        assert!(built.contains("cargo xtask tauri ios xcode-script -v"));
        assert_eq!(built_by_us(&built).as_ref(), Some(&built));
        assert_eq!(
            built_by_us("- script: npm run tauri ios xcode-script"),
            None
        );
    }

    #[test]
    fn our_entitlements_join_those_that_are_there() {
        let folder = TempDir::new().expect("folder");
        let (project, own) = (folder.path().join("p"), folder.path().join("o"));
        let dictionary = |key: &str| Dictionary::from_iter([(key, plist::Value::from(true))]);
        plist::to_file_xml(&own, &dictionary("own")).expect("own");
        entitle(&project, &own).expect("none there");
        plist::to_file_xml(&project, &dictionary("theirs")).expect("theirs");
        entitle(&project, &own).expect("joined");
        let all: Dictionary = plist::from_file(&project).expect("read");
        assert!(all.contains_key("own") && all.contains_key("theirs"));
    }

    #[test]
    fn icons_that_were_not_drawn_are_missed() {
        let folder = TempDir::new().expect("folder");
        let (from, into) = (folder.path().join("from"), folder.path().join("into"));
        assert!(lay_over(&from, &into).is_err());
        fs::create_dir(&from).expect("from");
        fs::write(from.join("a.png"), "new").expect("new");
        fs::create_dir(&into).expect("into");
        fs::write(into.join("a.png"), "old").expect("old");
        lay_over(&from, &into).expect("laid over");
        assert_eq!(fs::read(into.join("a.png")).expect("read"), b"new");
    }
}
