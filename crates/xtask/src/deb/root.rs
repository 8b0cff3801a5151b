//! A clean root: this machine's Debian with nothing but its least packages (debootstrap), furnished with
//! what the package asks for and nothing else. Made once; the tests look at it through an overlay.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::process;
use crate::tree::Tree;

/// Where it lies below the target directory's tools; `tests/platforms/linux/root.rs` looks there.
const FOLDER: &str = "clean-root";

/// The root that has what the package asks for.
const FURNISHED: &str = "furnished";

/// How it was made and for whom: [`RECIPE`] and the relations of the package, word for word.
const WISHES: &str = "furnished.for";

/// Raise it when a root is to be made differently, so that the ones that are kept are made anew.
const RECIPE: u32 = 1;

/// What apt says of an origin of packages: `URI RELEASE COMPONENT`, of those the distribution signs itself.
const SOURCES: &str = "$(REPO_URI) $(RELEASE) $(COMPONENT) $(ORIGIN)";

/// The machine's own settings that the root shares, or it would not reach the packages either.
const SETTINGS: &[&str] = &["Acquire::http", "Acquire::https", "Acquire::Check"];

/// Brings a root up to what `package` asks for. Only root may make one (device files, chroot, mounts):
/// for anybody else the tests that need it are skipped, and tests/skips.toml says so.
pub fn furnish(tree: &Tree, package: &Path) -> Result<()> {
    if process::read(Command::new("id").arg("-u"))?.trim() != "0" {
        println!("clean root: not made, this user is not root; the tests in it are skipped");
        return Ok(());
    }
    let folder = tree.tools().join(FOLDER);
    let wishes = relations(package)?;
    let kept = folder.join(WISHES);
    let made_for = format!("{RECIPE}\n{wishes}\n");
    if fs::read_to_string(&kept).is_ok_and(|kept| kept == made_for) {
        return Ok(());
    }
    let begun = Instant::now();
    println!("clean root: being made (once, and again when the package asks for something else)");
    fs::create_dir_all(&folder)?;
    let sources = sources()?;
    let base = base(&folder, &sources)?;
    let root = folder.join(FURNISHED);
    for old in [&kept, &root] {
        remove(old)?;
    }
    process::run(
        Command::new("cp")
            .args(["--archive", "--reflink=auto"])
            .arg(&base)
            .arg(&root),
    )?;
    settle(&root, &sources)?;
    let archives = folder.join("archives");
    fs::create_dir_all(archives.join("partial"))?;
    let said = tree.target.join("test-logs").join("clean-root.log");
    let log = process::log(&said)?;
    process::run(
        Command::new("unshare")
            .args(["--mount", "--pid", "--fork", "--kill-child"])
            .args(["--propagation", "private", "--", "sh", "-ec", INSTALL, "sh"])
            .arg(&root)
            .arg(&archives)
            .arg(&wishes)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .env("LC_ALL", "C.UTF-8")
            .stdout(log.try_clone()?)
            .stderr(log),
    )
    .with_context(|| format!("see {}", said.display()))?;
    fs::write(&kept, made_for)?;
    let minutes = begun.elapsed().as_secs_f64() / 60.0;
    println!("clean root: made in {minutes:.1} min");
    Ok(())
}

/// In a mount namespace of its own: `$1` the root, `$2` the packages that were fetched before, `$3` the
/// wishes. What is only recommended by others stays out, so that whatever the app needs and does not
/// ask for is missing here.
const INSTALL: &str = r#"
mount -t proc proc "$1/proc"
mount --bind "$2" "$1/var/cache/apt/archives"
chroot "$1" apt-get update -q
chroot "$1" apt-get satisfy -y -q --no-install-recommends "$3"
"#;

/// `Depends` and `Recommends` of a package, as `apt-get satisfy` takes them.
fn relations(package: &Path) -> Result<String> {
    let fields = ["Depends", "Recommends"].map(|field| {
        process::read(
            Command::new("dpkg-deb")
                .arg("--field")
                .arg(package)
                .arg(field),
        )
        .map(|text| text.trim().to_owned())
    });
    let [depends, recommends] = fields;
    Ok([depends?, recommends?]
        .into_iter()
        .filter(|list| !list.is_empty())
        .collect::<Vec<_>>()
        .join(", "))
}

/// One line of apt's sources.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Source {
    uri: String,
    release: String,
    component: String,
}

