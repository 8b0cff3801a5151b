//! A page as a person uses it: by what is on the screen. The app's window, the app's page in a
//! browser and the server's pages are all driven by this.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use fantoccini::elements::Element;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};

/// How long a screen may take to appear. Debug builds on two busy cores; a person would wait less.
const APPEARS: Duration = Duration::from_secs(30);

/// One page in one window.
pub struct Page {
    client: Client,
}

impl Page {
    pub fn new(client: Client) -> Self {
        Self { client }
    }

    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Opens an address and waits until it is loaded.
    pub async fn open(&self, url: &str) -> Result<()> {
        self.client
            .goto(url)
            .await
            .with_context(|| format!("open {url}"))
    }

    /// Waits until the screen with this number is shown.
    pub async fn at(&self, screen: &str) -> Result<()> {
        let wanted = format!("main[data-screen='{screen}']");
        let seen = self
            .client
            .wait()
            .at_most(APPEARS)
            .for_element(Locator::Css(&wanted))
            .await;
        if seen.is_err() {
            bail!(
                "screen {screen} did not come; on the screen is {:?}, saying {:?}",
                self.screen().await?,
                self.text().await?
            );
        }
        Ok(())
    }

    /// The number of the screen that is shown; empty while there is none.
    pub async fn screen(&self) -> Result<String> {
        let number = self
            .script("return document.querySelector('main')?.dataset.screen ?? ''")
            .await?;
        Ok(number.as_str().unwrap_or_default().to_owned())
    }

    /// All words on the screen.
    pub async fn text(&self) -> Result<String> {
        let text = self.script("return document.body?.innerText ?? ''").await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until these words are on the screen.
    pub async fn says(&self, words: &str) -> Result<()> {
        let begun = std::time::Instant::now();
        loop {
            let text = self.text().await?;
            if text.contains(words) {
                return Ok(());
            }
            if begun.elapsed() > APPEARS {
                bail!("{words:?} is not on the screen, which says {text:?}");
            }
            tokio::task::yield_now().await;
        }
    }

    /// The control with this id, once it is there.
    pub async fn control(&self, id: &str) -> Result<Element> {
        let css = format!("#{id}");
        match self
            .client
            .wait()
            .at_most(APPEARS)
            .for_element(Locator::Css(&css))
            .await
        {
            Ok(element) => Ok(element),
            Err(_) => bail!(
                "no #{id} on screen {:?}: {:?}",
                self.screen().await?,
                self.text().await?
            ),
        }
    }

    /// Waits until something that this CSS selector means is there.
    pub async fn shows(&self, css: &str) -> Result<()> {
        let seen = self
            .client
            .wait()
            .at_most(APPEARS)
            .for_element(Locator::Css(css))
            .await;
        if seen.is_err() {
            bail!("no {css} on screen {:?}", self.screen().await?);
        }
        Ok(())
    }

    /// Whether the control is there now.
    pub async fn has(&self, id: &str) -> Result<bool> {
        Ok(!self
            .client
            .find_all(Locator::Css(&format!("#{id}")))
            .await?
            .is_empty())
    }

    /// Presses a button or follows a link, as a finger would.
    pub async fn press(&self, id: &str) -> Result<()> {
        // One that waits for an answer takes no press; a person sees that and waits, too.
        self.shows(&format!("#{id}:not(:disabled):not([aria-disabled])"))
            .await?;
        let control = self.control(id).await?;
        self.script(&format!(
            "document.getElementById('{id}').scrollIntoView({{block: 'center'}})"
        ))
        .await?;
        control
            .click()
            .await
            .with_context(|| format!("press #{id}"))
    }

    /// Empties a field and types into it.
    pub async fn write(&self, id: &str, text: &str) -> Result<()> {
        let field = self.control(id).await?;
        field
            .clear()
            .await
            .with_context(|| format!("empty #{id}"))?;
        field
            .send_keys(text)
            .await
            .with_context(|| format!("type into #{id}"))
    }

    /// Hands a file to `<input type=file>`.
    pub async fn hand_over(&self, id: &str, file: &Path) -> Result<()> {
        let path = file.canonicalize()?;
        let path = path.to_str().context("the path is no text")?;
        self.control(id)
            .await?
            .send_keys(path)
            .await
            .with_context(|| format!("#{id}: {path}"))
    }

    /// What stands in a field.
    pub async fn value(&self, id: &str) -> Result<String> {
        Ok(self
            .control(id)
            .await?
            .prop("value")
            .await?
            .unwrap_or_default())
    }

    /// What the page's alert says, once it says something.
    pub async fn message(&self) -> Result<String> {
        let begun = std::time::Instant::now();
        loop {
            let text = self
                .script("return document.getElementById('message')?.innerText ?? ''")
                .await?;
            match text.as_str().unwrap_or_default().trim() {
                "" if begun.elapsed() > APPEARS => {
                    bail!(
                        "no message on screen {:?}: {:?}",
                        self.screen().await?,
                        self.text().await?
                    )
                }
                "" => tokio::task::yield_now().await,
                text => return Ok(text.to_owned()),
            }
        }
    }

    /// A picture of what is shown, PNG.
    pub async fn photograph(&self) -> Result<Vec<u8>> {
        // What changed last is on the screen only after the next frame was painted.
        let painted = "const done = arguments[arguments.length - 1];
            requestAnimationFrame(() => requestAnimationFrame(() => done(true)))";
        // The driver inside the app cannot wait for it on every system; its picture is of the screen as it is.
        if let Err(error) = self.script_async(painted, vec![]).await {
            eprintln!("no frame was waited for: {error:#}");
        }
        Ok(self.client.screenshot().await?)
    }

    /// Runs a script in the page; its result.
    pub async fn script(&self, script: &str) -> Result<Value> {
        Ok(self.client.execute(script, vec![]).await?)
    }

    /// Runs a script that calls back with its result.
    pub async fn script_async(&self, script: &str, args: Vec<Value>) -> Result<Value> {
        Ok(self.client.execute_async(script, args).await?)
    }

    /// Makes the window this large and waits until the page has noticed.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        self.client.set_window_size(width, height).await?;
        let begun = std::time::Instant::now();
        while self.script("return innerWidth").await?.as_u64() != Some(width.into()) {
            anyhow::ensure!(
                begun.elapsed() < APPEARS,
                "the window does not become {width} px wide"
            );
        }
        Ok(())
    }

    /// 长辈版 and theme of a server's page or the app's page, without going through its settings.
    pub async fn dress(&self, elder: bool, dark: bool) -> Result<()> {
        let (mode, theme) = (
            if elder { "elder" } else { "" },
            if dark { "dark" } else { "light" },
        );
        self.client
            .execute(
                "const e = document.documentElement; e.dataset.mode = arguments[0]; e.dataset.theme = arguments[1];",
                vec![json!(mode), json!(theme)],
            )
            .await?;
        Ok(())
    }
}
