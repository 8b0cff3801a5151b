//! The package itself, as Debian's own programs read it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use menhu_tests::process::binary;

use super::root::{said, text};

/// The package that `cargo xtask` made of the program these tests run beside.
///
/// # Errors
/// When it is not made yet.
pub fn made() -> Result<PathBuf> {
    let program = binary("menhu")?;
    let target = program.ancestors().nth(2).context("no target directory")?;
    let folder = target.join("deb/debug/bundle/deb");
    let made = std::fs::read_dir(&folder)
        .with_context(|| format!("{}: run `cargo xtask test platforms`", folder.display()))?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .find(|path| path.extension().is_some_and(|end| end == "deb"));
    made.with_context(|| format!("no package in {}", folder.display()))
}

fn field(package: &Path, name: &str) -> Result<String> {
    let field = said(
        Command::new("dpkg-deb")
            .arg("--field")
            .arg(package)
            .arg(name),
    )?;
    Ok(field.trim().to_owned())
}

#[test]
fn the_package_says_in_both_languages_what_it_is_and_asks_for_what_it_needs() -> Result<()> {
    let package = made()?;
    assert_eq!(field(&package, "Package")?, "menhu");
    assert_eq!(field(&package, "Section")?, "education");
    assert_eq!(field(&package, "Version")?, env!("CARGO_PKG_VERSION"));
    assert_ne!(field(&package, "Maintainer")?, "");
    let description = field(&package, "Description")?;
    assert!(
        description.contains("一个应用连上您的学校"),
        "{description}"
    );
    assert!(
        description.contains("One app for any campus"),
        "{description}"
    );
    let depends = field(&package, "Depends")?;
    for needed in [
        "libwebkit2gtk-4.1-0",
        "libgtk-3-0",
        "libayatana-appindicator3-1",
        // Without the system's roots no campus can prove who it is.
        "ca-certificates",
        "xdg-utils",
        "desktop-file-utils",
    ] {
        assert!(depends.contains(needed), "{depends}");
    }
    // Without a keychain the app still runs, and says that it will not remember.
    assert!(!depends.contains("keyring"), "{depends}");
    let recommends = field(&package, "Recommends")?;
    assert!(recommends.contains("gnome-keyring"), "{recommends}");
    assert!(recommends.contains("fonts-noto-cjk"), "{recommends}");
    // Asks for the password when the app is to replace itself.
    assert!(recommends.contains("pkexec"), "{recommends}");
    // Nothing of ours runs as root when the package comes or goes.
    let control = said(Command::new("dpkg-deb").arg("--info").arg(&package))?;
    for script in ["preinst", "postinst", "prerm", "postrm"] {
        assert!(!control.contains(script), "{control}");
    }
    Ok(())
}

#[test]
fn its_files_belong_to_root_and_lie_where_debian_wants_them() -> Result<()> {
    let listed = said(Command::new("dpkg-deb").arg("--contents").arg(made()?))?;
    let mut files = Vec::new();
    for line in listed.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let (mode, owner, path) = (words[0], words[1], words[words.len() - 1]);
        assert_eq!(owner, "0/0", "{line}");
        assert_eq!(
            mode.get(5..6).zip(mode.get(8..9)),
            Some(("-", "-")),
            "{line}"
        );
        if !mode.starts_with('d') {
            files.push(path.trim_start_matches('.').trim_start_matches('/'));
        }
    }
    for wanted in [
        "usr/bin/menhu",
        "usr/share/applications/menhu.desktop",
        "usr/share/doc/menhu/copyright",
        "usr/share/icons/hicolor/128x128/apps/menhu.png",
    ] {
        assert!(files.contains(&wanted), "{wanted} in {files:?}");
    }
    let homes = [
        "usr/bin/menhu",
        "usr/share/applications/menhu.desktop",
        "usr/share/doc/menhu/",
        "usr/share/icons/hicolor/",
    ];
    let strays: Vec<_> = files
        .iter()
        .filter(|file| !homes.iter().any(|home| file.starts_with(home)))
        .collect();
    assert!(strays.is_empty(), "{strays:?}");
    Ok(())
}

#[test]
fn its_entry_in_the_menu_is_valid_speaks_chinese_and_takes_our_links() -> Result<()> {
    let scratch = tempfile::tempdir()?;
    said(
        Command::new("dpkg-deb")
            .arg("--extract")
            .arg(made()?)
            .arg(scratch.path()),
    )?;
    let entry = scratch.path().join("usr/share/applications/menhu.desktop");
    let complaints = said(Command::new("desktop-file-validate").arg(text(&entry)?))?;
    ensure!(complaints.trim().is_empty(), "{complaints}");
    let entry = std::fs::read_to_string(entry)?;
    for line in [
        "Name=Menhu",
        "Name[zh_CN]=门户",
        "Exec=menhu %u",
        "Icon=menhu",
        "Categories=Education;",
        "MimeType=x-scheme-handler/menhu;",
    ] {
        assert!(entry.lines().any(|own| own == line), "{line} in\n{entry}");
    }
    let licence = std::fs::read_to_string(scratch.path().join("usr/share/doc/menhu/copyright"))?;
    assert!(licence.contains("License: MIT or Apache-2.0"), "{licence}");
    Ok(())
}
