//! The page's files, under the same content security policy as in the real window.

use std::path::PathBuf;

use anyhow::{Context, Result};
use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use serde_json::Value;
use tower_http::services::{ServeDir, ServeFile};
use tower_http::set_header::SetResponseHeaderLayer;

/// The shell's own settings: the policy is written once.
const SHELL: &str = include_str!("../../../tauri.conf.json");

/// `dist/`; addresses of the page itself (`/home`) answer `index.html`.
pub fn routes(dist: PathBuf) -> Result<Router> {
    let files = ServeDir::new(&dist).fallback(ServeFile::new(dist.join("index.html")));
    Ok(Router::new()
        .fallback_service(files)
        .layer(SetResponseHeaderLayer::overriding(
            CONTENT_SECURITY_POLICY,
            HeaderValue::from_str(&policy(SHELL)?)?,
        ))
        // A page that was just built is the page one sees.
        .layer(SetResponseHeaderLayer::overriding(
            CACHE_CONTROL,
            HeaderValue::from_static("no-store"),
        )))
}

/// The policy of `tauri.conf.json` as a header.
fn policy(settings: &str) -> Result<String> {
    let settings: Value = serde_json::from_str(settings)?;
    let directives = settings
        .pointer("/app/security/csp")
        .and_then(Value::as_object)
        .context("tauri.conf.json has no policy")?;
    let directives: Option<Vec<String>> = directives
        .iter()
        .map(|(name, sources)| Some(format!("{name} {}", sources.as_str()?)))
        .collect();
    Ok(directives
        .context("a directive of the policy is no text")?
        .join("; "))
}

#[cfg(test)]
mod tests {
    use super::{SHELL, policy};

    #[test]
    fn the_page_lives_under_the_windows_own_policy() {
        let policy = policy(SHELL).expect("policy");
        assert!(policy.contains("default-src 'self'"));
        assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval'"));
        assert!(policy.contains("frame-src 'none'"));
        assert!(!policy.contains("'unsafe-eval'"));
    }
}
