//! What one device is offered, in words, and what lies there for all the others.

use menhu_protocol::api::release::Arch;

use super::device::{Device, LEAST_ANDROID, LEAST_IOS, LEAST_WINDOWS, SYSTEMS, System};
use super::shelf::Installer;
use crate::pages::frame::Frame;
use crate::release::Kind;

/// iOS installs from a manifest behind TLS only (Apple, "Distribute proprietary in-house apps").
const IOS_SCHEME: &str = "https://";

/// What the page shows first.
pub(super) enum Offer {
    /// A file for this device and how it is installed.
    File {
        row: Row,
        sha256: String,
        steps: Vec<String>,
        /// The same for an iPad that calls itself a Mac.
        ipad: Option<Row>,
    },
    /// Why there is none, and what to do instead.
    Instead { title: String, help: String },
}

/// One button or line.
pub(super) struct Row {
    pub(super) words: String,
    pub(super) href: String,
    pub(super) size: String,
}

impl Offer {
    pub(super) fn of(f: Frame<'_>, device: &Device, files: &[Installer], origin: &str) -> Self {
        if let Some(instead) = too_old(f, device) {
            return instead;
        }
        let kinds = device.kinds();
        if kinds.is_empty() {
            return if device.system == System::Harmony {
                instead(
                    f.say("web-download-harmony"),
                    f.say("web-download-harmony-help"),
                )
            } else {
                missing(f, device)
            };
        }
        let Some(file) = first(files, kinds) else {
            let ipad = device.system == (System::Mac { or_ipad: true });
            return match ipad_of(f, files, origin).filter(|_| ipad) {
                Some(row) => Self::File {
                    sha256: sum_of(files, Kind::Ipa),
                    steps: steps(f, Kind::Ipa),
                    row,
                    ipad: None,
                },
                None => missing(f, device),
            };
        };
        match row(f, file, origin) {
            Some(row) => Self::File {
                row,
                sha256: file.sha256.clone(),
                steps: steps(f, file.kind),
                ipad: match device.system {
                    System::Mac { or_ipad: true } => ipad_of(f, files, origin),
                    _ => None,
                },
            },
            None => instead(
                f.say("web-download-insecure"),
                f.say("web-download-insecure-help"),
            ),
        }
    }

    pub(super) fn is_file(&self) -> bool {
        matches!(self, Self::File { .. })
    }
}

/// The best file of a system: kinds in their order, and of a kind the first that is listed.
fn first<'a>(files: &'a [Installer], kinds: &[Kind]) -> Option<&'a Installer> {
    kinds
        .iter()
        .find_map(|kind| files.iter().find(|file| file.kind == *kind))
}

/// What lies there for every other device, one line a system, and one for old phones.
pub(super) fn others(f: Frame<'_>, device: &Device, files: &[Installer], origin: &str) -> Vec<Row> {
    let own = Some(device.kinds()).filter(|_| too_old(f, device).is_none());
    let mut rows: Vec<_> = SYSTEMS
        .into_iter()
        .filter(|kinds| Some(*kinds) != own)
        .filter_map(|kinds| first(files, kinds))
        .filter_map(|file| row(f, file, origin))
        .collect();
    // No browser says how old its phone's processor is: who gets nothing from the file above finds this.
    let best = first(files, &[Kind::Apk]);
    let old = files
        .iter()
        .find(|file| file.kind == Kind::Apk && file.arch == Some(Arch::Armv7));
    if let (Some(best), Some(old)) = (best, old)
        && best.name != old.name
        && let Some(row) = row(f, old, origin)
    {
        rows.push(Row {
            words: f.say("web-download-get-android-32"),
            ..row
        });
    }
    rows
}

fn instead(title: String, help: String) -> Offer {
    Offer::Instead { title, help }
}

fn missing(f: Frame<'_>, device: &Device) -> Offer {
    let title = if device.kinds().is_empty() {
        f.say("web-download-unknown")
    } else {
        let name = device.name(f);
        f.say_with("web-download-missing", &[("device", &name)])
    };
    instead(title, f.say("web-download-missing-help"))
}

