//! The programs for Windows, linked with mingw-w64 on this machine, and what is needed to try them
//! under Wine. The installer is made on Windows (docs/PLATFORMS.md).

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::tree::{Tree, cargo};
use crate::{page, process, setup};

/// GNU's way of linking: all of it is in Debian, and nothing has to be fetched from Microsoft.
pub const TRIPLE: &str = "x86_64-pc-windows-gnu";

/// The cross compiler alone.
const COMPILER: &[&str] = &["gcc-mingw-w64-x86-64"];
/// Wine of 64 bits alone, and what sees its windows.
const WINE: &[&str] = &["wine64", "xvfb", "xdotool"];

/// One selection of packages for programs and tests, or cargo would build most of it twice.
const SELECTION: &[&str] = &[
    "--target",
    TRIPLE,
    "--package",
    "menhu",
    "--package",
    "menhu-client",
    "--package",
    "menhu-devhost",
    "--package",
    "menhu-protocol",
    "--package",
    "menhu-server",
    "--features",
    "menhu/custom-protocol",
];

/// What people start, and the app's core without a window for the tests.
const PROGRAMS: &[&str] = &["menhu", "menhu-server", "menhu-devhost"];

/// The tests from outside that need no window and no other server: the core's, and the vault's contract.
const TESTS: &[&str] = &["outside", "vault"];

/// A library that Wine before 9 lacks.
const MISSING_IN_WINE: &str = include_str!("../templates/bcryptprimitives.c");

/// Links the programs and says where they are.
pub fn build(tree: &Tree) -> Result<()> {
    setup::packages(COMPILER)?;
    setup::target(tree, TRIPLE)?;
    page::build(tree, page::Build::Shipped)?;
    collect(tree, call("build").args(bins()))?;
    let folder = built(tree).join(PROGRAMS_FOLDER);
    println!("windows: the programs are in {}", folder.display());
    Ok(())
}

/// Everything the tests under Wine start.
pub fn prepare(tree: &Tree) -> Result<()> {
    setup::packages(&[COMPILER, WINE].concat())?;
    setup::target(tree, TRIPLE)?;
    page::build(tree, page::Build::Shipped)?;
    // The programs go with tests: without them cargo would take other features for half of the crates.
    let tests = TESTS.iter().flat_map(|name| ["--test", name]);
    collect(tree, call("build").args(bins()).args(tests))?;
    collect(tree, call("test").args(["--no-run", "--lib"]))?;
    fill_wine(&built(tree).join("wine"))
}

/// Cargo tells on standard output what it built, and everything else as it always does.
const FORMAT: &[&str] = &["--message-format", "json-render-diagnostics"];

fn call(what: &str) -> Command {
    let mut call = cargo();
    call.arg(what).args(SELECTION).args(FORMAT);
    call
}

fn bins() -> impl Iterator<Item = &'static str> {
    PROGRAMS.iter().flat_map(|name| ["--bin", name])
}

/// A line of cargo's about something it built.
#[derive(Deserialize)]
struct Built {
    package_id: String,
    target: BuiltTarget,
    profile: BuiltProfile,
    executable: Option<PathBuf>,
}

#[derive(Deserialize)]
struct BuiltTarget {
    name: String,
    kind: Vec<String>,
}

#[derive(Deserialize)]
struct BuiltProfile {
    test: bool,
}

impl Built {
    /// `menhu-server`; `menhu-client-vault`, `menhu-client-lib` for tests.
    fn name(&self) -> String {
        if !self.profile.test {
            return self.target.name.clone();
        }
        let package = package(&self.package_id);
        let test = self.target.kind.iter().any(|kind| kind == "test");
        let what = if test { &self.target.name } else { "lib" };
        format!("{package}-{what}")
    }
}

