//! `check-targets`: shell and client under clippy for the systems we have no machine of. Types and lints
//! only, nothing is linked: a branch for another system that does not compile is found here.

mod zig;

use std::time::Instant;

use anyhow::{Result, bail};

use crate::tree::{Tree, cargo};
use crate::{process, setup, windows};
use zig::Zig;

struct Target {
    triple: &'static str,
    c: C,
    /// More words for clippy.
    also: &'static [&'static str],
}

/// Who compiles the C that build scripts bring along (`SQLite`, ring).
enum C {
    /// mingw-w64, which build scripts find by themselves.
    Mingw,
    /// Zig, for what it can compile with the headers it has.
    Zig(&'static str),
}

/// Zig knows no headers of iOS and Android. For a check those of their next relatives do: no object
/// that comes of it is ever linked.
const TARGETS: &[Target] = &[
    Target {
        triple: windows::TRIPLE,
        c: C::Mingw,
        also: ON_COMPUTERS,
    },
    Target {
        triple: "aarch64-apple-darwin",
        c: C::Zig("aarch64-macos"),
        also: &[],
    },
    Target {
        triple: "aarch64-apple-ios",
        c: C::Zig("aarch64-macos"),
        also: &[],
    },
    Target {
        triple: "aarch64-linux-android",
        c: C::Zig("aarch64-linux-musl"),
        also: &[],
    },
];

/// Debian's mingw-w64 for 64 bits, and what makes a Python environment for Zig.
const PACKAGES: &[&str] = &["gcc-mingw-w64-x86-64", "python3-venv"];

/// The shell as people get it, and the core; the crates below are linted with them.
const CLIPPY: &[&str] = &[
    "clippy",
    "--package",
    "menhu",
    "--package",
    "menhu-client",
    "--features",
    "menhu/custom-protocol",
];

/// Windows runs everything but the journeys, and its tests run under Wine: all of it is linted.
const ON_COMPUTERS: &[&str] = &[
    "--package",
    "menhu-devhost",
    "--package",
    "menhu-server",
    "--package",
    "xtask",
    "--all-targets",
];

/// Checks all targets, also after one failed; the last line counts them.
pub fn check(tree: &Tree) -> Result<()> {
    setup::packages(PACKAGES)?;
    let zig = Zig::install(tree)?;
    let mut failed = Vec::new();
    for target in TARGETS {
        println!("──── {}", target.triple);
        let begun = Instant::now();
        let outcome = check_one(tree, &zig, target);
        let minutes = begun.elapsed().as_secs_f64() / 60.0;
        match outcome {
            Ok(()) => println!("{}: checked, {minutes:.1} min", target.triple),
            Err(error) => {
                println!("{}: failed, {minutes:.1} min: {error:#}", target.triple);
                failed.push(target.triple);
            }
        }
    }
    println!("{} targets checked, {} failed", TARGETS.len(), failed.len());
    if !failed.is_empty() {
        bail!("does not hold for {}", failed.join(" "));
    }
    Ok(())
}

fn check_one(tree: &Tree, zig: &Zig, target: &Target) -> Result<()> {
    setup::target(tree, target.triple)?;
    let mut clippy = cargo();
    clippy
        .args(CLIPPY)
        .args(target.also)
        .args(["--target", target.triple, "--", "-D", "warnings"])
        .current_dir(&tree.root);
    if let C::Zig(relative) = target.c {
        zig.compile(&mut clippy, target.triple, relative)?;
    }
    process::run(&mut clippy)
}
