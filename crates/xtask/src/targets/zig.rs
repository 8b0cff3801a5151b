//! Zig as C compiler for other systems, from PyPI, in an environment of its own below the tools.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::process;
use crate::tree::Tree;

/// The package `ziglang` on PyPI.
const VERSION: &str = "0.17.1";

/// Stands between build scripts and Zig; `@ZIG@` and `@TARGET@` are filled in.
const WRAPPER: &str = include_str!("../../templates/zig-cc.sh");

pub struct Zig {
    /// The folder with the environment, the wrappers and an empty SDK.
    home: PathBuf,
    program: PathBuf,
}

impl Zig {
    /// Installs the one version, once.
    pub fn install(tree: &Tree) -> Result<Self> {
        let home = tree.tools().join("zig").join(VERSION);
        let environment = home.join("python");
        let bin = environment.join(if cfg!(windows) { "Scripts" } else { "bin" });
        let python = bin.join(format!("python{}", std::env::consts::EXE_SUFFIX));
        if !process::answers(Command::new(&python).args(["-m", "ziglang", "version"])) {
            println!(
                "check-targets: installing Zig {VERSION} (PyPI) into {}",
                home.display()
            );
            std::fs::create_dir_all(&home)?;
            process::run(
                Command::new(if cfg!(windows) { "python" } else { "python3" })
                    .args(["-m", "venv", "--clear"])
                    .arg(&environment),
            )
            .context("Zig comes as a Python package; python3 with venv is needed")?;
            process::run(
                Command::new(&python)
                    .args([
                        "-m",
                        "pip",
                        "install",
                        "--quiet",
                        "--disable-pip-version-check",
                    ])
                    .arg(format!("ziglang=={VERSION}")),
            )?;
        }
        let package = process::read(Command::new(&python).args([
            "-c",
            "import os, ziglang; print(os.path.dirname(ziglang.__file__))",
        ]))?;
        let program =
            Path::new(package.trim()).join(format!("zig{}", std::env::consts::EXE_SUFFIX));
        Ok(Self { home, program })
    }

    /// Lets the build scripts of a cargo call compile C for `triple` with Zig's `target`.
    pub fn compile(&self, cargo: &mut Command, triple: &str, target: &str) -> Result<()> {
        let wrapper = self.home.join(format!("{triple}-cc"));
        write_program(&wrapper, &wrapper_text(&self.program, target))?;
        let archive = self.home.join("ar");
        let zig = quoted(&self.program);
        write_program(&archive, &format!("#!/bin/sh\nexec {zig} ar \"$@\"\n"))?;
        let key = triple.replace('-', "_");
        cargo
            .env(format!("CC_{key}"), &wrapper)
            .env(format!("AR_{key}"), &archive);
        if triple.contains("-apple-") && !cfg!(target_os = "macos") {
            // Build scripts ask for the folder of Apple's SDK, which is nowhere but on a Mac.
            let sdk = self.home.join("no-sdk");
            std::fs::create_dir_all(&sdk)?;
            cargo.env("SDKROOT", sdk);
        }
        Ok(())
    }
}

fn wrapper_text(zig: &Path, target: &str) -> String {
    WRAPPER
        .replace("@ZIG@", &quoted(zig))
        .replace("@TARGET@", target)
}

/// A path as one word of the shell.
fn quoted(path: &Path) -> String {
    format!("'{}'", path.display().to_string().replace('\'', r"'\''"))
}

/// Writes a program that can be started. An unchanged one is left alone: build scripts look at its time.
fn write_program(path: &Path, text: &str) -> Result<()> {
    if std::fs::read_to_string(path).is_ok_and(|there| there == text) {
        return Ok(());
    }
    std::fs::write(path, text).with_context(|| format!("writing {}", path.display()))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755))?;
    }
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::path::Path;
    use std::process::Command;

    use super::wrapper_text;

    /// What the wrapper would give to Zig.
    fn given(words: &[&str]) -> String {
        let output = Command::new("sh")
            .args([
                "-c",
                &wrapper_text(Path::new("/bin/echo"), "aarch64-macos"),
                "cc",
            ])
            .args(words)
            .output()
            .expect("a shell");
        assert!(output.status.success());
        String::from_utf8(output.stdout)
            .expect("text")
            .trim()
            .to_owned()
    }

    #[test]
    fn flags_that_name_another_target_are_dropped_and_no_other() {
        let flags = [
            "-O2",
            "--target=arm64-apple-ios16.0",
            "-arch",
            "arm64",
            "-miphoneos-version-min=16.0",
            "-isysroot",
            "/no sdk",
            "-mcpu=apple_a14",
            "-I",
            "a folder",
            "-c",
            "a.c",
            "-o",
            "a.o",
        ];
        assert_eq!(
            given(&flags),
            "cc -target aarch64-macos -O2 -mcpu=apple_a14 -I a folder -c a.c -o a.o"
        );
    }

    #[test]
    fn objective_c_is_answered_with_an_empty_object() {
        assert_eq!(
            given(&[
                "-xobjective-c",
                "-fobjc-exceptions",
                "-c",
                "src/try_catch.m",
                "-o",
                "b.o"
            ]),
            "cc -target aarch64-macos -x c -c /dev/null -o b.o"
        );
    }
}
