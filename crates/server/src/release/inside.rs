//! What an installer says of itself: its version and for which processors it is.
//!
//! An `.ipa` and a `.deb` tell both, an `.apk` and an `.AppImage` their processors. An `.apk`'s version
//! stands in Android's binary XML, and those of the rest in formats of their makers: for them the name the
//! bundler gave counts, or what the IT office says.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;
use menhu_protocol::api::release::Arch;
use zip::ZipArchive;

use super::{Kind, version_of};
use crate::pages::Package;

/// The `control` file of a package is a few hundred bytes.
const CONTROL_LARGEST: u64 = 1 << 16;
/// What may come before it of the archive it is in, unpacked: scripts, and a line for each file of the
/// package. A few kilobytes that unpack to terabytes are not read to their end.
const CONTROL_ARCHIVE_LARGEST: u64 = 1 << 24;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Inside {
    pub(super) version: Option<String>,
    pub(super) arch: Option<Arch>,
}

/// What stands in the file. What cannot be read is not there.
pub(super) fn inside(path: &Path, kind: Kind) -> Inside {
    match kind {
        Kind::Ipa => Inside {
            version: Package::of(path).map(|package| package.version),
            arch: Some(Arch::Universal),
        },
        Kind::Apk => Inside {
            version: None,
            arch: apk_arch(path),
        },
        Kind::Deb => deb(path).unwrap_or_default(),
        Kind::AppImage => Inside {
            version: None,
            arch: elf_arch(path),
        },
        Kind::Exe | Kind::Msi | Kind::Dmg | Kind::App => Inside::default(),
    }
}

/// What the name says, as Tauri's bundler writes it: `menhu_0.2.0_x64-setup.exe`.
pub(super) fn named(name: &str, kind: Kind) -> Inside {
    let stem = name
        .get(..name.len().saturating_sub(kind.extension().len() + 1))
        .unwrap_or_default();
    // Names that hold what parts the words.
    let stem = stem.replace("x86_64", "x64").replace("arm64-v8a", "arm64");
    let stem = stem.replace("armeabi-v7a", "armv7");
    let words: Vec<_> = stem.split(['_', '-', ' ']).collect();
    Inside {
        version: words
            .iter()
            .find(|word| version_of(word).is_some())
            .map(|word| (*word).to_owned()),
        arch: words.iter().find_map(|word| arch_named(word)),
    }
}

/// A processor by any of the names its makers and packagers use.
fn arch_named(text: &str) -> Option<Arch> {
    match text.to_ascii_lowercase().as_str() {
        "x64" | "amd64" | "x86_64" => Some(Arch::X86_64),
        "arm64" | "aarch64" | "arm64-v8a" => Some(Arch::Aarch64),
        "armhf" | "armv7" | "armeabi-v7a" => Some(Arch::Armv7),
        "x86" | "i386" | "i686" => Some(Arch::I686),
        "all" | "universal" => Some(Arch::Universal),
        _ => None,
    }
}

/// `lib/arm64-v8a/…`: one processor, or several.
fn apk_arch(path: &Path) -> Option<Arch> {
    let archive = ZipArchive::new(File::open(path).ok()?).ok()?;
    let mut folders: Vec<_> = archive
        .file_names()
        .filter_map(|name| name.strip_prefix("lib/")?.split_once('/'))
        .map(|(folder, _)| folder)
        .collect();
    folders.sort_unstable();
    folders.dedup();
    match folders[..] {
        [] => None,
        [one] => arch_named(one),
        _ => Some(Arch::Universal),
    }
}

/// `e_machine` of an ELF file (System V ABI, "ELF header"), little endian.
fn elf_arch(path: &Path) -> Option<Arch> {
    let mut head = [0; 20];
    File::open(path).ok()?.read_exact(&mut head).ok()?;
    if !head.starts_with(b"\x7fELF") {
        return None;
    }
    match u16::from_le_bytes([head[18], head[19]]) {
        3 => Some(Arch::I686),
        40 => Some(Arch::Armv7),
        62 => Some(Arch::X86_64),
        183 => Some(Arch::Aarch64),
        _ => None,
    }
}

/// `Version:` and `Architecture:` of a Debian package (deb(5), deb-control(5)).
fn deb(path: &Path) -> Option<Inside> {
    let mut archive = ar::Archive::new(File::open(path).ok()?);
    while let Some(Ok(entry)) = archive.next_entry() {
        let name = String::from_utf8_lossy(entry.header().identifier()).into_owned();
        if name.trim_end_matches('/') == "control.tar.gz" {
            return control(GzDecoder::new(entry));
        }
    }
    None
}

fn control(tar: impl Read) -> Option<Inside> {
    let tar = tar.take(CONTROL_ARCHIVE_LARGEST);
    for entry in tar::Archive::new(tar).entries().ok()? {
        let entry = entry.ok()?;
        if entry.path().ok()?.file_name()? != "control" {
            continue;
        }
        let mut text = String::new();
        entry.take(CONTROL_LARGEST).read_to_string(&mut text).ok()?;
        let field = |name: &str| {
            text.lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))
                .map(|value| value.trim().to_owned())
        };
        return Some(Inside {
            version: field("Version"),
            arch: field("Architecture").as_deref().and_then(arch_named),
        });
    }
    None
}

