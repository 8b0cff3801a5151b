//! Where things are: the repository, the target directory, the tools put there.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::process;

/// The workspace as cargo sees it.
pub struct Tree {
    pub root: PathBuf,
    pub target: PathBuf,
    pub packages: Vec<Package>,
}

/// A member of the workspace, as `cargo metadata` prints it.
#[derive(Deserialize)]
pub struct Package {
    pub name: String,
    pub dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
pub struct Dependency {
    pub name: String,
    /// `None` for an ordinary dependency, else `dev` or `build`.
    pub kind: Option<String>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    workspace_root: PathBuf,
    target_directory: PathBuf,
}

impl Tree {
    /// Asks cargo, so that it holds in any folder of the repository and with any target directory.
    pub fn find() -> Result<Self> {
        let text = process::read(cargo().args(["metadata", "--no-deps", "--format-version", "1"]))?;
        let metadata: Metadata =
            serde_json::from_str(&text).context("`cargo metadata` printed something else")?;
        Ok(Self {
            root: metadata.workspace_root,
            target: metadata.target_directory,
            packages: metadata.packages,
        })
    }

    /// A path of the repository, written with `/`.
    pub fn at(&self, path: &str) -> PathBuf {
        path.split('/')
            .fold(self.root.clone(), |at, part| at.join(part))
    }

    /// The built page; the shell embeds it, the devhost serves it.
    pub fn dist(&self) -> PathBuf {
        self.at("dist")
    }

    /// Tools that are installed for this repository only; `cargo clean` takes them along.
    pub fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }

    /// A file of an npm package that `setup` installed.
    pub fn npm(&self, path: &str) -> PathBuf {
        path.split('/')
            .fold(self.tools().join("npm").join("node_modules"), |at, part| {
                at.join(part)
            })
    }

    /// A program that a build left behind; `profile` is cargo's folder for it, `debug` or `release`.
    pub fn program(&self, profile: &str, name: &str) -> PathBuf {
        self.target
            .join(profile)
            .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    pub fn tauri_driver(&self) -> PathBuf {
        self.tools()
            .join("bin")
            .join(format!("tauri-driver{}", std::env::consts::EXE_SUFFIX))
    }
}

/// The cargo that runs us.
pub fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Every file below a folder, in a stable order. Empty when the folder is not there.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        if !folder.is_dir() {
            continue;
        }
        let entries =
            std::fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
