//! A request of somebody who is in.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Response};
use menhu_protocol::api::security::SigninWay;
use menhu_protocol::{Code, Failure};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::books::browser::BrowserSession;
use crate::books::person::Person;
use crate::identity::landing::{Landing, landing};
use crate::keys::fingerprint;
use crate::pages::Portal;
use crate::pages::data::AGREE;
use crate::pages::frame::go;
use crate::pages::guard::Refused;
use crate::pages::visit::Visit;
use crate::security::{self, Actor};
use crate::session::SessionRef;
use crate::ticket::Target;
use crate::trace::Trace;

/// The page to choose a new password on, when the old one breaks today's rules.
pub(crate) const RENEWAL: &str = "/login/password";

/// Who is in, and where. As an extractor it turns away whoever is not: to W-20, and back here after.
pub(crate) struct Inside {
    pub(crate) visit: Visit,
    pub(crate) session: BrowserSession,
    pub(crate) person: Person,
    pub(crate) trace: Trace,
}

impl Inside {
    /// Who is in with this browser; one that still has to choose a new password counts here too.
    ///
    /// # Errors
    /// `server_fault` when the books cannot be read.
    pub(crate) async fn of(visit: &Visit) -> Result<Option<Self>, Failure> {
        let Some(secret) = &visit.session else {
            return Ok(None);
        };
        let campus = &visit.portal.campus;
        let now = campus.clock.now();
        let found = campus
            .books
            .browser_look(&fingerprint(secret.expose()), now)
            .await?;
        let Some(session) = found else {
            return Ok(None);
        };
        let Some(person) = campus.books.person(&session.person).await? else {
            return Ok(None);
        };
        campus.books.browser_seen(&session, now).await?;
        let mut visit = visit.clone();
        if session.unmet.is_empty() {
            visit.who = Some(person.name.clone());
        }
        let trace = visit.trace();
        Ok(Some(Self {
            visit,
            session,
            person,
            trace,
        }))
    }

    /// Who is in with nothing left to do first.
    ///
    /// # Errors
    /// As [`Self::of`].
    pub(crate) async fn whole(visit: &Visit) -> Result<Option<Self>, Failure> {
        let inside = Self::of(visit).await?;
        Ok(inside.filter(|inside| inside.session.unmet.is_empty()))
    }

    /// Who asks, for what the security centre does.
    pub(crate) fn actor(&self) -> Actor<'_> {
        Actor {
            person: &self.person,
            member: Some(&self.session.member),
            session: SessionRef::Browser(&self.session.id),
            proven_at: Some(self.session.proven_at),
            trace: &self.trace,
        }
    }

    /// The page that comes before any other, if one does: a new password (W-21), or the consent that was
    /// taken back (W-56).
    fn first(&self) -> Option<&'static str> {
        if !self.session.unmet.is_empty() {
            return Some(RENEWAL);
        }
        let is_asked = self.visit.address.split('?').next() == Some(AGREE);
        (self.person.consent_withdrawn_at.is_some() && !is_asked).then_some(AGREE)
    }

    /// To W-23 before a form that needs a fresh proof of the password, so that nothing typed is lost on
    /// the way; `None` when the proof is fresh.
    pub(crate) fn old_proof(&self) -> Option<Response> {
        let fresh = security::fresh(&self.visit.portal.campus, &self.actor());
        fresh.is_err().then(|| self.again())
    }

    /// A sensitive act was refused: to W-23 where the proof is old, or else what went wrong.
    ///
    /// # Errors
    /// The failure, when it is another.
    pub(crate) fn refused(&self, failure: Failure) -> Result<Response, Refused> {
        match failure.code {
            Code::ProofOld => Ok(self.again()),
            _ => Err(failure.into()),
        }
    }

    /// To W-23, the password once more, and back here after.
    pub(crate) fn again(&self) -> Response {
        go(&to("/again", &self.visit.address))
    }
}

impl FromRequestParts<Portal> for Inside {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, portal: &Portal) -> Result<Self, Response> {
        let Ok(visit) = Visit::from_request_parts(parts, portal).await;
        let inside = match Self::of(&visit).await {
            Ok(inside) => inside,
            Err(failure) => return Err(Refused::from(failure).into_response()),
        };
        let Some(inside) = inside else {
            return Err(go(&to("/login", &visit.address)));
        };
        match inside.first() {
            None => Ok(inside),
            Some(page) => Err(go(&to(page, &visit.address))),
        }
    }
}

/// A page that leads on to an address.
fn to(page: &str, address: &str) -> String {
    let address = utf8_percent_encode(address, NON_ALPHANUMERIC);
    format!("{page}?to={address}")
}

/// Where somebody ends who signed in this way and was going there.
pub(crate) fn land(target: Option<Target>, way: SigninWay) -> Response {
    let landing = landing(way, target);
    let address = match &landing {
        Landing::Asked(target) => target.address(),
        Landing::Centre => "/me",
    };
    go(address)
}
