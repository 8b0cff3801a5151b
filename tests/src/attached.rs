//! An app that somebody else has started and that lets itself be driven (the shell's feature
//! `webdriver`): on an Android emulator behind `adb forward`, on a Mac, on Windows.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use fantoccini::ClientBuilder;

use crate::browser::plain_http;
use crate::page::Page;
use crate::process::pause;

/// How long an app may take until it can be driven: an emulator without a graphics card starts it cold.
const ANSWERS: Duration = Duration::from_secs(180);

/// The page of the app whose driver answers at `driver`, `http://127.0.0.1:4445`. Closing it ends the
/// drive, not the app.
///
/// # Errors
/// When nothing answers there within three minutes; with what was answered last.
pub async fn attach(driver: &str) -> Result<Page> {
    let begun = Instant::now();
    loop {
        match ClientBuilder::new(plain_http()).connect(driver).await {
            Ok(client) => return Ok(Page::new(client)),
            Err(error) if begun.elapsed() > ANSWERS => {
                return Err(error).with_context(|| format!("no app can be driven at {driver}"));
            }
            Err(_) => pause(),
        }
    }
}
