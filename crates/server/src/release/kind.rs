//! The files people install an app from.

use menhu_protocol::api::release::Bundle;
use menhu_protocol::ipc::System;

/// What an installer is, known by the end of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Apk,
    Ipa,
    /// NSIS
    Exe,
    Msi,
    Dmg,
    /// `.app.tar.gz`: what a Mac's app is replaced with; nobody installs from it by hand.
    App,
    Deb,
    AppImage,
}

impl Kind {
    pub const ALL: &'static [Self] = &[
        Self::Apk,
        Self::Ipa,
        Self::Exe,
        Self::Msi,
        Self::Dmg,
        Self::App,
        Self::Deb,
        Self::AppImage,
    ];

    /// The end of a file's name, and the kind's name in the books less the dots.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Apk => "apk",
            Self::Ipa => "ipa",
            Self::Exe => "exe",
            Self::Msi => "msi",
            Self::Dmg => "dmg",
            Self::App => "app.tar.gz",
            Self::Deb => "deb",
            Self::AppImage => "AppImage",
        }
    }

    /// By the end of a file's name.
    pub fn of(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        Self::ALL.iter().copied().find(|kind| {
            let end = kind.extension().to_ascii_lowercase();
            name.strip_suffix(&end)
                .is_some_and(|stem| stem.ends_with('.'))
        })
    }

    /// The name in the books.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::AppImage => "appimage",
            _ => self.extension(),
        }
    }

    pub fn named(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == text)
    }

    pub fn system(self) -> System {
        match self {
            Self::Apk => System::Android,
            Self::Ipa => System::Ios,
            Self::Exe | Self::Msi => System::Windows,
            Self::Dmg | Self::App => System::Macos,
            Self::Deb | Self::AppImage => System::Linux,
        }
    }

    /// Whether people install from it by hand.
    pub fn is_for_people(self) -> bool {
        self != Self::App
    }

    /// What replaces an app that was installed in this way (tauri-plugin-updater: what it does not know, it
    /// takes for an AppImage on Linux and for NSIS on Windows).
    pub fn in_place(system: System, bundle: Bundle) -> Option<Self> {
        match (system, bundle) {
            (System::Linux, Bundle::Deb) => Some(Self::Deb),
            (System::Linux, Bundle::AppImage | Bundle::Unknown) => Some(Self::AppImage),
            (System::Windows, Bundle::Msi) => Some(Self::Msi),
            (System::Windows, Bundle::Nsis | Bundle::Unknown) => Some(Self::Exe),
            (System::Macos, _) => Some(Self::App),
            _ => None,
        }
    }

    /// Android opens a file by this, not by its name.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Apk => "application/vnd.android.package-archive",
            Self::Dmg => "application/x-apple-diskimage",
            Self::Deb => "application/vnd.debian.binary-package",
            Self::App => "application/gzip",
            Self::Ipa | Self::Exe | Self::Msi | Self::AppImage => "application/octet-stream",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn a_file_is_known_by_its_end() {
        for (name, kind) in [
            ("menhu.apk", Some(Kind::Apk)),
            ("门户 0.2.0.EXE", Some(Kind::Exe)),
            ("menhu_0.2.0_amd64.AppImage", Some(Kind::AppImage)),
            ("Menhu.app.tar.gz", Some(Kind::App)),
            ("notes.tar.gz", None),
            ("apk", None),
            ("README.txt", None),
        ] {
            assert_eq!(Kind::of(name), kind, "{name}");
        }
        for kind in Kind::ALL {
            assert_eq!(Kind::named(kind.as_str()), Some(*kind));
        }
    }
}
