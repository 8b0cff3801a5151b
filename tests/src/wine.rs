//! Windows programs on this machine: Wine, in a Windows of the tests' own below the target directory.
//! Its user is called as people are: characters, and a space between them.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, bail, ensure};

/// The user of the Windows; part of every path in it.
pub const USER: &str = "王 小明";

/// Debian's; the package `wine64` puts no program into the path.
const WINE: &str = "/usr/lib/wine/wine64";

/// Seconds; a Windows program that hangs would hang for ever.
const LONGEST: &str = "600";

/// The file that says the Windows is whole.
const READY: &str = "ready";

/// One Windows.
#[derive(Clone, Debug)]
pub struct Wine {
    /// `target/windows`, which `cargo xtask` fills.
    built: PathBuf,
    /// Wine's folder for it (`WINEPREFIX`).
    prefix: PathBuf,
}

impl Wine {
    /// The Windows of the tests; made at the first use.
    ///
    /// # Errors
    /// When the programs are not built (`cargo xtask test platforms` does) or Wine does not start.
    pub fn open() -> Result<Self> {
        static MAKING: Mutex<()> = Mutex::new(());
        let _turn = MAKING.lock().unwrap_or_else(PoisonError::into_inner);
        let built = std::env::current_exe()?
            .ancestors()
            .map(|folder| folder.join("windows"))
            .find(|folder| folder.join("wine").is_dir())
            .context("no Windows programs: run `cargo xtask test platforms`, which builds them")?;
        let wine = Self {
            prefix: built.join("wine").join("prefix"),
            built,
        };
        if !wine.prefix.join(READY).exists() {
            wine.make()?;
        }
        Ok(wine)
    }

    fn make(&self) -> Result<()> {
        // What a killed run left is no Windows.
        if self.prefix.exists() {
            std::fs::remove_dir_all(&self.prefix)?;
        }
        std::fs::create_dir_all(self.prefix.join("linux-home"))?;
        let made = self
            .run("timeout")
            .args([LONGEST, WINE, "wineboot", "-i"])
            .output()?;
        ensure!(
            self.home().is_dir(),
            "wineboot: {}{}",
            String::from_utf8_lossy(&made.stdout),
            String::from_utf8_lossy(&made.stderr)
        );
        let missing = "bcryptprimitives.dll";
        let system = self.prefix.join("drive_c/windows/system32").join(missing);
        if !system.exists() {
            std::fs::copy(self.built.join("wine").join(missing), system)?;
        }
        Ok(std::fs::write(self.prefix.join(READY), "")?)
    }

    /// The user's own folder, `C:\users\王 小明`, as Linux sees it.
    pub fn home(&self) -> PathBuf {
        self.prefix.join("drive_c/users").join(USER)
    }

    /// An empty folder in the user's own.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn folder(&self, name: &str) -> Result<PathBuf> {
        let folder = self.home().join(name);
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    /// How Windows writes a path.
    ///
    /// # Errors
    /// When it is no text.
    pub fn path(&self, linux: &Path) -> Result<String> {
        let (drive, below) = match linux.strip_prefix(self.prefix.join("drive_c")) {
            Ok(below) => ("C:\\", below),
            Err(_) => ("Z:\\", linux.strip_prefix("/")?),
        };
        let below = below.to_str().context("the path is no text")?;
        Ok(format!("{drive}{}", below.replace('/', "\\")))
    }

    /// A program of `cargo xtask windows`.
    ///
    /// # Errors
    /// When it is not built.
    pub fn program(&self, name: &str) -> Result<Command> {
        let mut command = self.run(WINE);
        command.arg(self.exe("programs", name)?);
        Ok(command)
    }

    /// A program of tests, `menhu-client-vault`; ends after ten minutes in any case.
    ///
    /// # Errors
    /// When it is not built.
    pub fn tests(&self, name: &str) -> Result<Command> {
        let mut command = self.run("timeout");
        command
            .args([LONGEST, WINE])
            .arg(self.exe("tests", name)?)
            .current_dir(self.home());
        Ok(command)
    }

    fn exe(&self, kind: &str, name: &str) -> Result<PathBuf> {
        let exe = self.built.join(kind).join(format!("{name}.exe"));
        if !exe.is_file() {
            bail!(
                "{} is not built: run `cargo xtask test platforms`",
                exe.display()
            );
        }
        Ok(exe)
    }

    /// A Linux program with everything Wine reads from its surroundings.
    fn run(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .env("WINEPREFIX", &self.prefix)
            .env("USER", USER)
            .env("HOME", self.prefix.join("linux-home"))
            // File names are as Linux has them only where Linux says that they are UTF-8.
            .env("LC_ALL", "C.UTF-8")
            .env("WINEDEBUG", "-all")
            // No questions about Mono and Gecko, no entries in a desktop's menu.
            .env("WINEDLLOVERRIDES", "mscoree,mshtml=;winemenubuilder.exe=d")
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY");
        command
    }
}
