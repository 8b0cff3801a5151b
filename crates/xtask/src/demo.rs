//! `demo`: a campus on this machine and the app, opened for a person or walked through by itself.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail, ensure};
use menhu_testkit::{PEOPLE, roster_csv};

use crate::page;
use crate::process;
use crate::setup;
use crate::stages;
use crate::tree::{Tree, cargo};

/// The port of the demo campus. The app keeps the address of its campus, so it stays the same.
const PORT: u16 = 8787;

#[derive(clap::Args)]
pub struct Ask {
    /// Walk the whole way alone, in a real window nobody sees; leaves a picture of every step.
    #[arg(long)]
    headless: bool,
    /// Where the pictures and journey.json go.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Walk in 长辈版.
    #[arg(long)]
    elder: bool,
    /// Walk in a window of a phone's size.
    #[arg(long)]
    phone: bool,
    /// Forget the demo campus and app of earlier runs.
    #[arg(long)]
    fresh: bool,
}

pub fn run(tree: &Tree, ask: &Ask) -> Result<()> {
    setup::run(tree)?;
    page::build(tree, page::Build::Shipped)?;
    println!("demo: building the programs (the first time takes a while)");
    process::run(cargo().args(stages::programs()).current_dir(&tree.root))?;
    if ask.headless || !has_display() {
        return walk(tree, ask);
    }
    open(tree, ask)
}

/// Whether somebody could see a window.
fn has_display() -> bool {
    !cfg!(target_os = "linux")
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// Lets the walk go its way; it proves what it says.
fn walk(tree: &Tree, ask: &Ask) -> Result<()> {
    let out = match &ask.out {
        Some(out) => std::path::absolute(out)?,
        None => tree.target.join("demo").join("walk"),
    };
    fs::create_dir_all(&out)?;
    let mut walk = Command::new(tree.program("debug", "walk"));
    walk.arg("job").arg("--out").arg(&out);
    if ask.elder {
        walk.arg("--elder");
    }
    if ask.phone {
        walk.arg("--phone");
    }
    process::run(walk.current_dir(&tree.root))
        .with_context(|| format!("the walk did not arrive; see {}", out.display()))?;
    println!(
        "demo: signed in after a restart; the pictures are in {}",
        out.display()
    );
    Ok(())
}

/// A campus and the app for a person at this screen; both end when the app is closed.
fn open(tree: &Tree, ask: &Ask) -> Result<()> {
    let folder = tree.target.join("demo");
    if ask.fresh && folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(folder.join("campus").join("downloads"))?;
    ensure!(
        TcpListener::bind(("127.0.0.1", PORT)).is_ok(),
        "port {PORT} is taken; is another demo running?"
    );
    let campus = Campus::start(tree, &folder)?;
    say_who(&folder);
    println!("demo: opening the app; close it to end the demo");
    process::run(
        Command::new(tree.program("debug", "menhu"))
            .env("MENHU_DATA_DIR", folder.join("app"))
            .current_dir(&tree.root),
    )?;
    drop(campus);
    println!(
        "demo: the app was closed and the campus stopped; the next demo goes on here, `--fresh` begins anew"
    );
    Ok(())
}

/// A running demo campus; stopped when dropped.
struct Campus {
    server: Child,
}

impl Campus {
    fn start(tree: &Tree, folder: &Path) -> Result<Self> {
        let roster = folder.join("roster.csv");
        fs::write(&roster, roster_csv(PEOPLE))?;
        let server = || {
            let mut command = Command::new(tree.program("debug", "menhu-server"));
            command
                .arg("--demo")
                .env("MENHU_DATA_DIR", folder.join("campus"))
                .env("MENHU_LISTEN", format!("127.0.0.1:{PORT}"))
                .env("MENHU_ORIGIN", format!("http://127.0.0.1:{PORT}"))
                .current_dir(folder);
            command
        };
        process::run(server().args(["roster", "import"]).arg(&roster))?;
        process::run(
            server()
                .args(["poster", "--out"])
                .arg(folder.join("poster")),
        )?;
        let mut server = server()
            .arg("serve")
            .stdout(Stdio::piped())
            .spawn()
            .context("starting the campus")?;
        let lines = server.stdout.take().context("the campus has no output")?;
        let campus = Self { server };
        wait_until_it_listens(BufReader::new(lines))?;
        Ok(campus)
    }
}

impl Drop for Campus {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// Passes on what the server prints, in a thread of its own after it said `listening on`.
fn wait_until_it_listens(mut lines: impl BufRead + Send + 'static) -> Result<()> {
    let mut line = String::new();
    while lines.read_line(&mut line)? > 0 {
        print!("{line}");
        if line.contains("listening on ") {
            std::thread::spawn(move || {
                for line in lines.lines().map_while(Result::ok) {
                    println!("{line}");
                }
            });
            return Ok(());
        }
        line.clear();
    }
    bail!("the campus ended before it listened");
}

/// What a visitor needs: where the poster is, whom to be, where the messages arrive.
fn say_who(folder: &Path) {
    println!();
    println!("  poster to scan   {}", folder.join("poster").display());
    println!("  short address    127.0.0.1:{PORT}");
    println!("  SMS and mail     http://127.0.0.1:{PORT}/demo/outbox");
    for person in PEOPLE {
        println!(
            "  {:<14} {:<14} {:<12} {}",
            person.member, person.password, person.phone, person.name
        );
    }
    println!();
}
