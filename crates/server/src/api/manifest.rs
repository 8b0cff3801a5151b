//! `/.well-known/menhu` and the campus's logo.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
use menhu_protocol::{Code, Manifest, Module, Requirement, TextKind, TextRef, WELL_KNOWN};

use super::Refusal;
use crate::{Campus, Config};

const LOGO: &str = "/logo";

pub(super) fn routes() -> Router<Campus> {
    Router::new()
        .route(WELL_KNOWN, get(manifest))
        .route(LOGO, get(logo))
}

/// Path of a text below the origin.
pub(super) fn text_path(kind: TextKind) -> Option<&'static str> {
    match kind {
        TextKind::Terms => Some("terms"),
        TextKind::Privacy => Some("privacy"),
        TextKind::Other => None,
    }
}

fn manifest_of(config: &Config, require: Option<Requirement>) -> Manifest {
    let texts = [TextKind::Terms, TextKind::Privacy]
        .into_iter()
        .filter_map(|kind| {
            let text = config.text(kind)?;
            Some(TextRef {
                kind,
                version: text.version.clone(),
                path: format!("/texts/{}", text_path(kind)?),
            })
        })
        .collect();
    let campus = &config.campus;
    Manifest {
        menhu: Manifest::VERSION,
        campus: campus.slug.clone(),
        name: campus.name.clone(),
        origin: config.origin.clone(),
        accent: campus.accent.clone(),
        logo: campus.logo.as_ref().map(|_| LOGO.to_owned()),
        texts,
        modules: Module::BUILT.to_vec(),
        least_app: campus.least_app.clone(),
        require,
        desk: campus.desk.clone(),
        filing: campus.filing.clone(),
    }
}

async fn manifest(State(campus): State<Campus>) -> Response {
    // Books in trouble must not keep anybody from finding the campus.
    let require = campus.books.requirement().await.unwrap_or_else(|error| {
        tracing::error!(%error, "the manifest goes out without the least version");
        None
    });
    let manifest = Json(manifest_of(&campus.config, require));
    // Fresh for who asks: a new version of a text must be seen at the next start.
    ([(header::CACHE_CONTROL, "no-cache")], manifest).into_response()
}

async fn logo(State(campus): State<Campus>) -> Result<Response, Refusal> {
    let missing = || Refusal(Code::NotFound.into());
    let path = campus.config.campus.logo.as_ref().ok_or_else(missing)?;
    let body = tokio::fs::read(path).await.map_err(|_| missing())?;
    let svg = path
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("svg"));
    let media = if svg { "image/svg+xml" } else { "image/png" };
    let headers = [
        (header::CONTENT_TYPE, media),
        (header::CACHE_CONTROL, "max-age=3600"),
        // An SVG opened by itself must not run anything.
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    Ok((headers, body).into_response())
}
