//! The campus's own build of the app, as Android and Apple name it: with it its links open the app.

use anyhow::ensure;
use serde::Deserialize;

/// Bytes of a SHA-256, as the stores print it: two hexadecimal digits each, colons between.
const FINGERPRINT: usize = 32;

/// Characters of Apple's team id.
const TEAM: usize = 10;

/// Empty for a campus without a build of its own.
#[derive(Clone, Debug, Default)]
pub struct AppConfig {
    pub android: Option<AndroidApp>,
    /// `TEAM123456.cn.edu.example.menhu`
    pub apple: Option<String>,
}

#[derive(Clone, Debug)]
pub struct AndroidApp {
    /// `cn.edu.example.menhu`
    pub id: String,
    /// SHA-256 of the certificates it is signed with: `AB:CD:…`, 32 bytes.
    pub certificates: Vec<String>,
}

/// The table `[app]` as it is written.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct WrittenApp {
    android: Option<String>,
    android_certificates: Vec<String>,
    apple: Option<String>,
}

impl WrittenApp {
    pub(super) fn check(self) -> anyhow::Result<AppConfig> {
        for certificate in &self.android_certificates {
            ensure!(
                is_fingerprint(certificate),
                "app.android_certificates: `{certificate}` is not the SHA-256 of a certificate, AB:CD:… of {FINGERPRINT} bytes; `apksigner verify --print-certs` or `keytool -list -v` prints it"
            );
        }
        ensure!(
            self.android.is_some() != self.android_certificates.is_empty(),
            "app: android and android_certificates belong together"
        );
        if let Some(id) = &self.android {
            ensure!(
                is_identifier(id),
                "app.android: `{id}` is not an application id, such as cn.edu.example.menhu"
            );
        }
        if let Some(id) = &self.apple {
            let parts = id.split_once('.');
            ensure!(
                parts.is_some_and(|(team, id)| is_team(team) && is_identifier(id)),
                "app.apple: `{id}` is not TEAMID.IDENTIFIER, such as ABCDE12345.cn.edu.example.menhu"
            );
        }
        let certificates = self.android_certificates;
        Ok(AppConfig {
            android: self.android.map(|id| AndroidApp {
                id,
                // As Google's own files have it.
                certificates: certificates
                    .iter()
                    .map(|one| one.to_ascii_uppercase())
                    .collect(),
            }),
            apple: self.apple,
        })
    }
}

fn is_fingerprint(text: &str) -> bool {
    let is_byte = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_hexdigit());
    text.split(':').count() == FINGERPRINT && text.split(':').all(is_byte)
}

fn is_team(text: &str) -> bool {
    text.len() == TEAM && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

fn is_identifier(text: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
    };
    text.contains('.') && text.split('.').all(is_part)
}

#[cfg(test)]
mod tests {
    use super::{FINGERPRINT, WrittenApp};

    fn check(text: &str) -> Result<super::AppConfig, String> {
        let written: WrittenApp = toml::from_str(text).map_err(|error| error.to_string())?;
        written.check().map_err(|error| error.to_string())
    }

    fn certificate() -> String {
        ["aB"; FINGERPRINT].join(":")
    }

    #[test]
    fn no_build_of_its_own_is_no_mistake() {
        let app = check("").expect("read");
        assert!(app.android.is_none() && app.apple.is_none());
    }

    #[test]
    fn both_builds_are_read_and_the_certificate_is_written_as_google_does() {
        let text = format!(
            "android = \"cn.edu.example.menhu\"\nandroid_certificates = [\"{}\"]\napple = \"ABCDE12345.cn.edu.example.menhu\"",
            certificate()
        );
        let app = check(&text).expect("read");
        let android = app.android.expect("android");
        assert!(android.certificates[0].starts_with("AB:AB:"));
        assert_eq!(
            app.apple.as_deref(),
            Some("ABCDE12345.cn.edu.example.menhu")
        );
    }

    #[test]
    fn what_no_store_would_take_is_refused_by_name() {
        let short = &certificate()[3..];
        for (text, field) in [
            ("android = \"cn.edu.example\"".to_owned(), "belong together"),
            (
                format!("android_certificates = [\"{}\"]", certificate()),
                "belong together",
            ),
            (
                format!("android = \"cn.x\"\nandroid_certificates = [\"{short}\"]"),
                "android_certificates",
            ),
            (
                format!(
                    "android = \"menhu\"\nandroid_certificates = [\"{}\"]",
                    certificate()
                ),
                "app.android",
            ),
            ("apple = \"cn.edu.example.menhu\"".to_owned(), "app.apple"),
        ] {
            let error = check(&text).expect_err(&text);
            assert!(error.contains(field), "{error}");
        }
    }
}
