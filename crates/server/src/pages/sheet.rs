//! The style sheet and the script of all pages. One file each, named after its own content.

use std::collections::BTreeSet;

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use menhu_words::TOKENS_CSS;
use menhu_words::accent::{Row, readable};
use sha2::{Digest, Sha256};

use super::Portal;
use super::guard::Refused;
use crate::config::SystemConfig;

const PORTAL_CSS: &str = include_str!("../../assets/portal.css");
/// Inline, because it is small; the policy allows exactly this text.
pub(crate) const SCRIPT: &str = include_str!("../../assets/portal.js");

/// The name changes with the content, so a browser may keep the file for ever (one year is the most
/// that RFC 9111 caches honour in practice).
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

pub(crate) struct Sheet {
    css: String,
    name: String,
    policy: String,
}

impl Sheet {
    /// The tokens in the campus's colour; without a readable one the default stands. A sign-in may end at
    /// one of the campus's systems: browsers hold the redirects behind a form to `form-action` too.
    pub(crate) fn of(accent: &str, systems: &[SystemConfig]) -> Self {
        let colours: String = [
            ("light", Row::Light),
            ("light-elder", Row::LightElder),
            ("dark", Row::Dark),
            ("dark-elder", Row::DarkElder),
        ]
        .into_iter()
        .filter_map(|(name, row)| Some(format!("--campus-{name}:{};", readable(accent, row)?)))
        .collect();
        let css = format!(":root{{{colours}}}\n{TOKENS_CSS}\n{PORTAL_CSS}");
        let digest = hex::encode(Sha256::digest(&css));
        let script = BASE64_STANDARD.encode(Sha256::digest(SCRIPT));
        let ends: BTreeSet<String> = systems
            .iter()
            .map(|system| format!(" {}", system.url.origin().ascii_serialization()))
            .collect();
        let ends = String::from_iter(ends);
        Self {
            name: format!("portal-{}.css", &digest[..16]),
            css,
            policy: format!(
                "default-src 'none'; style-src 'self'; img-src 'self' data:; \
                 script-src 'sha256-{script}'; form-action 'self'{ends}; base-uri 'none'; \
                 frame-ancestors 'none'"
            ),
        }
    }

    /// Path of the style sheet.
    pub(crate) fn path(&self) -> String {
        format!("/assets/{}", self.name)
    }

    /// The `Content-Security-Policy` of every page.
    pub(crate) fn policy(&self) -> &str {
        &self.policy
    }
}

pub(crate) async fn serve(
    State(portal): State<Portal>,
    Path(name): Path<String>,
) -> Result<Response, Refused> {
    if name != portal.sheet.name {
        return Err(Refused::not_found());
    }
    Ok((
        [
            (
                header::CONTENT_TYPE,
                HeaderValue::from_static("text/css; charset=utf-8"),
            ),
            (header::CACHE_CONTROL, FOR_EVER),
        ],
        portal.sheet.css.clone(),
    )
        .into_response())
}

#[cfg(test)]
mod tests {
    use super::Sheet;

    #[test]
    fn the_sheet_carries_the_campus_colour_in_all_four_rows() {
        let sheet = Sheet::of("#E60012", &[]);
        for row in ["light", "light-elder", "dark", "dark-elder"] {
            assert!(sheet.css.contains(&format!("--campus-{row}:#")), "{row}");
        }
        assert_ne!(sheet.path(), Sheet::of("#1F5FA8", &[]).path());
    }

    #[test]
    fn without_a_colour_the_default_stands() {
        let sheet = Sheet::of("no colour", &[]);
        assert!(sheet.css.starts_with(":root{}"));
    }
}
