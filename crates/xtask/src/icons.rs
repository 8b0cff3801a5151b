//! `icons`: every size of the app's icon, from the drawings that `icons/icon.json` names.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::process;
use crate::setup;
use crate::tree::Tree;

/// What is drawn: the icon, and for Android its ground, its strokes and their one-coloured form.
pub const DRAWINGS: &str = "icons/icon.json";

/// The sizes that `tauri.conf.json` names.
const KEPT: &[&str] = &[
    "32x32.png",
    "128x128.png",
    "128x128@2x.png",
    "icon.png",
    "icon.ico",
    "icon.icns",
];

/// Where the Android project keeps its resources.
const ANDROID: &str = "gen/android/app/src/main/res";

/// Android's densities; below Android 8 it shows the plain picture, from then on the two layers.
const DENSITIES: &[&str] = &["mdpi", "hdpi", "xhdpi", "xxhdpi", "xxxhdpi"];

/// The pictures of one density.
const LAYERS: &[&str] = &[
    "ic_launcher.png",
    "ic_launcher_foreground.png",
    "ic_launcher_monochrome.png",
];

/// What puts the layers together.
const FRAME: &[&str] = &[
    "mipmap-anydpi-v26/ic_launcher.xml",
    "values/ic_launcher_background.xml",
];

/// Draws the app's own icon into the repository.
pub fn draw(tree: &Tree) -> Result<()> {
    let drawn = tree.target.join("icons");
    all(tree, &tree.at(DRAWINGS), &drawn)?;
    for name in KEPT {
        copy(&drawn.join(name), &tree.at("icons").join(name))?;
    }
    android(&drawn, &tree.at(ANDROID))?;
    println!("icons: drawn from {DRAWINGS}");
    Ok(())
}

/// Draws every size, of all systems, into a folder. `from` is an SVG, a PNG or a file like `icons/icon.json`.
pub fn all(tree: &Tree, from: &Path, into: &Path) -> Result<()> {
    // Tauri's own program draws ICO and ICNS as well.
    process::run(
        setup::tauri(tree)?
            .arg("icon")
            .arg(from)
            .arg("--output")
            .arg(into),
    )
}

/// Copies what Android needs of a folder that [`all`] has filled into a folder of resources.
pub fn android(drawn: &Path, res: &Path) -> Result<()> {
    let drawn = drawn.join("android");
    for name in FRAME {
        copy(&drawn.join(name), &res.join(name))?;
    }
    for density in DENSITIES {
        for layer in LAYERS {
            let name = format!("mipmap-{density}/{layer}");
            // Only a file like ours names a one-coloured form; the frame of the others asks for none.
            if drawn.join(&name).exists() {
                copy(&drawn.join(&name), &res.join(&name))?;
            }
        }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)
            .with_context(|| format!("making the folder {}", folder.display()))?;
    }
    fs::copy(from, to).with_context(|| format!("copying {}", from.display()))?;
    Ok(())
}
