//! All routes of the server.

use axum::Router;

use crate::{Campus, api, pages};

/// The campus server as one service.
pub fn router(campus: Campus) -> Router {
    api::routes(&campus)
        .merge(pages::routes(&campus))
        .with_state(campus)
}
