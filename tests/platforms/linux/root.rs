//! The clean root that `cargo xtask` keeps, seen through an overlay: whatever a test does in there is gone
//! with it. Processes in it have a table of their own and end with it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use menhu_tests::process::{Program, tool};
use tempfile::TempDir;

/// Where `crates/xtask/src/deb/root.rs` puts it, below the target directory's tools.
const FURNISHED: &str = "clean-root/furnished";

/// `$1` the clean root, `$2` where to mount. Changes go to memory.
const MOUNT: &str = r#"
mount -t tmpfs none "$2"
mkdir "$2/changes" "$2/work" "$2/root"
mount -t overlay overlay -o "lowerdir=$1,upperdir=$2/changes,workdir=$2/work" "$2/root"
mount -t proc proc "$2/root/proc"
mount --rbind /dev "$2/root/dev"
echo mounted
exec sleep infinity
"#;

/// A clean root to work in.
pub struct Root {
    path: PathBuf,
    /// The first process of its table, as this process sees it.
    first: u32,
    _holds: Program,
    scratch: TempDir,
}

impl Root {
    /// # Errors
    /// When the root is not there yet (`cargo xtask test platforms` makes it) or cannot be mounted.
    pub fn enter() -> Result<Self> {
        let clean = tool(FURNISHED)?;
        let scratch = tempfile::tempdir()?;
        let mount = scratch.path().join("mount");
        std::fs::create_dir(&mount)?;
        let mut holds = Program::start(
            Command::new("unshare")
                .args(["--mount", "--pid", "--fork", "--kill-child"])
                .args(["--propagation", "private", "--", "sh", "-ec", MOUNT, "sh"])
                .arg(&clean)
                .arg(&mount),
            scratch.path().join("mount.log"),
        )?;
        holds.wait_for("mounted")?;
        let children = format!("/proc/{0}/task/{0}/children", holds.pid());
        let first = std::fs::read_to_string(&children)
            .context(children)?
            .trim()
            .parse()?;
        Ok(Self {
            path: mount.join("root"),
            first,
            _holds: holds,
            scratch,
        })
    }

    /// A folder outside of the root, gone with it.
    pub fn scratch(&self) -> &Path {
        self.scratch.path()
    }

    /// The root's own path, for those in its mount namespace.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A command beside the root: it sees the root at [`Root::path`], and everything else as we do.
    pub fn beside(&self, words: &[&str]) -> Command {
        let mut command = Command::new("nsenter");
        command
            .args([
                "--mount",
                "--pid",
                "--target",
                &self.first.to_string(),
                "--",
            ])
            .args(words);
        command
    }

    /// A command in the root, as its root.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = self.beside(&["chroot"]);
        command
            .arg(&self.path)
            .args([
                "env",
                "-i",
                "LC_ALL=C.UTF-8",
                "DEBIAN_FRONTEND=noninteractive",
            ])
            .arg("PATH=/usr/sbin:/usr/bin:/sbin:/bin")
            .args(words);
        command
    }

    /// What a command in the root prints.
    ///
    /// # Errors
    /// When it fails; with what it printed.
    pub fn run(&self, words: &[&str]) -> Result<String> {
        said(&mut self.command(words))
    }

    /// Puts a copy of a file into the root; its path in there.
    ///
    /// # Errors
    /// When it cannot be copied.
    pub fn bring(&self, file: &Path, to: &str) -> Result<String> {
        let inside = self.path.join(to.trim_start_matches('/'));
        let (file, inside) = (text(file)?, text(&inside)?);
        said(&mut self.beside(&["cp", file, inside]))?;
        Ok(to.to_owned())
    }
}

/// What a command prints.
///
/// # Errors
/// When it fails; with what it printed.
pub fn said(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("{command:?}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    ensure!(
        output.status.success(),
        "{command:?}: {}\n{text}{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(text)
}

pub fn text(path: &Path) -> Result<&str> {
    path.to_str().context("the path is no text")
}
