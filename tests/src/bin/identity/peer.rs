//! npm `oidc-provider`, served by `peer.mjs`.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use menhu_tests::process::{Program, checkout, free_port};
use serde::Deserialize;

use crate::town::LANES;

/// What stands beside us; `cargo xtask bench identity` installs these versions.
pub const NAME: &str = "npm oidc-provider 9.13.3 on node 22; in memory (its default, not durable) and on better-sqlite3 13.2.0 with WAL and synchronous = FULL; @node-rs/argon2 2.2.1";

/// One that listens.
pub struct Peer {
    pub origin: String,
    /// One a lane.
    pub tokens: Vec<Held>,
    program: Program,
}

#[derive(Clone, Deserialize)]
pub struct Held {
    pub refresh: String,
    pub access: String,
}

/// Its runtime with `peer.mjs`, in the folder of its packages.
pub fn node(folder: &Path) -> Command {
    let mut node = Command::new(folder.join("node_modules/node/bin/node"));
    node.arg(checkout().join("tests/src/bin/identity/peer.mjs"))
        .current_dir(folder);
    node
}

impl Peer {
    pub async fn start(folder: &Path, scratch: &Path, kind: &str) -> Result<Self> {
        let port = free_port()?;
        let file = scratch.join("peer.db");
        let mut program = Program::start(
            node(folder)
                .args(["serve", &port.to_string(), kind])
                .arg(file)
                .arg(LANES.to_string()),
            scratch.join(format!("peer-{kind}.log")),
        )?;
        let tokens = program.wait_for("ready ")?;
        Ok(Self {
            origin: format!("http://127.0.0.1:{port}"),
            tokens: serde_json::from_str(&tokens).context("the peer's tokens")?,
            program,
        })
    }

    pub fn pid(&self) -> u32 {
        self.program.pid()
    }
}
