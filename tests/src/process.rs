//! Programs that a test starts, and that end with it.

use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

/// How long a program may take until it says that it is ready. Two cores, a cold disk and a debug build.
const READY: Duration = Duration::from_secs(60);

/// A program and all its children; they get SIGKILL when this is dropped.
pub struct Program {
    child: Child,
    log: PathBuf,
}

impl Program {
    /// Starts `command` in a process group of its own, with both outputs in `log`.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(command: &mut Command, log: impl Into<PathBuf>) -> Result<Self> {
        let log = log.into();
        let file = std::fs::File::create(&log).with_context(|| format!("{}", log.display()))?;
        let child = command
            .stdin(Stdio::null())
            .stdout(file.try_clone()?)
            .stderr(file)
            .process_group(0)
            .spawn()
            .with_context(|| format!("start {command:?}"))?;
        Ok(Self { child, log })
    }

    /// Waits for a line with `mark` in what the program prints; what stands behind the mark.
    ///
    /// # Errors
    /// When the program ends first or takes longer than a minute; with what it printed.
    pub fn wait_for(&mut self, mark: &str) -> Result<String> {
        until(READY, || {
            let said = self.said();
            if let Some(line) = said.lines().find_map(|line| line.split_once(mark)) {
                return Ok(Some(line.1.trim().to_owned()));
            }
            match self.child.try_wait()? {
                Some(status) => bail!("it ended with {status}"),
                None => Ok(None),
            }
        })
        .with_context(|| format!("did not say {mark:?}:\n{}", self.said()))
    }

    /// What it printed so far.
    pub fn said(&self) -> String {
        std::fs::read(&self.log)
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .unwrap_or_default()
    }

    /// # Errors
    /// When the system cannot say.
    pub fn is_running(&mut self) -> Result<bool> {
        Ok(self.child.try_wait()?.is_none())
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// SIGKILL to the whole group, at once.
    pub fn kill(&mut self) {
        self.signal(Signal::SIGKILL);
        let _ = self.child.wait();
    }

    /// SIGTERM, and waits until it has ended.
    pub fn stop(&mut self) {
        self.signal(Signal::SIGTERM);
        let _ = self.child.wait();
    }

    fn signal(&self, signal: Signal) {
        if let Ok(pid) = i32::try_from(self.child.id()) {
            let _ = killpg(Pid::from_raw(pid), signal);
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Looks until there is something. Who waits says with the error's context for what.
///
/// # Errors
/// When nothing is there within `longest`; at once when looking fails.
pub fn until<T>(longest: Duration, mut look: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    let begun = Instant::now();
    loop {
        if let Some(found) = look()? {
            return Ok(found);
        }
        if begun.elapsed() > longest {
            bail!("not within {longest:?}");
        }
        pause();
    }
}

/// Between two looks at something outside this process. Not a test's sleep: whoever calls this loops
/// until a condition holds or a limit is reached.
pub fn pause() {
    std::thread::park_timeout(Duration::from_millis(20));
}

/// A program of this workspace, built beforehand into the directory this test runs from.
///
/// # Errors
/// When it is not there; names the command that builds it.
pub fn binary(name: &str) -> Result<PathBuf> {
    let exe = std::env::current_exe()?;
    for dir in exe.ancestors().skip(1).take(2) {
        let path = dir.join(name);
        if path.is_file() {
            return Ok(path);
        }
    }
    bail!("{name} is not built: run `cargo xtask test`, which builds everything first")
}

/// A tool that `cargo xtask setup` installs below the target directory.
///
/// # Errors
/// When it is not there.
pub fn tool(name: &str) -> Result<PathBuf> {
    let exe = std::env::current_exe()?;
    exe.ancestors()
        .map(|dir| dir.join("tools").join(name))
        .find(|path| path.exists())
        .with_context(|| format!("{name} is missing: run `cargo xtask setup`"))
}

/// Ports that are handed out: below the range from which the kernel takes those of outgoing
/// connections (32768 and up), so that no connection of another test can stand on one.
const PORTS: std::ops::Range<u16> = 20_000..32_000;

/// A port nobody listens on, and that this process hands out once.
///
/// # Errors
/// When none of them is free.
pub fn free_port() -> Result<u16> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let span = u32::from(PORTS.end - PORTS.start);
    // Test binaries that run side by side begin at different places.
    let begin = std::process::id().wrapping_mul(97);
    for _ in 0..span {
        let step = begin.wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed)) % span;
        let port = PORTS.start + u16::try_from(step)?;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return Ok(port);
        }
    }
    bail!("no port of {PORTS:?} is free")
}

/// The folder of this checkout.
pub fn checkout() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map_or_else(PathBuf::new, Into::into)
}
