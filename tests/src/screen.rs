//! What is on an X screen: windows by their title, where they are, whether they can be seen.

use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::process::until;

/// How long a window may take. A debug build on two busy cores.
const COMES: Duration = Duration::from_secs(60);

/// The app's windows begin with this.
const TITLE: &str = "门户";

/// A window of the app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sight {
    id: String,
    /// The process it belongs to.
    pub pid: u32,
}

/// Left, top, width, height, pixels.
pub type Place = [i32; 4];

/// The app's window that can be seen now.
///
/// # Errors
/// When xdotool is not installed (`cargo xtask setup`).
pub fn seen(display: &str) -> Result<Option<Sight>> {
    let output = xdotool(display, &["search", "--onlyvisible", "--name", TITLE])?;
    let Some(id) = output.lines().find(|line| !line.is_empty()) else {
        return Ok(None);
    };
    let pid = xdotool(display, &["getwindowpid", id])?;
    Ok(pid.trim().parse().ok().map(|pid| Sight {
        id: id.to_owned(),
        pid,
    }))
}

/// Waits until the app has a window that can be seen.
///
/// # Errors
/// When none comes.
pub fn comes(display: &str) -> Result<Sight> {
    until(COMES, || seen(display)).context("no window came")
}

/// Waits until no window of the app can be seen.
///
/// # Errors
/// When it stays.
pub fn goes(display: &str) -> Result<()> {
    until(COMES, || Ok(seen(display)?.is_none().then_some(()))).context("the window stays")
}

impl Sight {
    /// # Errors
    /// When the window is gone.
    pub fn place(&self, display: &str) -> Result<Place> {
        let text = xdotool(display, &["getwindowgeometry", "--shell", &self.id])?;
        let value = |name: &str| {
            text.lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix('='))
                .and_then(|value| value.parse().ok())
                .with_context(|| format!("no {name} in {text:?}"))
        };
        Ok([value("X")?, value("Y")?, value("WIDTH")?, value("HEIGHT")?])
    }

    /// Moves and sizes it, as a person does with the mouse, and waits until it is there.
    ///
    /// # Errors
    /// When it does not go there.
    pub fn put(&self, display: &str, place: Place) -> Result<()> {
        let [x, y, width, height] = place.map(|n| n.to_string());
        xdotool(
            display,
            &["windowsize", "--sync", &self.id, &width, &height],
        )?;
        xdotool(display, &["windowmove", "--sync", &self.id, &x, &y])?;
        until(COMES, || Ok((self.place(display)? == place).then_some(())))
            .with_context(|| format!("it is at {:?}, not {place:?}", self.place(display)))
    }
}

/// Waits until a process has ended.
///
/// # Errors
/// When it goes on.
pub fn ends(pid: u32) -> Result<()> {
    until(COMES, || Ok((!runs(pid)).then_some(())))
        .with_context(|| format!("process {pid} goes on"))
}

/// Whether a process is there and not only waiting to be buried by its parent. Its first thread may be
/// dead already while others still hold what it had.
pub fn runs(pid: u32) -> bool {
    let Ok(threads) = std::fs::read_dir(format!("/proc/{pid}/task")) else {
        return false;
    };
    threads.flatten().any(|thread| {
        let state = std::fs::read_to_string(thread.path().join("stat")).unwrap_or_default();
        state
            .rsplit_once(')')
            .is_some_and(|(_, rest)| !rest.trim_start().starts_with('Z'))
    })
}

/// What it prints; it finds nothing with an error, which prints nothing.
fn xdotool(display: &str, words: &[&str]) -> Result<String> {
    let output = Command::new("xdotool")
        .args(words)
        .env("DISPLAY", display)
        .output()
        .context("xdotool")?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
