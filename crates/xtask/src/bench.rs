//! `bench`: what things cost, measured on this machine. Never a test: it judges nothing.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::page;
use crate::process;
use crate::setup;
use crate::stages;
use crate::tree::{Tree, cargo};

/// What does identity beside us, from the npm registry, and the runtime it supports.
const IDENTITY_PEER: &[&str] = &[
    "node@22.23.3",
    "oidc-provider@9.13.3",
    "better-sqlite3@13.2.0",
    "@node-rs/argon2@2.2.1",
];

/// What reads QR codes beside us, from PyPI, and what it reads pictures with.
const PEER: &[&str] = &["zxing-cpp==3.1.1", "numpy==2.4.6", "pillow==13.0.0"];

#[derive(clap::Subcommand)]
pub enum Ask {
    /// The main job, beside its floor in the same run; writes bench/walk.json in the target directory.
    Walk,
    /// Hard pictures of QR codes, beside zxing-cpp in the same run; writes bench/qr.json.
    Qr {
        /// Instead, hand so many damaged pictures to the app's scanner.
        #[arg(long, value_name = "FRAMES")]
        fuzz: Option<usize>,
    },
    /// What identity costs, beside npm oidc-provider in the same run; writes bench/identity.json.
    Identity {
        /// Everything once and small, on a debug build: to see that it runs, the figures say nothing.
        #[arg(long)]
        quick: bool,
    },
}

pub fn run(tree: &Tree, ask: &Ask) -> Result<()> {
    let out = tree.target.join("bench");
    std::fs::create_dir_all(&out)?;
    match ask {
        Ask::Walk => walk(tree, &out),
        Ask::Qr { fuzz } => qr(tree, &out, *fuzz),
        Ask::Identity { quick } => identity(tree, &out, *quick),
    }
}

fn walk(tree: &Tree, out: &Path) -> Result<()> {
    setup::run(tree)?;
    page::build(tree, page::Build::Shipped)?;
    println!("bench: building what is shipped (the first time takes a while)");
    process::run(
        cargo()
            .args(stages::programs())
            .args(["--bin", "bench", "--release"])
            .current_dir(&tree.root),
    )?;
    process::run(
        Command::new(tree.program("release", "bench"))
            .arg("--out")
            .arg(out)
            .current_dir(&tree.root),
    )?;
    println!("bench: written to {}", out.join("walk.json").display());
    Ok(())
}

fn qr(tree: &Tree, out: &Path, fuzz: Option<usize>) -> Result<()> {
    println!("bench: building the decoder as it is shipped (the first time takes a while)");
    process::run(
        cargo()
            .args([
                "build",
                "--release",
                "--package",
                "menhu-tests",
                "--bin",
                "qr",
            ])
            .current_dir(&tree.root),
    )?;
    let mut program = Command::new(tree.program("release", "qr"));
    program.current_dir(&tree.root);
    if let Some(frames) = fuzz {
        return process::run(program.arg("fuzz").arg(frames.to_string()));
    }
    let python = peer(tree)?;
    process::run(
        program
            .args(["bench", "--out"])
            .arg(out)
            .arg("--peer")
            .arg(python),
    )?;
    println!("bench: written to {}", out.join("qr.json").display());
    Ok(())
}

/// A Python with the other decoder, in an environment of its own below the tools.
fn peer(tree: &Tree) -> Result<PathBuf> {
    setup::packages(&["python3-venv"])?;
    let home = tree.tools().join("zxing-cpp");
    let bin = home.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let python = bin.join(format!("python{}", std::env::consts::EXE_SUFFIX));
    let there = ["-c", "import zxingcpp, numpy, PIL"];
    if !process::answers(Command::new(&python).args(there)) {
        println!("bench: installing {} (PyPI)", PEER.join(" "));
        process::run(
            Command::new(if cfg!(windows) { "python" } else { "python3" })
                .args(["-m", "venv", "--clear"])
                .arg(&home),
        )
        .context("the other decoder is a Python package; python3 with venv is needed")?;
        process::run(
            Command::new(&python)
                .args(["-m", "pip", "install", "--quiet"])
                .arg("--disable-pip-version-check")
                .args(PEER),
        )?;
    }
    Ok(python)
}

fn identity(tree: &Tree, out: &Path, quick: bool) -> Result<()> {
    setup::packages(&["postgresql"])?;
    let peer = identity_peer(out)?;
    let profile = if quick { "debug" } else { "release" };
    let mut build = cargo();
    build.args([
        "build",
        "--package",
        "menhu-server",
        "--package",
        "menhu-tests",
    ]);
    build.args(["--bin", "menhu-server", "--bin", "identity"]);
    if !quick {
        println!("bench: building as it is shipped (the first time takes a while)");
        build.arg("--release");
    }
    process::run(build.current_dir(&tree.root))?;
    let mut program = Command::new(tree.program(profile, "identity"));
    program.arg("--out").arg(out).arg("--peer").arg(peer);
    if quick {
        program.arg("--quick");
    }
    process::run(program.current_dir(&tree.root))?;
    println!("bench: written to {}", out.join("identity.json").display());
    Ok(())
}

/// A folder with the peer's packages.
fn identity_peer(out: &Path) -> Result<PathBuf> {
    let home = out.join("peer");
    std::fs::create_dir_all(&home)?;
    let wanted = IDENTITY_PEER.join("\n");
    let mark = home.join("installed");
    if std::fs::read_to_string(&mark).ok().as_deref() == Some(wanted.as_str()) {
        return Ok(home);
    }
    println!("bench: installing {} (npm)", IDENTITY_PEER.join(" "));
    std::fs::write(home.join("package.json"), "{ \"private\": true }\n")?;
    process::run(
        Command::new("npm")
            .args(["install", "--no-audit", "--no-fund", "--loglevel=error"])
            .args(IDENTITY_PEER)
            .current_dir(&home),
    )
    .context("what stands beside us comes by npm; node with npm is needed")?;
    std::fs::write(mark, wanted)?;
    Ok(home)
}
