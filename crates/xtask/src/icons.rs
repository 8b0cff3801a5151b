//! `icons`: every size of the app's icon, from `icons/icon.svg`.

use std::fs;

use anyhow::{Context, Result};

use crate::process;
use crate::setup;
use crate::tree::Tree;

/// The sizes that `tauri.conf.json` names. Those of the phones are made with their projects.
const KEPT: &[&str] = &[
    "32x32.png",
    "128x128.png",
    "128x128@2x.png",
    "icon.png",
    "icon.ico",
    "icon.icns",
];

pub fn draw(tree: &Tree) -> Result<()> {
    let drawn = tree.target.join("icons");
    // It draws ICO and ICNS as well.
    process::run(
        setup::tauri(tree)?
            .arg("icon")
            .arg(tree.at("icons/icon.svg"))
            .arg("--output")
            .arg(&drawn),
    )?;
    for name in KEPT {
        let (from, to) = (drawn.join(name), tree.at("icons").join(name));
        fs::copy(&from, &to).with_context(|| format!("copying {}", from.display()))?;
    }
    println!("icons: drawn from icons/icon.svg");
    Ok(())
}
