//! The campus API for programs, below `/v1`.

use axum::Router;

use crate::Campus;

/// Every route for programs.
pub fn routes() -> Router<Campus> {
    Router::new()
}
