//! What people may ask of the campus about their own data, and whose portal it is.

mod about;
mod closing;
mod consent;
mod data;

use axum::http::StatusCode;
use menhu_testkit::Person;

use crate::api::people::activated;
use crate::ground::Ground;
use crate::portal::browser::{Browser, Page};

/// Beyond what a proof of the password counts for.
const STALE_S: i64 = 10 * 60 + 1;

/// Activated with the phone on record, and in with a browser.
async fn inside<'a>(ground: &'a Ground, person: &Person) -> Browser<'a> {
    activated(ground, person).await;
    Browser::signed_in(ground, person).await
}

/// Presses a button that must lead on.
async fn press(browser: &mut Browser<'_>, path: &str) -> Page {
    let page = browser.post(path, &[]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    page
}
