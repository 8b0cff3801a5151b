//! The system packages of Debian and Ubuntu.

use std::collections::HashSet;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::process;

/// What the shell links with.
const BUILD: &[&str] = &[
    "build-essential",
    "curl",
    "pkg-config",
    "libgtk-3-dev",
    "libwebkit2gtk-4.1-dev",
    "librsvg2-dev",
    "libayatana-appindicator3-dev",
    "libxdo-dev",
];

/// What the tests and the headless demo run: a window without a screen, a keychain, two browsers'
/// drivers, a Chinese font for the pictures, a PostgreSQL for the contract suite, a clock that can be
/// wrong, a network that can be taken away, what counts a benchmark's processes, what finds windows
/// on a screen, and a mail server.
const PROVE: &[&str] = &[
    "xvfb",
    "dbus",
    "dbus-x11",
    "gnome-keyring",
    "libsecret-tools",
    "webkit2gtk-driver",
    "fonts-noto-cjk",
    "postgresql",
    "faketime",
    "iproute2",
    "procps",
    "xdotool",
    "python3-aiosmtpd",
];

/// Chromium and its driver. Ubuntu has them under other names (both lead to a snap).
const BROWSER_DEBIAN: &[&str] = &["chromium", "chromium-driver"];
const BROWSER_UBUNTU: &[&str] = &["chromium-browser", "chromium-chromedriver"];

/// Keeps Debian's postgresql package from making and starting a cluster of its own: the tests start
/// theirs and need only the programs.
const NO_CLUSTER: &str = "/etc/postgresql-common/createcluster.d/menhu.conf";

/// Whether packages are apt's here.
pub fn is_here() -> bool {
    Path::new("/usr/bin/dpkg-query").exists()
}

/// Installs those of the packages that are missing, as root or by sudo; names them where neither is there.
pub fn install(wanted: &[&'static str]) -> Result<()> {
    let missing = missing(wanted)?;
    if missing.is_empty() {
        return Ok(());
    }
    let sudo = match superuser() {
        Some(sudo) => sudo,
        None => bail!(
            "these packages are missing and this user may not install them:\n  apt-get install {}",
            missing.join(" ")
        ),
    };
    println!("setup: apt-get install {}", missing.join(" "));
    process::run(as_root(sudo, &["apt-get", "update", "-q"]).stdout(Stdio::null()))?;
    if missing.contains(&"postgresql") && !Path::new(NO_CLUSTER).exists() {
        apt_install(sudo, &["postgresql-common"])?;
        let write = format!(
            "mkdir -p /etc/postgresql-common/createcluster.d && echo 'create_main_cluster = false' > {NO_CLUSTER}"
        );
        process::run(&mut as_root(sudo, &["sh", "-c", &write]))?;
    }
    apt_install(sudo, &missing)
}

/// The packages for building and testing.
pub fn wanted() -> Vec<&'static str> {
    let ubuntu = std::fs::read_to_string("/etc/os-release")
        .is_ok_and(|text| text.lines().any(|line| line == "ID=ubuntu"));
    let browser = if ubuntu {
        BROWSER_UBUNTU
    } else {
        BROWSER_DEBIAN
    };
    [BUILD, PROVE, browser].concat()
}

fn missing(wanted: &[&'static str]) -> Result<Vec<&'static str>> {
    // Ends with 1 when it does not know a package; what it prints about the others still holds.
    let output = Command::new("dpkg-query")
        .args(["-W", "-f", "${Package} ${db:Status-Status}\n"])
        .args(wanted)
        .stderr(Stdio::null())
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let there: HashSet<&str> = text
        .lines()
        .filter_map(|line| line.strip_suffix(" installed"))
        .collect();
    Ok(wanted
        .iter()
        .copied()
        .filter(|package| !there.contains(package))
        .collect())
}

/// Who may install.
#[derive(Clone, Copy)]
enum Superuser {
    Root,
    Sudo,
}

fn superuser() -> Option<Superuser> {
    if process::read(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0") {
        return Some(Superuser::Root);
    }
    // Somebody at a terminal can be asked for a password; a robot cannot.
    let asks = std::io::IsTerminal::is_terminal(&std::io::stdin());
    let mut sudo = Command::new("sudo");
    sudo.args(if asks {
        &["--version"][..]
    } else {
        &["-n", "true"]
    });
    process::answers(&mut sudo).then_some(Superuser::Sudo)
}

fn apt_install(sudo: Superuser, packages: &[&str]) -> Result<()> {
    let words = ["apt-get", "install", "-y", "-q", "--no-install-recommends"];
    process::run(as_root(sudo, &[&words, packages].concat()).stdout(Stdio::null()))
}

fn as_root(sudo: Superuser, words: &[&str]) -> Command {
    let mut command = match sudo {
        Superuser::Root => Command::new("env"),
        Superuser::Sudo => {
            let mut command = Command::new("sudo");
            command.arg("env");
            command
        }
    };
    command.arg("DEBIAN_FRONTEND=noninteractive").args(words);
    command
}
