//! The cookies that hold a secret: the session, the browser itself, the running registration or recovery,
//! and whom captchas are shown to.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use cookie::{Cookie, SameSite, time::Duration};
use menhu_protocol::values::Secret;

use super::visit::{Visit, cookie};

/// The session this browser is in. It forgets that when it is closed.
pub(crate) const SESSION: Named = Named {
    names: ["session", "__Host-session"],
    kept: None,
};
/// The browser, which outlives its sessions. Written after a right password only: from there on strangers
/// cannot lock it out. Kept as long as browsers keep any cookie (RFC 6265bis §5.5).
pub(crate) const BROWSER: Named = Named {
    names: ["browser", "__Host-browser"],
    kept: Some(Duration::days(400)),
};
/// The running registration. Kept longer than any: the server ends those (30 minutes), and a browser that
/// still has the cookie then is told so instead of meeting an empty page.
pub(crate) const REGISTRATION: Named = Named {
    names: ["registration", "__Host-registration"],
    kept: Some(Duration::days(1)),
};
/// The running recovery; kept as [`REGISTRATION`] is.
pub(crate) const RECOVERY: Named = Named {
    names: ["recovery", "__Host-recovery"],
    kept: Some(Duration::days(1)),
};
/// Names the browser that a captcha is shown to, and nothing else, until it is closed.
pub(crate) const CAPTCHA: Named = Named {
    names: ["captcha", "__Host-captcha"],
    kept: None,
};

/// One of them.
pub(crate) struct Named {
    /// Without TLS, and with it: by the prefix a browser takes a cookie from this host and over TLS only
    /// (RFC 6265bis §4.1.3.2).
    names: [&'static str; 2],
    /// `None`: until the browser is closed.
    kept: Option<Duration>,
}

impl Named {
    fn name(&self, origin: &str) -> &'static str {
        self.names[usize::from(origin.starts_with("https:"))]
    }

    /// What a request brings along; an empty one is none.
    pub(crate) fn of(&self, headers: &HeaderMap, origin: &str) -> Option<Secret> {
        cookie(headers, self.name(origin))
            .filter(|secret| !secret.is_empty())
            .map(Secret::new)
    }

    pub(crate) fn keep(&self, visit: &Visit, response: &mut Response, secret: &Secret) {
        self.set(visit, response, secret.expose(), self.kept);
    }

    pub(crate) fn forget(&self, visit: &Visit, response: &mut Response) {
        self.set(visit, response, "", Some(Duration::ZERO));
    }

    fn set(&self, visit: &Visit, response: &mut Response, value: &str, kept: Option<Duration>) {
        let origin = visit.origin();
        let mut cookie = Cookie::build((self.name(&origin), value))
            .path("/")
            .http_only(true)
            .secure(origin.starts_with("https:"))
            .same_site(SameSite::Lax);
        if let Some(kept) = kept {
            cookie = cookie.max_age(kept);
        }
        // A secret is base64url or hex, so this is always a header.
        if let Ok(value) = HeaderValue::from_str(&cookie.build().to_string()) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
}
