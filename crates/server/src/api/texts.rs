//! `/texts/terms` and `/texts/privacy`: the campus's own texts as plain text, one paragraph a line.
//! `?lang=en` chooses the language, `?from=VERSION` gives only what changed since that version.

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use menhu_protocol::{Code, TextKind};
use menhu_words::Tongue;
use serde::Deserialize;

use super::Refusal;
use super::manifest::text_path;
use crate::{Campus, Config};

pub(super) fn routes() -> Router<Campus> {
    Router::new().route("/texts/{kind}", get(text))
}

#[derive(Deserialize)]
struct Wish {
    lang: Option<String>,
    from: Option<String>,
}

/// What changed in a text after a version: one point a line, oldest first.
pub fn changed_since(config: &Config, kind: TextKind, from: &str, tongue: Tongue) -> String {
    config
        .texts
        .iter()
        .filter(|text| text.kind == kind && text.version.as_str() > from)
        .map(|text| match tongue {
            Tongue::Zh => text.changed.zh.trim(),
            Tongue::En => text.changed.en.trim(),
        })
        .filter(|changed| !changed.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

async fn text(
    State(campus): State<Campus>,
    Path(kind): Path<String>,
    Query(wish): Query<Wish>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let missing = || Refusal(Code::NotFound.into());
    let kind = [TextKind::Terms, TextKind::Privacy]
        .into_iter()
        .find(|known| text_path(*known) == Some(kind.as_str()))
        .ok_or_else(missing)?;
    let text = campus.config.text(kind).ok_or_else(missing)?;
    let accepted = || {
        let value = headers.get(header::ACCEPT_LANGUAGE)?;
        Some(value.to_str().ok()?.to_owned())
    };
    let tongue = wish
        .lang
        .or_else(accepted)
        .map(|lang| Tongue::preferred(&lang))
        .unwrap_or_default();
    let body = match (wish.from, tongue) {
        (Some(from), _) => changed_since(&campus.config, kind, &from, tongue),
        (None, Tongue::Zh) => text.body.zh.clone(),
        (None, Tongue::En) => text.body.en.clone(),
    };
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::CONTENT_LANGUAGE, tongue.tag()),
        (header::CACHE_CONTROL, "no-cache"),
        (header::VARY, "accept-language"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    Ok((headers, body).into_response())
}