/// The package in cargo's id for one: `path+file:///work/crates/client#menhu-client@0.1.0`, or without
/// the name where the folder has it.
fn package(id: &str) -> &str {
    let (path, rest) = id.rsplit_once('#').unwrap_or((id, id));
    match rest.split_once('@') {
        Some((name, _)) => name,
        None => path.rsplit('/').next().unwrap_or(path),
    }
}

/// Where people and tests find what was built.
fn built(tree: &Tree) -> PathBuf {
    tree.target.join("windows")
}

const PROGRAMS_FOLDER: &str = "programs";
const TESTS_FOLDER: &str = "tests";

/// Runs cargo, and puts what it built where it is found.
fn collect(tree: &Tree, call: &mut Command) -> Result<()> {
    call.current_dir(&tree.root);
    println!("windows: {}", process::line(call));
    let said = process::read(call)?;
    for line in said.lines() {
        // Lines of other kinds have other fields.
        let Ok(one) = serde_json::from_str::<Built>(line) else {
            continue;
        };
        let Some(exe) = &one.executable else {
            continue;
        };
        let kind = if one.profile.test {
            TESTS_FOLDER
        } else {
            PROGRAMS_FOLDER
        };
        let folder = built(tree).join(kind);
        fs::create_dir_all(&folder)?;
        put(exe, &folder.join(format!("{}.exe", one.name())))?;
        let loader = artifacts(exe).join(LOADER);
        if loader.exists() {
            put(&loader, &folder.join(LOADER))?;
        }
    }
    Ok(())
}

/// Finds the WebView2 of the machine; not part of Windows. Tauri's build script leaves it beside the
/// programs.
const LOADER: &str = "WebView2Loader.dll";

/// The folder of the programs: programs of tests are in `deps/` below it.
fn artifacts(exe: &Path) -> &Path {
    exe.ancestors()
        .skip(1)
        .find(|folder| !folder.ends_with("deps"))
        .unwrap_or(exe)
}

fn put(from: &Path, to: &Path) -> Result<()> {
    if to.exists() {
        fs::remove_file(to)?;
    }
    // A second name costs nothing; across file systems it has to be a copy.
    if fs::hard_link(from, to).is_err() {
        fs::copy(from, to).with_context(|| format!("copying {}", from.display()))?;
    }
    Ok(())
}

/// Compiles what an old Wine lacks into `folder`; the tests put it into their Windows.
fn fill_wine(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    let source = folder.join("bcryptprimitives.c");
    fs::write(&source, MISSING_IN_WINE)?;
    process::run(
        Command::new("x86_64-w64-mingw32-gcc")
            .args(["-shared", "-O2", "-o"])
            .arg(source.with_extension("dll"))
            .arg(&source)
            .arg("-ladvapi32"),
    )
}

#[cfg(test)]
mod tests {
    use super::{Built, package};

    #[test]
    fn a_package_is_read_from_cargo_s_id_for_it() {
        for (id, name) in [
            (
                "path+file:///w/crates/client#menhu-client@0.1.0",
                "menhu-client",
            ),
            ("path+file:///w/menhu#0.1.0", "menhu"),
        ] {
            assert_eq!(package(id), name);
        }
    }

    #[test]
    fn tests_are_named_after_their_package() {
        let line = r##"{"reason":"compiler-artifact","package_id":"path+file:///w/crates/client#menhu-client@0.1.0",
            "target":{"kind":["KIND"],"name":"NAME"},"profile":{"test":TEST},"executable":"/t/a.exe"}"##;
        let name = |kind: &str, name: &str, test: &str| {
            let line = line.replace("KIND", kind).replace("NAME", name);
            let built: Built =
                serde_json::from_str(&line.replace("TEST", test)).expect("cargo's line");
            built.name()
        };
        assert_eq!(name("test", "vault", "true"), "menhu-client-vault");
        assert_eq!(name("lib", "menhu_client", "true"), "menhu-client-lib");
        assert_eq!(name("bin", "menhu-server", "false"), "menhu-server");
    }
}
