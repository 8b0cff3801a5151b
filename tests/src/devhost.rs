//! The app as a process of its own without a window: the core and the page behind HTTP, on a device
//! with a real keychain. It can be killed at any moment.

use std::path::Path;
use std::process::Command as Shell;

use anyhow::{Context, Result};
use menhu_protocol::Failure;
use menhu_protocol::ipc::Command;
use reqwest::StatusCode;

use crate::campus::http;
use crate::process::{Program, binary, checkout};
use crate::window::Device;
use crate::wine::Wine;

pub struct Devhost {
    pub origin: String,
    http: reqwest::Client,
    program: Program,
}

impl Devhost {
    /// Starts on `device`, with its keychain.
    ///
    /// # Errors
    /// When it does not start; with what it printed.
    pub fn start(device: &Device) -> Result<Self> {
        Self::start_with(device, "keychain")
    }

    /// `vault` is `keychain` or `memory`.
    ///
    /// # Errors
    /// When it does not start; with what it printed.
    pub fn start_with(device: &Device, vault: &str) -> Result<Self> {
        Self::start_in(device, vault, |device, command| device.session(command))
    }

    /// In another kind of session: locked, without a keychain, with another clock.
    ///
    /// # Errors
    /// When it does not start; with what it printed.
    pub fn start_in(
        device: &Device,
        vault: &str,
        session: impl FnOnce(&Device, &[&str]) -> Shell,
    ) -> Result<Self> {
        let devhost = binary("menhu-devhost")?;
        let devhost = devhost.to_str().context("the path is no text")?;
        let (data, dist) = (device.app_data(), checkout().join("dist"));
        let mut command = session(
            device,
            &[
                devhost,
                "--port",
                "0",
                "--vault",
                vault,
                "--data",
                data.to_str().context("the path is no text")?,
                "--dist",
                dist.to_str().context("the path is no text")?,
            ],
        );
        Self::listen(&mut command, &device.folder)
    }

    /// The Windows program, with Credential Manager as its keychain; its data are in `folder`.
    ///
    /// # Errors
    /// When it does not start; with what it printed.
    pub fn start_on_windows(wine: &Wine, folder: &Path) -> Result<Self> {
        let mut command = wine.program("menhu-devhost")?;
        command
            .args(["--port", "0", "--vault", "keychain", "--data"])
            .arg(wine.path(&folder.join("app"))?)
            .arg("--dist")
            .arg(wine.path(&checkout().join("dist"))?);
        Self::listen(&mut command, folder)
    }

    fn listen(command: &mut Shell, log: &Path) -> Result<Self> {
        let mut program = Program::start(command, log.join("devhost.log"))?;
        let origin = program.wait_for("listening on ")?;
        Ok(Self {
            origin,
            http: http()?,
            program,
        })
    }

    /// One command, as the page sends it.
    ///
    /// # Errors
    /// The outer one when there was no answer; the inner one is what the page would show.
    pub async fn ask<C: Command>(&self, ask: C) -> Result<std::result::Result<C::Reply, Failure>> {
        let answer = self
            .http
            .post(format!("{}/bridge/{}", self.origin, C::NAME))
            .header("origin", &self.origin)
            .json(&ask)
            .send()
            .await?;
        let status = answer.status();
        let body = answer.bytes().await?;
        if status == StatusCode::OK {
            return Ok(Ok(serde_json::from_slice(&body)?));
        }
        let text = || String::from_utf8_lossy(&body).into_owned();
        Ok(Err(
            serde_json::from_slice(&body).with_context(|| format!("{status} {}", text()))?
        ))
    }

    /// A `menhu://` link is opened on this device, as the shell hears of it.
    ///
    /// # Errors
    /// When the app does not take it.
    pub async fn link(&self, text: &str) -> Result<()> {
        let url = format!("{}/link", self.origin);
        let answer = self
            .http
            .post(url)
            .header("origin", &self.origin)
            .body(text.to_owned());
        answer.send().await?.error_for_status()?;
        Ok(())
    }

    /// What it printed so far.
    pub fn said(&self) -> String {
        self.program.said()
    }

    /// SIGKILL, at once.
    pub fn kill(mut self) {
        self.program.kill();
    }
}
