//! `icons`: every size of the app's icon, from `icons/icon.svg`.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};

use crate::process;
use crate::setup;
use crate::tree::Tree;

/// Tauri's own program; it draws ICO and ICNS as well.
const TAURI_CLI: (&str, &str) = ("@tauri-apps/cli", "2.12.4");

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
    setup::npm(tree, &[TAURI_CLI])?;
    let drawn = tree.target.join("icons");
    process::run(
        Command::new("node")
            .arg(tree.npm("@tauri-apps/cli/tauri.js"))
            .arg("icon")
            .arg(tree.at("icons/icon.svg"))
            .arg("--output")
            .arg(&drawn)
            .current_dir(&tree.root),
    )?;
    for name in KEPT {
        let (from, to) = (drawn.join(name), tree.at("icons").join(name));
        fs::copy(&from, &to).with_context(|| format!("copying {}", from.display()))?;
    }
    println!("icons: drawn from icons/icon.svg");
    Ok(())
}
