//! A real browser: Debian's Chromium, headless, driven by its own driver.

use std::process::Command;

use anyhow::{Context, Result};
use fantoccini::ClientBuilder;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use tempfile::TempDir;

use crate::page::Page;
use crate::process::Program;

/// The sizes every screen is looked at in (look.md, "Looked at before done").
pub const PHONE: Size = Size {
    width: 390,
    height: 844,
    touch: true,
};
pub const DESKTOP: Size = Size {
    width: 1280,
    height: 800,
    touch: false,
};

/// A screen in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    pub width: u32,
    pub height: u32,
    pub touch: bool,
}

/// A running ChromeDriver. Pages of one browser share nothing.
pub struct Browser {
    driver: String,
    folder: TempDir,
    _program: Program,
}

impl Browser {
    /// # Errors
    /// When Chromium or its driver is not installed (`cargo xtask setup`).
    pub fn start() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let mut program = Program::start(
            Command::new("chromedriver").arg("--port=0"),
            folder.path().join("chromedriver.log"),
        )?;
        let port = program.wait_for("started successfully on port ")?;
        let driver = format!("http://127.0.0.1:{}", port.trim_end_matches('.'));
        Ok(Self {
            driver,
            folder,
            _program: program,
        })
    }

    /// A fresh profile at `size`; `agent` overrides the user agent.
    ///
    /// # Errors
    /// When the browser does not start.
    pub async fn page(&self, size: Size, agent: Option<&str>) -> Result<Page> {
        self.page_with(size, agent, &[]).await
    }

    /// The same with more of Chromium's switches.
    ///
    /// # Errors
    /// When the browser does not start.
    pub async fn page_with(
        &self,
        size: Size,
        agent: Option<&str>,
        switches: &[&str],
    ) -> Result<Page> {
        let profile = tempfile::tempdir_in(self.folder.path())?.keep();
        let mut options = json!({
            "binary": "/usr/bin/chromium",
            "args": [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--disable-dev-shm-usage", "--force-prefers-reduced-motion",
                // A camera that shows a test card, so that the scanner can be looked at.
                "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
                "--force-device-scale-factor=1", "--lang=zh-CN",
                format!("--window-size={},{}", size.width, size.height),
                format!("--user-data-dir={}", profile.display()),
            ],
            "prefs": { "intl.accept_languages": "zh-CN,zh" },
        });
        if let Some(args) = options["args"].as_array_mut() {
            args.extend(switches.iter().map(|switch| json!(switch)));
        }
        if size.touch {
            let mut phone = json!({
                "deviceMetrics": {
                    "width": size.width, "height": size.height, "pixelRatio": 1.0, "touch": true,
                },
            });
            if let Some(agent) = agent {
                phone["userAgent"] = json!(agent);
            }
            options["mobileEmulation"] = phone;
        } else if let (Some(agent), Some(args)) = (agent, options["args"].as_array_mut()) {
            args.push(json!(format!("--user-agent={agent}")));
        }
        let mut capabilities = Map::<String, Value>::new();
        capabilities.insert("browserName".into(), json!("chrome"));
        capabilities.insert("goog:chromeOptions".into(), options);
        let client = ClientBuilder::new(plain_http())
            .capabilities(capabilities)
            .connect(&self.driver)
            .await
            .context("start Chromium")?;
        Ok(Page::new(client))
    }
}

/// WebDriver is plain HTTP on this machine: no TLS in the connector.
pub fn plain_http() -> HttpConnector {
    HttpConnector::new()
}