/// Where this machine gets its own distribution's packages from.
fn sources() -> Result<Vec<Source>> {
    let ask = || {
        process::read(Command::new("apt-get").args([
            "indextargets",
            "--format",
            SOURCES,
            "Created-By: Packages",
        ]))
    };
    let mut found = parse(&ask()?);
    if found.is_empty() {
        // Without their indexes apt does not know whose they are.
        process::run(
            Command::new("apt-get")
                .args(["update", "-q"])
                .stdout(Stdio::null()),
        )?;
        found = parse(&ask()?);
    }
    if found.is_empty() {
        bail!("apt knows no source of Debian's or Ubuntu's own packages");
    }
    Ok(found)
}

fn parse(text: &str) -> Vec<Source> {
    let mut found: Vec<Source> = Vec::new();
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        if let [uri, release, component, "Debian" | "Ubuntu"] = words[..] {
            let source = Source {
                uri: uri.into(),
                release: release.into(),
                component: component.into(),
            };
            if !found.contains(&source) {
                found.push(source);
            }
        }
    }
    found
}

/// The least root of this machine's own release, made once.
fn base(folder: &Path, sources: &[Source]) -> Result<PathBuf> {
    let release = std::fs::read_to_string("/etc/os-release")?
        .lines()
        .find_map(|line| line.strip_prefix("VERSION_CODENAME=").map(str::to_owned))
        .context("/etc/os-release names no release")?;
    let base = folder.join(&release);
    if base.exists() {
        return Ok(base);
    }
    let source = sources
        .iter()
        .find(|source| source.release == release)
        .with_context(|| format!("apt has no source of {release}"))?;
    let new = folder.join(format!("{release}.new"));
    remove(&new)?;
    let mut debootstrap = Command::new("debootstrap");
    debootstrap.arg("--variant=minbase");
    if source.uri.starts_with("https:") {
        debootstrap.arg("--include=ca-certificates");
    }
    process::run(
        debootstrap
            .arg(&release)
            .arg(&new)
            .arg(&source.uri)
            .stdout(Stdio::null()),
    )?;
    fs::rename(&new, &base)?;
    Ok(base)
}

/// What apt and dpkg need to work in there: the machine's sources and settings, no daemons started, and
/// no waiting for the disk.
fn settle(root: &Path, sources: &[Source]) -> Result<()> {
    let lines: String = sources
        .iter()
        .map(
            |Source {
                 uri,
                 release,
                 component,
             }| format!("deb {uri} {release} {component}\n"),
        )
        .collect();
    fs::write(root.join("etc/apt/sources.list"), lines)?;
    // As Debian's installer writes it.
    fs::write(
        root.join("etc/hosts"),
        "127.0.0.1 localhost\n::1 localhost\n",
    )?;
    let settings =
        process::read(Command::new("apt-config").args(["dump", "--format", "%f \"%v\";%n"]))?;
    let mut settings: String = settings
        .lines()
        .filter(|line| SETTINGS.iter().any(|name| line.starts_with(name)))
        .map(|line| format!("{line}\n"))
        .collect();
    settings += "APT::Keep-Downloaded-Packages \"true\";\n";
    fs::write(root.join("etc/apt/apt.conf.d/90machine"), settings)?;
    fs::write(
        root.join("etc/dpkg/dpkg.cfg.d/unsafe-io"),
        "force-unsafe-io\n",
    )?;
    let policy = root.join("usr/sbin/policy-rc.d");
    fs::write(&policy, "#!/bin/sh\nexit 101\n")?;
    process::run(Command::new("chmod").arg("755").arg(&policy))
}

fn remove(path: &Path) -> Result<()> {
    match path {
        path if path.is_dir() => fs::remove_dir_all(path),
        path if path.exists() => fs::remove_file(path),
        _ => Ok(()),
    }
    .with_context(|| format!("removing {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn only_the_distributions_own_packages_are_used_and_each_source_once() {
        let found = parse(
            "http://mirror.example/debian/ bookworm main Debian\n\
             http://mirror.example/debian/ bookworm main Debian\n\
             http://mirror.example/debian/ bookworm-updates main Debian\n\
             https://vendor.example/apt/ stable main Vendor\n\
             https://vendor.example/apt/ stable\n",
        );
        let releases: Vec<_> = found.iter().map(|source| source.release.as_str()).collect();
        assert_eq!(releases, ["bookworm", "bookworm-updates"]);
    }
}
