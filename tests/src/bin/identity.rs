//! `cargo xtask bench identity`: what identity costs, beside npm `oidc-provider` in the same run, and how
//! well the clock tells accounts that exist from those that do not. Prints a table and writes
//! `target/bench/identity.json`. A benchmark, not a test: it judges nothing.
//!
//! Rates are per second of processor time of whoever serves (its database included), as the kernel counts
//! it: whoever asks runs on the same cores and would otherwise be measured too.

#[path = "identity/device.rs"]
mod device;
#[path = "identity/hash.rs"]
mod hash;
#[path = "identity/load.rs"]
mod load;
#[path = "identity/login.rs"]
mod login;
#[path = "identity/peer.rs"]
mod peer;
#[path = "identity/postgres.rs"]
mod postgres;
#[path = "identity/timing.rs"]
mod timing;
#[path = "identity/town.rs"]
mod town;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use clap::Parser;
use serde_json::{Map, Value, json};

use peer::Peer;
use postgres::Postgres;
use town::Town;

#[derive(Parser)]
struct Ask {
    /// Where `identity.json` goes.
    #[arg(long)]
    out: PathBuf,
    /// The folder with the peer's `node_modules`.
    #[arg(long)]
    peer: PathBuf,
    /// Everything once and small, to see that it runs; the figures say nothing.
    #[arg(long)]
    quick: bool,
}

/// How much is done.
#[derive(Clone, Copy)]
struct Size {
    /// Of each load.
    load: Duration,
    /// Requests for a page.
    pages: usize,
    /// Accounts of each kind an endpoint is asked for (security.md TH-5).
    accounts: usize,
}

const WHOLE: Size = Size {
    load: Duration::from_secs(10),
    pages: 500,
    accounts: 5_000,
};
const QUICK: Size = Size {
    load: Duration::from_millis(500),
    pages: 5,
    accounts: 5,
};

/// What was measured, by name; `null` with a reason where nothing could be.
#[derive(Default)]
struct Figures(Map<String, Value>);

impl Figures {
    fn put(&mut self, name: &str, figure: f64) {
        println!("{name}: {figure:.3}");
        let rounded = (figure * 1000.0).round() / 1000.0;
        self.0.insert(name.to_owned(), json!(rounded));
    }

    fn note(&mut self, name: &str, text: impl Into<String>) {
        self.0.insert(name.to_owned(), json!(text.into()));
    }

    /// A pair that could be measured on one side only.
    fn missing(&mut self, name: &str, why: &anyhow::Error) {
        println!("{name}: none ({why:#})");
        self.0.insert(name.to_owned(), Value::Null);
        self.note(&format!("{name}_why"), format!("{why:#}"));
    }

    /// Each of ours beside what the peer does of it, in memory where nothing else is said.
    fn table(&self) {
        println!("\n{:<40} {:>10}", "ours", "");
        for (name, ours) in &self.0 {
            let Some(pair) = name.strip_prefix("ours_") else {
                continue;
            };
            println!("{pair:<40} {:>10}", shown(ours));
            let bare = pair
                .trim_end_matches("_sqlite")
                .trim_end_matches("_postgres");
            for kind in ["", "memory_", "memory_proven_", "sqlite_", "sqlite_proven_"] {
                let beside = self.0.get(&format!("peer_{kind}{bare}"));
                if let Some((a, b)) = ours.as_f64().zip(beside.and_then(Value::as_f64)) {
                    println!(
                        "  peer {:<33} {b:>10.1}   ours / peer = {:.2}",
                        format!("{kind}{bare}"),
                        a / b
                    );
                }
            }
        }
    }
}

fn shown(figure: &Value) -> String {
    figure.as_f64().map_or("none".into(), |f| format!("{f:.3}"))
}

#[tokio::main]
async fn main() -> Result<()> {
    let ask = Ask::parse();
    let size = if ask.quick { QUICK } else { WHOLE };
    let scratch = tempfile::tempdir()?;
    let mut figures = Figures::default();
    figures.note("about", "rates are per second of the server's processor time, its database included; ours checks a proof of possession (DPoP) at every request, the peer at peer_*_proven_* only");
    figures.note(
        "build",
        if cfg!(debug_assertions) {
            "debug: the figures say nothing"
        } else {
            "release"
        },
    );
    figures.note("peer", peer::NAME);

    println!("== passwords");
    hash::measure(&ask.peer, size, &mut figures)?;

    println!("== ours on SQLite");
    let town = Town::start(&scratch.path().join("sqlite"), None, size.accounts).await?;
    login::ours(&town, size, &mut figures).await?;
    load::ours(&town, size, &[], "sqlite", &mut figures).await?;
    println!("== does the clock tell who exists");
    timing::measure(&town, size, &mut figures).await?;
    drop(town);

    println!("== ours on PostgreSQL");
    match Postgres::start(&scratch.path().join("cluster")) {
        Ok(postgres) => {
            let url = Some(postgres.url.as_str());
            let town = Town::start(&scratch.path().join("postgres"), url, 0).await?;
            load::ours(&town, size, &[postgres.pid()], "postgres", &mut figures).await?;
        }
        Err(why) => {
            figures.missing("ours_refreshes_per_cpu_s_postgres", &why);
            figures.missing("ours_introspections_per_cpu_s_postgres", &why);
        }
    }

    for kind in ["memory", "sqlite"] {
        println!("== the peer, {kind}");
        match Peer::start(&ask.peer, scratch.path(), kind).await {
            Ok(peer) => {
                if kind == "memory" {
                    login::peer(&peer, size, &mut figures).await?;
                }
                load::peer(&peer, size, kind, &mut figures).await?;
            }
            Err(why) => {
                figures.missing(&format!("peer_{kind}_refreshes_per_cpu_s"), &why);
                figures.missing(&format!("peer_{kind}_introspections_per_cpu_s"), &why);
            }
        }
    }

    figures.table();
    std::fs::create_dir_all(&ask.out)?;
    let file = ask.out.join("identity.json");
    let text = serde_json::to_string_pretty(&Value::Object(figures.0))?;
    std::fs::write(&file, text + "\n")?;
    println!("written to {}", file.display());
    Ok(())
}
