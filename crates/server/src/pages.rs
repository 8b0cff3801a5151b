//! The campus server's pages for people: registration, download, the desk before they have the app; sign-in,
//! recovery, 个人中心 and 安全中心 with or without it.
//!
//! Server-rendered HTML that works without JavaScript and in the browsers of Android 6 and iOS 12
//! (design.md §5). Each page carries a short number (`W-03`) so that somebody on the telephone can say
//! where they are. The pages call the same flow functions as the JSON API; they hold no rule of their
//! own and no state but cookies: how the reader wants to see pages, the running registration or recovery,
//! the session, and the browser itself.

mod about;
mod again;
pub(crate) mod captcha;
mod codes;
mod cookies;
mod data;
mod download;
mod entrance;
mod frame;
mod guard;
mod input;
mod login;
mod look;
mod mail_link;
mod me;
mod outbox;
mod recovery;
mod registration;
mod return_to;
mod rules;
mod security;
mod sheet;
#[cfg(test)]
mod tests;
mod visit;
pub(crate) mod wording;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;

use crate::campus::Campus;
pub(crate) use download::Package;
pub(crate) use rules::rules_after_html;

/// What every page needs: the campus, its style sheet, and the shelf of installers.
#[derive(Clone)]
pub(crate) struct Portal {
    pub(crate) campus: Campus,
    pub(crate) sheet: Arc<sheet::Sheet>,
    pub(crate) shelf: Arc<download::Shelf>,
}

/// All pages, with the page for addresses nobody knows as the fallback.
pub fn routes(campus: &Campus) -> Router<Campus> {
    let portal = Portal {
        campus: campus.clone(),
        sheet: Arc::new(sheet::Sheet::of(
            &campus.config.campus.accent,
            &campus.config.systems,
        )),
        shelf: Arc::new(download::Shelf::of(&campus.config.downloads_dir)),
    };
    let mut pages = Router::new()
        .route("/", get(entrance::show))
        .route("/desk", get(entrance::desk))
        .route("/read/{kind}", get(entrance::text))
        .route("/read/{kind}/{version}", get(entrance::text_of))
        .route("/about", get(about::show))
        .route("/look", get(look::choose))
        .route("/assets/{name}", get(sheet::serve))
        .merge(registration::routes())
        .merge(recovery::routes(campus))
        .merge(login::routes())
        .merge(again::routes())
        .merge(me::routes())
        .merge(security::routes(campus))
        .merge(mail_link::routes())
        .merge(data::routes())
        .merge(download::routes())
        .fallback(entrance::lost);
    if campus.config.demo {
        pages = pages.route("/demo/outbox", get(outbox::show));
    }
    pages
        .layer(DefaultBodyLimit::max(guard::LARGEST_FORM))
        .layer(CatchPanicLayer::custom(guard::panicked))
        .layer(from_fn_with_state(portal.clone(), guard::guard))
        .with_state(portal)
}
