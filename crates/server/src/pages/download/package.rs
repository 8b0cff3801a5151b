//! What an `.ipa` says of itself; the install manifest must repeat it, or iOS refuses.

use std::fs::File;
use std::io::{Cursor, Read};
use std::path::Path;

use serde::Deserialize;
use zip::ZipArchive;

/// An `Info.plist` is a few kB; a file that claims more is not one.
const LARGEST: u64 = 1 << 20;

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Package {
    #[serde(rename = "CFBundleIdentifier")]
    pub(crate) identifier: String,
    #[serde(rename = "CFBundleShortVersionString")]
    pub(crate) version: String,
    #[serde(rename = "CFBundleName")]
    pub(crate) title: String,
}

impl Package {
    /// `None`, with the reason in the log, when the file is no app.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        read(path)
            .inspect_err(|error| {
                tracing::warn!(path = %path.display(), %error, "no app inside this .ipa");
            })
            .ok()
    }
}

fn read(path: &Path) -> anyhow::Result<Package> {
    let mut archive = ZipArchive::new(File::open(path)?)?;
    let name = archive
        .file_names()
        .find(|name| is_info(name))
        .map(str::to_owned)
        .ok_or_else(|| anyhow::anyhow!("no Payload/*.app/Info.plist"))?;
    let mut text = Vec::new();
    archive
        .by_name(&name)?
        .take(LARGEST)
        .read_to_end(&mut text)?;
    Ok(plist::from_reader(Cursor::new(text))?)
}

/// `Payload/<one folder>.app/Info.plist`, not the one of a framework further down.
fn is_info(name: &str) -> bool {
    let parts: Vec<&str> = name.split('/').collect();
    matches!(parts.as_slice(), ["Payload", app, "Info.plist"] if app.ends_with(".app"))
}

#[cfg(test)]
pub(crate) mod tests {
    use std::io::Write;
    use std::path::Path;

    use super::Package;

    /// An `.ipa` with nothing but its `Info.plist` and one of a framework.
    pub(crate) fn write_ipa(path: &Path) {
        let info = |identifier: &str| {
            format!(
                r#"<?xml version="1.0" encoding="UTF-8"?><plist version="1.0"><dict><key>CFBundleIdentifier</key><string>{identifier}</string><key>CFBundleShortVersionString</key><string>0.1.0</string><key>CFBundleName</key><string>Menhu &amp; Co</string></dict></plist>"#
            )
        };
        let mut zip = zip::ZipWriter::new(std::fs::File::create(path).expect("created"));
        let plain = zip::write::SimpleFileOptions::default();
        for (name, identifier) in [
            ("Payload/Menhu.app/Frameworks/X.framework/Info.plist", "x.y"),
            ("Payload/Menhu.app/Info.plist", "cn.menhu.app"),
        ] {
            zip.start_file(name, plain).expect("started");
            zip.write_all(info(identifier).as_bytes()).expect("written");
        }
        zip.finish().expect("finished");
    }

    #[test]
    fn an_app_is_read_out_of_its_own_package() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("menhu.ipa");
        write_ipa(&path);
        let package = Package::of(&path).expect("an app");
        assert_eq!(package.identifier, "cn.menhu.app");
        assert_eq!(package.version, "0.1.0");
    }

    #[test]
    fn a_file_that_is_no_app_is_none() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("menhu.ipa");
        std::fs::write(&path, "no zip").expect("written");
        assert_eq!(Package::of(&path), None);
    }
}
