//! The folder of installers: what lies there now, and the checksum of each, computed once a state.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use menhu_protocol::api::release::Arch;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest, Sha256};

use super::package::Package;
use crate::books::release::Release;
use crate::release::{Kind, version_of};

/// A file on the shelf as the page offers it.
#[derive(Clone, Debug)]
pub(super) struct Installer {
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) bytes: u64,
    /// Lower case hex.
    pub(super) sha256: String,
    /// Of an `.ipa` only: what its manifest must repeat.
    pub(super) package: Option<Package>,
    /// Of what was given out: which processor it is for.
    pub(super) arch: Option<Arch>,
}

impl Installer {
    /// The path it is fetched from.
    pub(super) fn address(&self) -> String {
        format!(
            "/d/files/{}",
            utf8_percent_encode(&self.name, NON_ALPHANUMERIC)
        )
    }
}

/// A file as it lies there.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) path: PathBuf,
    pub(super) kind: Kind,
    pub(super) bytes: u64,
    pub(super) changed: SystemTime,
}

/// Size and time of change: what tells one state of a file from the next.
type State = (u64, SystemTime);
/// What is known of one file; nothing before it was read.
type Entry = Arc<Mutex<Option<(State, Installer)>>>;
/// By name.
type Known = Mutex<HashMap<String, Entry>>;

pub(crate) struct Shelf {
    folder: PathBuf,
    /// Only spares work: another copy of the server computes its own.
    known: Arc<Known>,
}

impl Shelf {
    pub(crate) fn of(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            known: Arc::default(),
        }
    }

    /// All installers, newest first within a kind. A folder that cannot be read is an empty one, and
    /// the log says why.
    pub(super) async fn files(&self) -> Vec<Installer> {
        let (folder, known) = (self.folder.clone(), self.known.clone());
        let read =
            tokio::task::spawn_blocking(move || listed(&folder).map(|all| offered(all, &known)))
                .await;
        match read {
            Ok(Ok(files)) => files,
            Ok(Err(error)) => {
                if error.kind() != io::ErrorKind::NotFound {
                    tracing::error!(%error, folder = %self.folder.display(), "downloads");
                }
                Vec::new()
            }
            Err(error) => {
                tracing::error!(%error, "the shelf could not be read");
                Vec::new()
            }
        }
    }

    /// The file of exactly this name.
    pub(super) async fn find(&self, name: &str) -> Option<Found> {
        let (folder, name) = (self.folder.clone(), name.to_owned());
        tokio::task::spawn_blocking(move || {
            let all = listed(&folder).ok()?;
            all.into_iter()
                .find(|(listed, _)| *listed == name)
                .map(|(_, found)| found)
        })
        .await
        .ok()?
    }
}

/// The installers in the folder itself: plain files only, nothing hidden, nothing below.
fn listed(folder: &Path) -> io::Result<Vec<(String, Found)>> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let Some(kind) = Kind::of(&name).filter(|_| !name.starts_with('.')) else {
            continue;
        };
        // `metadata` of an entry does not follow a link out of the folder. A file that is taken away
        // just now takes only itself away.
        let about = entry
            .metadata()
            .and_then(|about| Ok((about.modified()?, about)));
        match about {
            Ok((changed, about)) if about.is_file() => {
                let found = Found {
                    path: entry.path(),
                    kind,
                    bytes: about.len(),
                    changed,
                };
                all.push((name, found));
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, name, "an installer cannot be read"),
        }
    }
    all.sort_by(|(_, a), (_, b)| (a.kind, b.changed).cmp(&(b.kind, a.changed)));
    Ok(all)
}

/// The folder in the light of the books. What was given out is offered in the version and for the processor
/// it was given out for, newest first, and hides what merely lies there of its kind; what was withdrawn, or
/// is not the file that was given out, is offered by nobody.
pub(super) fn given_out(files: Vec<Installer>, releases: &[Release]) -> Vec<Installer> {
    let (mut given, mut laid) = (Vec::new(), Vec::new());
    for file in files {
        let entered = releases.iter().filter(|release| release.file == file.name);
        let mut entered = entered.peekable();
        if entered.peek().is_none() {
            laid.push(file);
        } else if let Some(release) = entered.find(|release| release.withdrawn_at.is_none()) {
            if release.sha256 == file.sha256 {
                let rank = (version_of(&release.version), preferred(release.arch));
                let arch = Some(release.arch);
                given.push((rank, Installer { arch, ..file }));
            } else {
                tracing::error!(file = file.name, "this is not the file that was given out");
            }
        }
    }
    // Stable: what is alike stays in the folder's order.
    given.sort_by(|(a, _), (b, _)| b.cmp(a));
    let mut all: Vec<_> = given.into_iter().map(|(_, file)| file).collect();
    let kinds: HashSet<Kind> = all.iter().map(|file| file.kind).collect();
    all.extend(laid.into_iter().filter(|file| !kinds.contains(&file.kind)));
    all
}

