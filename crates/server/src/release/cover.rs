//! Whom a least version would leave without an app.

use menhu_protocol::api::release::{Arch, Bundle, Latest};
use menhu_protocol::ipc::System;
use semver::Version;

use super::choice::offered;
use super::version_of;
use crate::books::release::Release;

/// Systems in the order in which they are told of.
pub(super) const SYSTEMS: [System; 5] = [
    System::Android,
    System::Ios,
    System::Windows,
    System::Macos,
    System::Linux,
];

/// Names of products are the same in every language.
pub(super) fn product(system: System) -> &'static str {
    match system {
        System::Android => "Android",
        System::Ios => "iOS",
        System::Windows => "Windows",
        System::Macos => "macOS",
        System::Linux => "Linux",
    }
}

/// What a least version can rely on.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Cover {
    /// Devices a file was once given out for that would be offered none new enough: 「macOS aarch64」.
    /// Where nothing was ever given out, every system.
    pub(super) stranded: Vec<String>,
    /// Systems nothing was ever given out for.
    pub(super) unserved: Vec<String>,
}

impl Cover {
    /// By everything that was ever given out.
    pub(super) fn of(rows: &[Release], least: &Version) -> Self {
        let mut cover = Self::default();
        for system in SYSTEMS {
            let devices = devices(rows, system);
            if devices.is_empty() {
                cover.unserved.push(product(system).to_owned());
            }
            for arch in devices {
                // The bundle decides only how a version is installed, not which one is offered.
                let bundle = Bundle::Unknown;
                let ask = Latest {
                    system,
                    arch,
                    bundle,
                };
                let newest = offered(rows, &ask).and_then(|(row, _)| version_of(&row.version));
                if newest.is_none_or(|newest| newest < *least) {
                    let name = format!("{} {}", product(system), arch.as_str());
                    cover.stranded.push(name);
                }
            }
        }
        if rows.is_empty() {
            cover.stranded = std::mem::take(&mut cover.unserved);
        }
        cover
    }
}

/// The processors of a system that a file was ever given out for.
fn devices(rows: &[Release], system: System) -> Vec<Arch> {
    let mut all = Vec::new();
    for row in rows.iter().filter(|row| row.kind.system() == system) {
        let archs: &[Arch] = match row.arch {
            Arch::Universal => everywhere(system),
            ref one => std::slice::from_ref(one),
        };
        for arch in archs {
            if !all.contains(arch) {
                all.push(*arch);
            }
        }
    }
    all.sort_by_key(|arch| arch.as_str());
    all
}

/// The processors people's devices of a system have, of those a file for all of them runs on.
fn everywhere(system: System) -> &'static [Arch] {
    match system {
        System::Ios => &[Arch::Aarch64],
        System::Android => &[Arch::Aarch64, Arch::Armv7],
        System::Windows | System::Macos | System::Linux => &[Arch::X86_64, Arch::Aarch64],
    }
}

#[cfg(test)]
mod tests {
    use menhu_protocol::Localized;
    use menhu_protocol::api::release::Arch;
    use semver::Version;

    use super::Cover;
    use crate::books::release::Release;
    use crate::release::Kind;

    fn given(kind: Kind, arch: Arch, version: &str, signed: bool) -> Release {
        Release {
            id: String::new(),
            kind,
            arch,
            version: version.to_owned(),
            file: String::new(),
            bytes: 0,
            sha256: String::new(),
            signature: signed.then(String::new),
            notes: Localized {
                zh: String::new(),
                en: String::new(),
            },
            added_at: 0,
            withdrawn_at: None,
        }
    }

    fn stranded(rows: &[Release]) -> String {
        Cover::of(rows, &Version::new(0, 2, 0)).stranded.join(" ")
    }

    #[test]
    fn every_processor_that_was_given_an_app_needs_the_newer_one() {
        let mut rows = vec![
            given(Kind::Deb, Arch::X86_64, "0.1.0", false),
            given(Kind::AppImage, Arch::Aarch64, "0.1.0", true),
            given(Kind::AppImage, Arch::X86_64, "0.2.0", true),
        ];
        assert_eq!(stranded(&rows), "Linux aarch64");
        rows.push(given(Kind::Deb, Arch::Aarch64, "0.3.0", false));
        assert_eq!(stranded(&rows), "", "newer than needed, and by hand");
        for row in &mut rows {
            row.withdrawn_at = Some(1);
        }
        assert_eq!(stranded(&rows), "Linux aarch64 Linux x86_64", "taken back");
        let unserved = Cover::of(&rows, &Version::new(0, 2, 0)).unserved;
        assert_eq!(unserved, ["Android", "iOS", "Windows", "macOS"]);
        assert_eq!(stranded(&[]), "Android iOS Windows macOS Linux");
    }

    #[test]
    fn a_file_for_every_processor_is_followed_by_one_for_each() {
        let mut rows = vec![
            given(Kind::Dmg, Arch::Universal, "0.1.0", false),
            given(Kind::Dmg, Arch::Aarch64, "0.2.0", false),
        ];
        assert_eq!(stranded(&rows), "macOS x86_64");
        rows.push(given(Kind::App, Arch::X86_64, "0.2.0", false));
        assert_eq!(stranded(&rows), "macOS x86_64", "unsigned: nobody gets it");
        rows.push(given(Kind::App, Arch::X86_64, "0.2.0", true));
        assert_eq!(stranded(&rows), "", "it replaces the app in place");
    }
}
