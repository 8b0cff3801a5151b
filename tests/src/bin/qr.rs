//! How many hard pictures our decoder reads, and how fast, beside zxing-cpp in the same run.
//!
//! `qr bench --out DIR --peer PYTHON` draws the pictures of [`menhu_tests::pictures`] into `DIR/qr/` and writes
//! `DIR/qr.json`; `qr fuzz N` hands N damaged pictures to the app. `cargo xtask bench qr` runs both.

#[path = "qr/peer.rs"]
mod peer;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use clap::Parser;
use menhu_client::texts_in;
use menhu_tests::fuzz;
use menhu_tests::pictures::{CAMPUS, Kind, STRENGTHS, picture};
use peer::Peer;
use serde::Serialize;

/// Which pictures are drawn.
const SEED: u64 = 7;
/// Each picture is decoded so often by either, in turns.
const ROUNDS: usize = 5;

#[derive(Parser)]
enum Ask {
    Bench {
        /// Where the pictures and `qr.json` go.
        #[arg(long)]
        out: PathBuf,
        /// A Python with `zxingcpp`, `numpy` and `PIL`.
        #[arg(long)]
        peer: PathBuf,
        /// Other pictures of the same kinds.
        #[arg(long, default_value_t = SEED)]
        seed: u64,
    },
    Fuzz {
        frames: usize,
        #[arg(long, default_value_t = SEED)]
        seed: u64,
    },
}

/// One decoder over all pictures of a kind, or over all.
#[derive(Default, Serialize)]
struct Score {
    pictures: usize,
    ours_hits: usize,
    peer_hits: usize,
    /// Medians over the pictures of the median of the rounds, milliseconds.
    ours_ms: f64,
    peer_ms: f64,
}

#[derive(Serialize)]
struct Report {
    seed: u64,
    rounds: usize,
    peer: String,
    #[serde(flatten)]
    all: Score,
    kinds: BTreeMap<&'static str, Score>,
}

/// What became of one picture.
struct Trial {
    kind: Kind,
    ours: (bool, f64),
    peer: (bool, f64),
}

#[tokio::main]
async fn main() -> Result<()> {
    match Ask::parse() {
        Ask::Bench { out, peer, seed } => bench(&out, &peer, seed),
        Ask::Fuzz { frames, seed } => {
            let tally = fuzz::frames(frames, seed).await?;
            println!("{frames} frames: {tally:?}");
            ensure!(tally.panics == 0, "the decoder panicked");
            Ok(())
        }
    }
}

fn bench(out: &Path, python: &Path, seed: u64) -> Result<()> {
    let folder = out.join("qr");
    std::fs::create_dir_all(&folder)?;
    let mut peer = Peer::start(python)?;
    let mut trials = Vec::new();
    for kind in Kind::ALL {
        for strength in 0..STRENGTHS {
            let file = folder.join(format!("{}-{strength:02}.png", kind.name()));
            picture(*kind, strength, seed).save(&file)?;
            trials.push(trial(*kind, &file, &mut peer)?);
        }
    }
    let kinds = Kind::ALL.iter().map(|kind| {
        let of_kind = trials.iter().filter(|trial| trial.kind == *kind);
        (kind.name(), score(of_kind))
    });
    let report = Report {
        seed,
        rounds: ROUNDS,
        peer: peer.version.clone(),
        kinds: kinds.collect(),
        all: score(trials.iter()),
    };
    show(&report);
    let file = out.join("qr.json");
    std::fs::write(&file, serde_json::to_string_pretty(&report)?)
        .with_context(|| format!("writing {}", file.display()))
}

/// Both decode the same grey pixels, in turns.
fn trial(kind: Kind, file: &Path, peer: &mut Peer) -> Result<Trial> {
    let grey = image::open(file)?.into_luma8();
    peer.load(file)?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let (mut our_hit, mut their_hit) = (false, false);
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        let texts = texts_in(&grey, |text| text == CAMPUS);
        ours.push(begun.elapsed().as_secs_f64() * 1000.0);
        our_hit = texts.iter().any(|text| text == CAMPUS);
        let (texts, ms) = peer.decode()?;
        theirs.push(ms);
        their_hit = texts.iter().any(|text| text == CAMPUS);
    }
    Ok(Trial {
        kind,
        ours: (our_hit, median(ours)),
        peer: (their_hit, median(theirs)),
    })
}

fn score<'a>(trials: impl Iterator<Item = &'a Trial>) -> Score {
    let trials: Vec<_> = trials.collect();
    Score {
        pictures: trials.len(),
        ours_hits: trials.iter().filter(|trial| trial.ours.0).count(),
        peer_hits: trials.iter().filter(|trial| trial.peer.0).count(),
        ours_ms: median(trials.iter().map(|trial| trial.ours.1).collect()),
        peer_ms: median(trials.iter().map(|trial| trial.peer.1).collect()),
    }
}

/// The middle value; 0 of none.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

fn show(report: &Report) {
    println!("kind          pictures  ours  peer  ours ms  peer ms");
    let line = |name: &str, score: &Score| {
        println!(
            "{name:<14}{:>8}{:>6}{:>6}{:>9.2}{:>9.2}",
            score.pictures, score.ours_hits, score.peer_hits, score.ours_ms, score.peer_ms
        );
    };
    for (name, score) in &report.kinds {
        line(name, score);
    }
    line("all", &report.all);
}
