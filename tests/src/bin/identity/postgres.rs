//! A PostgreSQL of this run's own, as durable as it comes: no setting is touched but where it listens.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use menhu_tests::process::{Program, free_port, until};

/// Where Debian puts the programs, newest first.
const PROGRAMS: [&str; 4] = [
    "/usr/lib/postgresql/17/bin",
    "/usr/lib/postgresql/16/bin",
    "/usr/lib/postgresql/15/bin",
    "/usr/lib/postgresql/14/bin",
];
const READY: Duration = Duration::from_secs(60);

/// See the module.
pub struct Postgres {
    pub url: String,
    program: Program,
}

impl Postgres {
    pub fn start(folder: &Path) -> Result<Self> {
        let bin = PROGRAMS.iter().map(PathBuf::from);
        let bin = bin
            .into_iter()
            .find(|bin| bin.join("initdb").exists())
            .context("PostgreSQL is missing: apt-get install postgresql")?;
        std::fs::create_dir_all(folder)?;
        // It refuses root, and its own user must get to its folder.
        for above in folder.ancestors().take(2) {
            std::fs::set_permissions(above, std::fs::Permissions::from_mode(0o755))?;
        }
        let is_root = nix::unistd::Uid::effective().is_root();
        if is_root {
            let done = Command::new("chown").arg("postgres").arg(folder).status()?;
            ensure!(done.success(), "chown postgres");
        }
        let run = |program: &str| {
            let path = bin.join(program);
            if is_root {
                let mut run = Command::new("setpriv");
                run.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]);
                run.arg(path);
                run
            } else {
                Command::new(path)
            }
        };
        let data = folder.join("data");
        let made = run("initdb")
            .args([
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C",
                "-D",
            ])
            .arg(&data)
            .current_dir(folder)
            .output()?;
        ensure!(
            made.status.success(),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
        let port = free_port()?;
        let program = Program::start(
            run("postgres")
                .arg("-D")
                .arg(&data)
                .args([
                    "-p",
                    &port.to_string(),
                    "-c",
                    "listen_addresses=127.0.0.1",
                    "-k",
                ])
                .arg(folder)
                .current_dir(folder),
            folder.with_extension("log"),
        )?;
        until(READY, || {
            let asked = run("pg_isready")
                .args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()])
                .status()?;
            Ok(asked.success().then_some(()))
        })
        .with_context(|| program.said())?;
        Ok(Self {
            url: format!("postgres://postgres@127.0.0.1:{port}/postgres"),
            program,
        })
    }

    pub fn pid(&self) -> u32 {
        self.program.pid()
    }
}
