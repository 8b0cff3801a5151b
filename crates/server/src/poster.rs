//! The printable poster.

use std::path::PathBuf;

use crate::Config;

/// The command line of `poster`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Folder to write into.
    #[arg(long)]
    pub out: PathBuf,
    /// The last day on which the poster is good, YYYY-MM-DD.
    #[arg(long)]
    pub until: Option<String>,
}

/// Writes the poster.
///
/// # Errors
/// The folder cannot be written, or the day is none.
pub fn run(_config: &Config, args: &Args) -> anyhow::Result<()> {
    std::fs::create_dir_all(&args.out)?;
    Ok(())
}