/// Whether a file was given out and taken back.
pub(super) fn is_withdrawn(name: &str, releases: &[Release]) -> bool {
    let entered: Vec<_> = releases.iter().filter(|r| r.file == name).collect();
    !entered.is_empty() && entered.iter().all(|r| r.withdrawn_at.is_some())
}

/// Which of several files of one version most devices can use.
fn preferred(arch: Arch) -> u8 {
    match arch {
        Arch::Universal => 3,
        Arch::Aarch64 | Arch::X86_64 => 2,
        Arch::Armv7 | Arch::I686 => 1,
        Arch::Other => 0,
    }
}

/// What can be offered of a listing.
fn offered(listing: Vec<(String, Found)>, known: &Known) -> Vec<Installer> {
    let mut files = Vec::new();
    for (name, found) in listing {
        let state = (found.bytes, found.changed);
        let entry = locked(known).entry(name.clone()).or_default().clone();
        // Held for this file alone, so that a hundred first visitors compute its checksum once.
        let mut entry = locked(&entry);
        let fresh = matches!(&*entry, Some((then, _)) if *then == state);
        if !fresh {
            match examined(&name, &found) {
                // What grew while it was read is still being copied: nobody is offered a part of it.
                Ok((after, installer)) if after == state => *entry = Some((state, installer)),
                Ok(_) => *entry = None,
                Err(error) => {
                    tracing::warn!(%error, name, "an installer cannot be read");
                    *entry = None;
                }
            }
        }
        files.extend(entry.as_ref().map(|(_, installer)| installer.clone()));
    }
    files
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file as it is offered, and its state when that was known.
fn examined(name: &str, found: &Found) -> io::Result<(State, Installer)> {
    let installer = Installer {
        kind: found.kind,
        bytes: found.bytes,
        sha256: sha256(&found.path)?,
        package: match found.kind {
            Kind::Ipa => Package::of(&found.path),
            _ => None,
        },
        name: name.to_owned(),
        arch: None,
    };
    let about = std::fs::symlink_metadata(&found.path)?;
    Ok(((about.len(), about.modified()?), installer))
}

fn sha256(path: &Path) -> io::Result<String> {
    let mut hasher = Sha256::new();
    io::copy(&mut File::open(path)?, &mut hasher)?;
    Ok(hex::encode(hasher.finalize()))
}

#[cfg(test)]
mod tests {
    use super::Shelf;
    use crate::release::Kind;

    #[tokio::test]
    async fn only_installers_are_on_the_shelf_and_a_new_state_has_a_new_checksum() {
        let folder = tempfile::tempdir().expect("folder");
        let write = |name: &str, text: &str| {
            std::fs::write(folder.path().join(name), text).expect("written");
        };
        write("menhu.apk", "one");
        write("README.txt", "no installer");
        write(".hidden.apk", "half copied");
        std::fs::create_dir(folder.path().join("folder.apk")).expect("folder");
        let shelf = Shelf::of(folder.path());
        let first = shelf.files().await;
        assert_eq!(first.len(), 1);
        assert_eq!((first[0].kind, first[0].bytes), (Kind::Apk, 3));
        assert_eq!(
            first[0].sha256,
            "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"
        );
        write("menhu.apk", "three");
        assert_ne!(shelf.files().await[0].sha256, first[0].sha256);
    }

    #[test]
    fn a_file_that_vanishes_or_grows_takes_no_other_off_the_page() {
        let folder = tempfile::tempdir().expect("folder");
        for name in ["a.apk", "b.dmg", "c.deb"] {
            std::fs::write(folder.path().join(name), "three").expect("written");
        }
        let known = super::Known::default();
        let listing = super::listed(folder.path()).expect("a folder");
        let names = |listing| {
            let files = super::offered(listing, &known);
            files.into_iter().map(|file| file.name).collect::<Vec<_>>()
        };
        let mut copying = listing.clone();
        copying[2].1.bytes -= 1;
        assert_eq!(names(copying), ["a.apk", "b.dmg"], "no part of a file");
        assert_eq!(names(listing.clone()), ["a.apk", "b.dmg", "c.deb"]);
        std::fs::write(folder.path().join("d.exe"), "later").expect("written");
        let mut later = super::listed(folder.path()).expect("a folder");
        std::fs::remove_file(folder.path().join("d.exe")).expect("gone");
        assert_eq!(names(later.clone()), ["a.apk", "b.dmg", "c.deb"]);
        later.truncate(1);
        assert_eq!(names(later), ["a.apk"]);
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_link_out_of_the_folder_is_not_followed() {
        let folder = tempfile::tempdir().expect("folder");
        std::os::unix::fs::symlink("/etc/passwd", folder.path().join("x.apk")).expect("linked");
        let shelf = Shelf::of(folder.path());
        assert!(shelf.files().await.is_empty());
        assert!(shelf.find("x.apk").await.is_none());
    }

    #[tokio::test]
    async fn no_folder_is_an_empty_shelf() {
        let shelf = Shelf::of(std::path::Path::new("/nowhere/at/all"));
        assert!(shelf.files().await.is_empty());
        assert!(shelf.find("../etc/passwd").await.is_none());
    }
}
