//! What is behind a sign-in.

mod centre;
mod inside;

use axum::Router;
use axum::routing::get;

use super::Portal;
pub(in crate::pages) use centre::{Card, cards};
pub(crate) use inside::{Inside, RENEWAL, land};

pub(crate) fn routes() -> Router<Portal> {
    Router::new().route("/me", get(centre::show))
}
