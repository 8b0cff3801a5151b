//! Pages for people, server-rendered.

use axum::Router;

use crate::Campus;

/// Every page.
pub fn routes() -> Router<Campus> {
    Router::new()
}
