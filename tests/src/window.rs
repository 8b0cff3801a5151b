//! The real app in a real window: an X server without a screen, a session bus with a real keychain,
//! tauri-driver and WebKit's own driver.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use fantoccini::ClientBuilder;
use serde_json::{Map, json};

use crate::browser::plain_http;
use crate::page::Page;
use crate::process::{Program, binary, free_port, tool, until};

/// How long a screen or a driver may take until it is there.
const STARTS: Duration = Duration::from_secs(30);

/// An X server nobody sees.
pub struct Display {
    number: String,
    _program: Program,
}

impl Display {
    /// # Errors
    /// When Xvfb is not installed (`cargo xtask setup`).
    pub fn start(folder: &Path) -> Result<Self> {
        // `-displayfd 1` lets the server choose a free number and print it.
        let mut program = Program::start(
            Command::new("Xvfb").args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1280x960x24",
                "-nolisten",
                "tcp",
                // Or it begins anew when its last window closes, and refuses the next meanwhile.
                "-noreset",
            ]),
            folder.join("xvfb.log"),
        )?;
        let number = until(STARTS, || {
            ensure!(program.is_running()?, "it ended");
            let said = program.said();
            let number = said
                .lines()
                .find_map(|line| line.trim().parse::<u16>().ok());
            Ok(number.map(|number| format!(":{number}")))
        })
        .with_context(|| format!("Xvfb: {}", program.said()))?;
        Ok(Self {
            number,
            _program: program,
        })
    }

    pub fn number(&self) -> &str {
        &self.number
    }
}

/// A device: a home of its own, with its own keychain and its own app data. Outlives its windows.
pub struct Device {
    pub folder: PathBuf,
}

impl Device {
    /// # Errors
    /// When the folder cannot be made.
    pub fn new(folder: &Path) -> Result<Self> {
        for part in ["home", "app", "run"] {
            std::fs::create_dir_all(folder.join(part))?;
        }
        Ok(Self {
            folder: folder.to_owned(),
        })
    }

    /// Where the app keeps its database on this device.
    pub fn app_data(&self) -> PathBuf {
        self.folder.join("app")
    }

    /// `command`, on a session bus of its own with this device's keychain unlocked.
    ///
    /// gnome-keyring unlocks (or, the first time, makes) the login keychain with the password on its
    /// standard input, as PAM does when a person signs in to the computer.
    pub fn session(&self, command: &[&str]) -> Command {
        self.on_bus(
            "printf keychain-of-a-test | gnome-keyring-daemon --unlock --components=secrets \
             >/dev/null 2>&1 && exec \"$@\"",
            command,
        )
    }

    /// The same, with the keychain there but locked, as after an automatic sign-in to the computer.
    pub fn locked_session(&self, command: &[&str]) -> Command {
        self.on_bus(
            "gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1 && exec \"$@\"",
            command,
        )
    }

    /// The same on a computer that has no keychain: nobody answers on the bus.
    pub fn bare_session(&self, command: &[&str]) -> Command {
        self.on_bus(
            "DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent exec \"$@\"",
            command,
        )
    }

    fn on_bus(&self, script: &str, command: &[&str]) -> Command {
        let mut session = Command::new("dbus-run-session");
        session.args(["--", "sh", "-c", script, "sh"]).args(command);
        self.settle(&mut session);
        session.env_remove("DBUS_SESSION_BUS_ADDRESS");
        session
    }

    /// A program of this device in a session that somebody else has opened.
    pub fn program(&self, program: &str, words: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(words);
        self.settle(&mut command);
        command
    }

    /// The folders of this device, instead of those of whoever runs the test.
    fn settle(&self, command: &mut Command) {
        command
            .env("HOME", self.folder.join("home"))
            .env("XDG_DATA_HOME", self.folder.join("home/.local/share"))
            .env("XDG_CONFIG_HOME", self.folder.join("home/.config"))
            .env("XDG_CACHE_HOME", self.folder.join("home/.cache"))
            .env("XDG_RUNTIME_DIR", self.folder.join("run"))
            .env("MENHU_DATA_DIR", self.app_data())
            // Without the accessibility bus a WebDriver session starts at once (ecosystem.md T10).
            .env("NO_AT_BRIDGE", "1");
    }
}

/// The app, open on a device.
pub struct Window {
    page: Page,
    program: Program,
}

impl Window {
    /// Starts the app on `device` and waits for its page.
    ///
    /// # Errors
    /// When one of the programs is missing (`cargo xtask setup`) or the app does not start.
    pub async fn open(device: &Device, display: &str) -> Result<Self> {
        Self::drive(&device.folder, &binary("menhu")?, |words| {
            let mut session = device.session(words);
            session.env("DISPLAY", display);
            session
        })
        .await
    }

    /// Starts `application`, which is the app or leads to it, and waits for its page. `session` makes
    /// the command that runs the drivers; what they print goes to a file in `folder`.
    ///
    /// # Errors
    /// When one of the programs is missing (`cargo xtask setup`) or the app does not start.
    pub async fn drive(
        folder: &Path,
        application: &Path,
        session: impl FnOnce(&[&str]) -> Command,
    ) -> Result<Self> {
        let (port, native) = (free_port()?, free_port()?);
        let driver = tool("bin/tauri-driver")?;
        let driver = driver.to_str().context("the path is no text")?;
        let mut program = Program::start(
            &mut session(&[
                driver,
                "--port",
                &port.to_string(),
                "--native-port",
                &native.to_string(),
                "--native-driver",
                "/usr/bin/WebKitWebDriver",
            ]),
            folder.join(format!("window-{port}.log")),
        )?;
        for port in [port, native] {
            until(STARTS, || {
                ensure!(program.is_running()?, "it ended");
                Ok(std::net::TcpStream::connect(("127.0.0.1", port)).ok())
            })
            .with_context(|| format!("tauri-driver: {}", program.said()))?;
        }
        let mut capabilities = Map::new();
        // No `browserName`: WebKitGTK would refuse it (ecosystem.md T10).
        capabilities.insert(
            "tauri:options".into(),
            json!({ "application": application }),
        );
        let client = ClientBuilder::new(plain_http())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .with_context(|| format!("start the app:\n{}", program.said()))?;
        Ok(Self {
            page: Page::new(client),
            program,
        })
    }

    pub fn page(&self) -> &Page {
        &self.page
    }

    pub fn pid(&self) -> u32 {
        self.program.pid()
    }

    /// Closes the window as a person does, and waits until the app has ended.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn close(mut self) -> Result<()> {
        self.page.client().clone().close().await?;
        self.program.stop();
        Ok(())
    }

    /// SIGKILL to the app and everything around it.
    pub fn kill(mut self) {
        self.program.kill();
    }
}
