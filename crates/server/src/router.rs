//! All routes of the server.

use axum::Router;
use axum::http::{HeaderValue, header};
use tower_http::set_header::SetResponseHeaderLayer;

use crate::{Campus, api, pages};

/// A browser that came once comes by TLS for a year (RFC 6797; the campus's other hosts are its own
/// affair).
const TRANSPORT: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// The campus server as one service.
pub fn router(campus: Campus) -> Router {
    let encrypted = campus.config.origin.origin().starts_with("https:");
    let routes = api::routes(&campus)
        .merge(pages::routes(&campus))
        .with_state(campus);
    if !encrypted {
        return routes;
    }
    routes.layer(SetResponseHeaderLayer::overriding(
        header::STRICT_TRANSPORT_SECURITY,
        TRANSPORT,
    ))
}