fn too_old(f: Frame<'_>, device: &Device) -> Option<Offer> {
    let facts = |least: u32, have: u32| (least.to_string(), have.to_string());
    match device.system {
        System::Android(Some(have)) if have < LEAST_ANDROID => {
            let (least, have) = facts(LEAST_ANDROID, have);
            let facts = [("least", least.as_str()), ("have", have.as_str())];
            Some(instead(
                f.say("web-download-old-android"),
                f.say_with("web-download-old-android-help", &facts),
            ))
        }
        System::Ios(Some(have)) if have < LEAST_IOS => {
            let (least, have) = facts(LEAST_IOS, have);
            let facts = [("least", least.as_str()), ("have", have.as_str())];
            Some(instead(
                f.say("web-download-old-ios"),
                f.say_with("web-download-old-ios-help", &facts),
            ))
        }
        System::Windows(Some(have)) if have < LEAST_WINDOWS => {
            let least = LEAST_WINDOWS.to_string();
            Some(instead(
                f.say("web-download-old-windows"),
                f.say_with("web-download-old-windows-help", &[("least", &least)]),
            ))
        }
        _ => None,
    }
}

/// `None`: nothing to install by hand, or an `.ipa` that cannot be: no TLS, or no app inside.
fn row(f: Frame<'_>, file: &Installer, origin: &str) -> Option<Row> {
    let (words, href) = match file.kind {
        Kind::Apk => (f.say("web-download-get-android"), file.address()),
        Kind::Exe | Kind::Msi => (f.say("web-download-get-windows"), file.address()),
        Kind::Dmg => (f.say("web-download-get-macos"), file.address()),
        Kind::Deb | Kind::AppImage => (f.say("web-download-get-linux"), file.address()),
        Kind::App => return None,
        Kind::Ipa => {
            if !origin.starts_with(IOS_SCHEME) || file.package.is_none() {
                return None;
            }
            let href =
                format!("itms-services://?action=download-manifest&url={origin}/d/manifest.plist");
            (f.say("web-download-get-ios"), href)
        }
    };
    Some(Row {
        words,
        href,
        size: menhu_words::size(file.bytes),
    })
}

fn ipad_of(f: Frame<'_>, files: &[Installer], origin: &str) -> Option<Row> {
    let file = files.iter().find(|file| file.kind == Kind::Ipa)?;
    let row = row(f, file, origin)?;
    Some(Row {
        words: f.say("web-download-ipad-get"),
        ..row
    })
}

fn sum_of(files: &[Installer], kind: Kind) -> String {
    files
        .iter()
        .find(|file| file.kind == kind)
        .map(|file| file.sha256.clone())
        .unwrap_or_default()
}

fn steps(f: Frame<'_>, kind: Kind) -> Vec<String> {
    let campus = [("campus", f.campus())];
    match kind {
        Kind::Apk => vec![
            f.say("web-download-android-1"),
            f.say("web-download-android-2"),
            f.say_with("web-download-android-3", &campus),
        ],
        Kind::Ipa => vec![
            f.say("web-download-ios-1"),
            f.say("web-download-ios-2"),
            f.say("web-download-ios-3"),
            f.say_with("web-download-ios-4", &campus),
        ],
        Kind::Exe | Kind::Msi => vec![
            f.say("web-download-windows-1"),
            f.say("web-download-windows-2"),
            f.say_with("web-download-windows-3", &campus),
        ],
        Kind::Dmg => vec![
            f.say("web-download-macos-1"),
            f.say("web-download-macos-2"),
            f.say_with("web-download-macos-3", &campus),
        ],
        Kind::Deb => vec![
            f.say("web-download-linux-1"),
            f.say_with("web-download-linux-2", &campus),
        ],
        Kind::AppImage => vec![
            f.say("web-download-appimage-1"),
            f.say_with("web-download-appimage-2", &campus),
        ],
        Kind::App => Vec::new(),
    }
}
