//! One request for a page: who asks, how they want to see it, and the registration they are in.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use cookie::Cookie;
use menhu_protocol::values::Secret;
use menhu_words::{Lexicon, Tongue};

use super::Portal;
use super::cookies::{self, Named};
use super::look::Look;
use crate::caller::Caller;
use crate::trace::Trace;

#[derive(Clone)]
pub(crate) struct Visit {
    pub(crate) portal: Portal,
    pub(crate) caller: Caller,
    pub(crate) look: Look,
    /// Path and query as they were asked for, percent-encoded.
    pub(crate) address: String,
    /// `User-Agent`, empty when there is none.
    pub(crate) agent: String,
    /// The secret of the running registration.
    pub(crate) registration: Option<Secret>,
    /// The secret of the session this browser is in, or was.
    pub(crate) session: Option<Secret>,
    /// The secret of the browser itself, once somebody signed in with it.
    pub(crate) browser: Option<Secret>,
    /// The secret of the running recovery.
    pub(crate) recovery: Option<Secret>,
    /// The secret that captchas are shown to.
    pub(crate) captcha: Option<Secret>,
    /// Who is in, once somebody looked: the name at the top right.
    pub(crate) who: Option<String>,
}

impl Visit {
    pub(crate) fn words(&self) -> &Lexicon {
        self.words_in(self.look.tongue)
    }

    pub(crate) fn words_in(&self, tongue: Tongue) -> &Lexicon {
        self.portal.campus.words(tongue)
    }

    /// For the audit, and for what the owner of an account is told.
    pub(crate) fn trace(&self) -> Trace {
        Trace::of_browser(self.caller, &self.agent)
    }
}

impl FromRequestParts<Portal> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, portal: &Portal) -> Result<Self, Infallible> {
        let caller = Caller::from_request_parts(parts, &portal.campus).await?;
        let agent = parts
            .headers
            .get(header::USER_AGENT)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let address = parts.uri.path_and_query().map_or("/", |pq| pq.as_str());
        let origin = portal.campus.config.origin.origin();
        let kept = |named: Named| named.of(&parts.headers, &origin);
        Ok(Self {
            portal: portal.clone(),
            caller,
            look: Look::of(&parts.headers),
            address: address.to_owned(),
            agent: agent.to_owned(),
            registration: kept(cookies::REGISTRATION),
            session: kept(cookies::SESSION),
            browser: kept(cookies::BROWSER),
            recovery: kept(cookies::RECOVERY),
            captcha: kept(cookies::CAPTCHA),
            who: None,
        })
    }
}

/// The first cookie of that name.
pub(crate) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
        .find(|cookie| cookie.name() == name)
        .map(|cookie| cookie.value().to_owned())
}
