//! Newer versions of the app, for every system. The request says which build is wanted and nothing of who
//! asks.

use serde::{Deserialize, Serialize};

use super::calls;
use crate::ipc::System;
use crate::{Localized, Millis};

/// What is the newest version the campus gives out for such a device?
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Latest {
    pub system: System,
    pub arch: Arch,
    pub bundle: Bundle,
}

/// The answer. A struct and not the release itself, so that more can be said later.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Newest {
    /// `None`: the campus gives out nothing for such a device.
    pub release: Option<Release>,
}

/// One version of the app as the campus gives it out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// `major.minor.patch`
    pub version: String,
    pub bytes: u64,
    /// What is new, one point a line; may be empty.
    pub notes: Localized,
    pub added_at: Millis,
    /// What it is installed from in place; `None`: nothing of the kind that was asked for is signed.
    pub signed: Option<SignedFile>,
}

calls! { None:
    Latest "/v1/release/latest" -> Newest;
}

/// The file an app is replaced from: the release's `bytes` are its size, and the signature binds it to the
/// release's `version`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedFile {
    /// Absolute address below the campus's origin.
    pub url: String,
    /// Content of the `.sig` file the bundler writes.
    pub signature: String,
    /// Lower case hex.
    pub sha256: String,
}

macro_rules! names {
    ($(#[$doc:meta])* $name:ident else $other:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $text)] $variant,)+
            #[default]
            #[serde(other, rename = "unknown")]
            $other,
        }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name on the wire and in the books.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ Self::$other => "unknown" }
            }

            /// What no build of ours is called is unknown.
            pub fn named(text: &str) -> Self {
                Self::ALL.iter().copied().find(|one| one.as_str() == text).unwrap_or_default()
            }
        }
    };
}

names! {
    /// A processor, as Tauri's updater names it.
    Arch else Other {
        X86_64 = "x86_64",
        Aarch64 = "aarch64",
        Armv7 = "armv7",
        I686 = "i686",
        /// Runs on all processors of its system.
        Universal = "universal",
    }
}

impl Arch {
    /// The processor this program was compiled for.
    pub fn here() -> Self {
        match std::env::consts::ARCH {
            "x86_64" => Self::X86_64,
            "aarch64" => Self::Aarch64,
            "arm" => Self::Armv7,
            "x86" => Self::I686,
            _ => Self::Other,
        }
    }
}

names! {
    /// How an app was installed, and so what can replace it in place; Tauri's names.
    Bundle else Unknown {
        AppImage = "appimage",
        Deb = "deb",
        Rpm = "rpm",
        Msi = "msi",
        Nsis = "nsis",
        App = "app",
    }
}

#[cfg(test)]
mod tests {
    use super::{Arch, Bundle, Latest};
    use crate::ipc::System;

    #[test]
    fn nobody_says_who_asks() {
        let latest = Latest {
            system: System::Linux,
            arch: Arch::X86_64,
            bundle: Bundle::Deb,
        };
        assert_eq!(
            serde_json::to_string(&latest).expect("json"),
            r#"{"system":"linux","arch":"x86_64","bundle":"deb"}"#
        );
    }

    #[test]
    fn what_a_newer_app_is_called_is_unknown_not_an_error() {
        let latest: Latest =
            serde_json::from_str(r#"{"system":"linux","arch":"quantum","bundle":"flatpak"}"#)
                .expect("read");
        assert_eq!((latest.arch, latest.bundle), (Arch::Other, Bundle::Unknown));
        assert_eq!(Arch::named("quantum"), Arch::Other);
        assert_eq!(Bundle::named("deb"), Bundle::Deb);
    }
}
