//! A walk that is written down: one line and one picture a step.

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Result;
use serde::Serialize;

use crate::page::Page;

/// One screen a person was on.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    pub n: usize,
    /// The number printed on the screen, `A-12`.
    pub screen: String,
    /// What the person is doing there.
    pub name: String,
    /// File name of the picture, beside `journey.json`.
    pub png: String,
    /// Milliseconds since the step before.
    pub ms: u128,
}

/// What `journey.json` holds.
#[derive(Clone, Debug, Serialize)]
struct Record<'a> {
    steps: &'a [Step],
    outcome: &'a str,
}

pub struct Journey {
    folder: PathBuf,
    steps: Vec<Step>,
    last: Instant,
}

impl Journey {
    /// # Errors
    /// When the folder cannot be made.
    pub fn begin(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder)?;
        Ok(Self {
            folder: folder.to_owned(),
            steps: Vec::new(),
            last: Instant::now(),
        })
    }

    /// Waits for the screen, photographs it, writes it down.
    ///
    /// # Errors
    /// When the screen does not come.
    pub async fn at(&mut self, page: &Page, screen: &str, name: &str) -> Result<()> {
        page.at(screen).await?;
        let ms = self.last.elapsed().as_millis();
        let n = self.steps.len() + 1;
        let png = format!("{n:02}-{screen}-{name}.png");
        std::fs::write(self.folder.join(&png), page.photograph().await?)?;
        println!("{n:>3}  {screen:<5} {name:<24} {ms:>6} ms");
        self.steps.push(Step {
            n,
            screen: screen.into(),
            name: name.into(),
            png,
            ms,
        });
        self.last = Instant::now();
        Ok(())
    }

    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Writes `journey.json`; `outcome` comes from the checker, never from the walk itself.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn end(&self, outcome: &str) -> Result<()> {
        let record = Record {
            steps: &self.steps,
            outcome,
        };
        std::fs::write(
            self.folder.join("journey.json"),
            serde_json::to_string_pretty(&record)? + "\n",
        )?;
        Ok(())
    }
}
