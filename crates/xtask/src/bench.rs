//! `bench`: what things cost, measured on this machine. Never a test: it judges nothing.

use std::process::Command;

use anyhow::Result;

use crate::page;
use crate::process;
use crate::setup;
use crate::stages;
use crate::tree::{Tree, cargo};

#[derive(clap::Subcommand)]
pub enum Ask {
    /// The main job, beside its floor in the same run; writes bench/walk.json in the target directory.
    Walk,
}

pub fn run(tree: &Tree, ask: &Ask) -> Result<()> {
    let Ask::Walk = ask;
    setup::run(tree)?;
    page::build(tree, page::Build::Shipped)?;
    println!("bench: building what is shipped (the first time takes a while)");
    process::run(
        cargo()
            .args(stages::programs())
            .args(["--bin", "bench", "--release"])
            .current_dir(&tree.root),
    )?;
    let out = tree.target.join("bench");
    std::fs::create_dir_all(&out)?;
    process::run(
        Command::new(tree.program("release", "bench"))
            .arg("--out")
            .arg(&out)
            .current_dir(&tree.root),
    )?;
    println!("bench: written to {}", out.join("walk.json").display());
    Ok(())
}
