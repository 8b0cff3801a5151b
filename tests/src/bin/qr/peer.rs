//! zxing-cpp, in a Python process of its own that answers line by line.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result};
use serde::Deserialize;

/// Reads `load PATH` and `decode` from its standard input; the time is taken around the decoder alone.
const SCRIPT: &str = include_str!("peer.py");

pub struct Peer {
    /// Its name and version.
    pub version: String,
    process: Child,
    ask: ChildStdin,
    answers: BufReader<ChildStdout>,
}

#[derive(Deserialize)]
struct Decoded {
    texts: Vec<String>,
    ms: f64,
}

impl Peer {
    pub fn start(python: &Path) -> Result<Self> {
        let mut process = Command::new(python)
            .args(["-c", SCRIPT])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("starting {}", python.display()))?;
        let ask = process.stdin.take().context("no way to ask")?;
        let answers = BufReader::new(process.stdout.take().context("no way to hear")?);
        let mut peer = Self {
            version: String::new(),
            process,
            ask,
            answers,
        };
        peer.version = peer.hear()?;
        Ok(peer)
    }

    /// The picture that is decoded from now on.
    pub fn load(&mut self, file: &Path) -> Result<()> {
        writeln!(self.ask, "load {}", file.display())?;
        self.hear()?;
        Ok(())
    }

    /// The texts, and the milliseconds they took.
    pub fn decode(&mut self) -> Result<(Vec<String>, f64)> {
        writeln!(self.ask, "decode")?;
        let decoded: Decoded = serde_json::from_str(&self.hear()?)?;
        Ok((decoded.texts, decoded.ms))
    }

    fn hear(&mut self) -> Result<String> {
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        Ok(line.trim_end().to_owned())
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