#[cfg(test)]
pub(crate) mod tests {
    use std::io::{Read, Write as _};
    use std::path::Path;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use menhu_protocol::api::release::Arch;

    use super::{CONTROL_ARCHIVE_LARGEST, Inside, inside, named};
    use crate::release::Kind;

    /// A package with nothing but its `control` file.
    pub(crate) fn write_deb(path: &Path, version: &str) {
        write_deb_behind(path, version, 0);
    }

    /// With that many bytes of another file before it.
    fn write_deb_behind(path: &Path, version: &str, bytes: u64) {
        let control = format!("Package: menhu\nVersion: {version}\nArchitecture: amd64\n");
        let mut tar = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
        let mut append = |name: &str, size: u64, body: &mut dyn Read| {
            let mut header = tar::Header::new_gnu();
            header.set_size(size);
            header.set_mode(0o644);
            tar.append_data(&mut header, name, body).expect("appended");
        };
        if bytes > 0 {
            append("./md5sums", bytes, &mut std::io::repeat(0).take(bytes));
        }
        let size = control.len() as u64;
        append("./control", size, &mut control.as_bytes());
        let tar = tar.into_inner().and_then(GzEncoder::finish).expect("gz");
        let mut deb = ar::Builder::new(std::fs::File::create(path).expect("created"));
        for (name, body) in [
            ("debian-binary", b"2.0\n".as_slice()),
            ("control.tar.gz", &tar),
        ] {
            let header = ar::Header::new(name.into(), body.len() as u64);
            deb.append(&header, body).expect("appended");
        }
    }

    fn write_apk(path: &Path, folders: &[&str]) {
        let mut zip = zip::ZipWriter::new(std::fs::File::create(path).expect("created"));
        let plain = zip::write::SimpleFileOptions::default();
        for folder in folders {
            zip.start_file(format!("lib/{folder}/libmenhu_lib.so"), plain)
                .expect("started");
            zip.write_all(b"so").expect("written");
        }
        zip.finish().expect("finished");
    }

    #[test]
    fn a_debian_package_says_version_and_processor() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("x.deb");
        write_deb(&path, "0.2.0");
        assert_eq!(
            inside(&path, Kind::Deb),
            Inside {
                version: Some("0.2.0".into()),
                arch: Some(Arch::X86_64)
            }
        );
    }

    #[test]
    fn a_debian_package_is_not_unpacked_without_end() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("x.deb");
        write_deb_behind(&path, "0.2.0", 1 << 20);
        assert!(inside(&path, Kind::Deb).version.is_some(), "a long list");
        write_deb_behind(&path, "0.2.0", CONTROL_ARCHIVE_LARGEST);
        assert_eq!(inside(&path, Kind::Deb), Inside::default());
    }

    #[test]
    fn an_android_package_is_for_the_processors_of_its_libraries() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("x.apk");
        for (folders, arch) in [
            (&["arm64-v8a"] as &[&str], Some(Arch::Aarch64)),
            (&["armeabi-v7a"], Some(Arch::Armv7)),
            (
                &["arm64-v8a", "armeabi-v7a", "x86_64"],
                Some(Arch::Universal),
            ),
            (&[], None),
        ] {
            write_apk(&path, folders);
            assert_eq!(inside(&path, Kind::Apk).arch, arch, "{folders:?}");
        }
    }

    #[test]
    fn what_is_no_package_says_nothing() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("x");
        std::fs::write(&path, "no package").expect("written");
        for kind in [Kind::Apk, Kind::Deb, Kind::AppImage, Kind::Exe] {
            assert_eq!(inside(&path, kind), Inside::default(), "{kind:?}");
        }
    }

    #[test]
    fn the_bundler_s_names_are_understood() {
        for (name, kind, version, arch) in [
            (
                "menhu_0.2.0_x64-setup.exe",
                Kind::Exe,
                Some("0.2.0"),
                Some(Arch::X86_64),
            ),
            (
                "menhu_0.2.0_arm64_zh-CN.msi",
                Kind::Msi,
                Some("0.2.0"),
                Some(Arch::Aarch64),
            ),
            (
                "menhu_0.2.0_aarch64.dmg",
                Kind::Dmg,
                Some("0.2.0"),
                Some(Arch::Aarch64),
            ),
            (
                "menhu_0.2.0_x86_64.AppImage",
                Kind::AppImage,
                Some("0.2.0"),
                Some(Arch::X86_64),
            ),
            (
                "menhu-0.2.0-armeabi-v7a.apk",
                Kind::Apk,
                Some("0.2.0"),
                Some(Arch::Armv7),
            ),
            ("menhu.app.tar.gz", Kind::App, None, None),
            (
                "app-universal-release.apk",
                Kind::Apk,
                None,
                Some(Arch::Universal),
            ),
            ("门户 0.2.0.exe", Kind::Exe, Some("0.2.0"), None),
        ] {
            let said = named(name, kind);
            assert_eq!(
                (said.version.as_deref(), said.arch),
                (version, arch),
                "{name}"
            );
        }
    }
}
