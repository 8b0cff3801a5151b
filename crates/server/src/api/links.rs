//! Which app may open the campus's links: Android and Apple ask for it when the app is installed
//! (developer.android.com, "Verify App Links"; developer.apple.com, "Supporting associated domains").

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use menhu_protocol::Code;
use menhu_protocol::values::CampusCode;
use serde_json::{Value, json};

use super::Refusal;
use crate::Campus;

const ANDROID: &str = "/.well-known/assetlinks.json";
const APPLE: &str = "/.well-known/apple-app-site-association";

pub(super) fn routes() -> Router<Campus> {
    Router::new()
        .route(ANDROID, get(android))
        .route(APPLE, get(apple))
}

async fn android(State(campus): State<Campus>) -> Result<Json<Value>, Refusal> {
    let app = campus.config.app.android.as_ref();
    let app = app.ok_or_else(|| Refusal(Code::NotFound.into()))?;
    Ok(Json(json!([{
        "relation": ["delegate_permission/common.handle_all_urls"],
        "target": {
            "namespace": "android_app",
            "package_name": app.id,
            "sha256_cert_fingerprints": app.certificates,
        },
    }])))
}

async fn apple(State(campus): State<Campus>) -> Result<Json<Value>, Refusal> {
    let app = campus.config.app.apple.as_ref();
    let app = app.ok_or_else(|| Refusal(Code::NotFound.into()))?;
    // The campus's code and nothing else: its other pages are for browsers.
    Ok(Json(json!({
        "applinks": { "details": [{
            "appIDs": [app],
            "components": [{ "/": CampusCode::PATH }],
        }] },
    })))
}
