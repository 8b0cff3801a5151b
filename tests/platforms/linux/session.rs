//! Somebody at the computer whose root is clean: signed in, with a session bus, a keychain that is open,
//! and a screen.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;
use menhu_tests::process::Program;
use menhu_tests::window::{Display, Window};

use super::root::{Root, text};

/// Her account in there: her name, her number, her home.
const NAME: &str = "chen";
const NUMBER: &str = "1000";
pub const HOME: &str = "/home/chen";

/// The session's first words: the keychain opens with the password of her sign-in, as PAM opens it.
const SESSION: &str = r#"
printf password-of-her-account | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
echo "bus $DBUS_SESSION_BUS_ADDRESS"
exec sleep infinity
"#;

pub struct Session {
    bus: String,
    display: Display,
    _leader: Program,
    pub root: Root,
}

impl Session {
    /// # Errors
    /// When she cannot sign in: no user, no bus, no screen.
    pub fn begin() -> Result<Self> {
        let root = Root::enter()?;
        root.run(&["useradd", "--uid", NUMBER, "--create-home", NAME])?;
        let runtime = format!("/run/user/{NUMBER}");
        root.run(&[
            "install", "-d", "-m", "700", "-o", NAME, "-g", NAME, &runtime,
        ])?;
        let display = Display::start(root.scratch())?;
        let mut leader = Program::start(
            root.beside(&["chroot", "--userspec", NAME, text(root.path())?])
                .args(["env", "-i"])
                .args(environment(display.number()))
                .args(["dbus-run-session", "--", "sh", "-c", SESSION]),
            root.scratch().join("session.log"),
        )?;
        let bus = leader.wait_for("bus ")?;
        Ok(Self {
            bus,
            display,
            _leader: leader,
            root,
        })
    }

    /// A command in her session.
    ///
    /// # Errors
    /// When the path of the root is no text.
    pub fn command(&self, words: &[&str]) -> Result<Command> {
        let mut command = self.root.beside(&[]);
        command.args(self.entering()?).args(words);
        Ok(command)
    }

    /// Opens a window by what she does, and watches it: she starts the program or opens a link.
    ///
    /// # Errors
    /// When no window of the app opens.
    pub async fn open(&self, words: &[&str]) -> Result<Window> {
        let door = self.door(words)?;
        Window::drive(self.root.scratch(), &door, |words| {
            let mut driver = self.root.beside(words);
            driver.env("NO_AT_BRIDGE", "1");
            driver
        })
        .await
    }

    /// A program for the driver, which is outside: it goes in and does there what she does. The two
    /// variables are how WebKit is told that it is watched.
    fn door(&self, words: &[&str]) -> Result<PathBuf> {
        let quoted = |word: &String| format!("'{word}'");
        let entering: Vec<_> = self.entering()?.iter().map(quoted).collect();
        let words: Vec<_> = words.iter().map(|word| quoted(&word.to_string())).collect();
        let path = self.root.scratch().join("door");
        std::fs::write(
            &path,
            format!(
                "#!/bin/sh\nexec {} WEBKIT_INSPECTOR_SERVER=\"$WEBKIT_INSPECTOR_SERVER\" \
                 TAURI_WEBVIEW_AUTOMATION=true {}\n",
                entering.join(" "),
                words.join(" ")
            ),
        )?;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755))?;
        Ok(path)
    }

    /// The words that lead from beside the root into her session.
    fn entering(&self) -> Result<Vec<String>> {
        let mut words: Vec<String> = ["chroot", "--userspec", NAME, text(self.root.path())?]
            .into_iter()
            .chain(["env", "-i"])
            .map(str::to_owned)
            .collect();
        words.extend(environment(self.display.number()));
        words.push(format!("DBUS_SESSION_BUS_ADDRESS={}", self.bus));
        Ok(words)
    }
}

/// What a sign-in to the computer sets.
fn environment(display: &str) -> Vec<String> {
    [
        ("HOME", HOME),
        ("USER", NAME),
        ("PATH", "/usr/bin:/bin"),
        ("LANG", "C.UTF-8"),
        ("DISPLAY", display),
        ("XDG_RUNTIME_DIR", "/run/user/1000"),
        // Without the accessibility bus a WebDriver session starts at once (ecosystem.md T10).
        ("NO_AT_BRIDGE", "1"),
    ]
    .map(|(name, value)| format!("{name}={value}"))
    .to_vec()
}
