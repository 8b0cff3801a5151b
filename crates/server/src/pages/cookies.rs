//! The two cookies of a browser: the session it is in, and the browser itself.

use axum::http::{HeaderValue, header};
use axum::response::Response;
use cookie::{Cookie, SameSite, time::Duration};
use menhu_protocol::values::Secret;

use crate::pages::visit::Visit;

/// With the prefix a browser takes a cookie from this host and over TLS only (RFC 6265bis §4.1.3.2).
const SESSION: [&str; 2] = ["session", "__Host-session"];
const BROWSER: [&str; 2] = ["browser", "__Host-browser"];
/// As long as browsers keep any cookie (RFC 6265bis §5.5).
const KNOWN: Duration = Duration::days(400);

fn name(names: [&'static str; 2], origin: &str) -> &'static str {
    names[usize::from(origin.starts_with("https:"))]
}

/// The cookie of the session, below the campus's origin.
pub(crate) fn session(origin: &str) -> &'static str {
    name(SESSION, origin)
}

/// The cookie of the browser, which outlives its sessions.
pub(crate) fn browser(origin: &str) -> &'static str {
    name(BROWSER, origin)
}

/// The browser is in. It forgets that when it is closed.
pub(crate) fn keep_session(visit: &Visit, response: &mut Response, secret: &Secret) {
    set(
        visit,
        response,
        session(&visit.origin()),
        secret.expose(),
        None,
    );
}

pub(crate) fn forget_session(visit: &Visit, response: &mut Response) {
    let name = session(&visit.origin());
    set(visit, response, name, "", Some(Duration::ZERO));
}

/// Written after a right password only: from here on strangers cannot lock this browser out.
pub(crate) fn keep_browser(visit: &Visit, response: &mut Response, secret: &Secret) {
    let name = browser(&visit.origin());
    set(visit, response, name, secret.expose(), Some(KNOWN));
}

fn set(
    visit: &Visit,
    response: &mut Response,
    name: &'static str,
    value: &str,
    kept: Option<Duration>,
) {
    let mut cookie = Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .secure(visit.origin().starts_with("https:"))
        .same_site(SameSite::Lax);
    if let Some(kept) = kept {
        cookie = cookie.max_age(kept);
    }
    // A secret is base64url, so this is always a header.
    if let Ok(value) = HeaderValue::from_str(&cookie.build().to_string()) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}
