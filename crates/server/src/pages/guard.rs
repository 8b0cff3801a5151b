//! What every request and answer of the pages passes: the origin check of forms, the headers that keep
//! strangers out, and one page (W-99) for whatever goes wrong, with the desk's telephone on it.

use std::any::Any;
use std::time::Duration;

use askama::Template;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use menhu_protocol::{Code, Failure, Retry};

use super::Portal;
use super::frame::{Frame, page};
use super::visit::Visit;
use super::wording;
use crate::books::Trouble;

/// The largest form of ours is a dispute of 200 characters; three bytes a character, three for each
/// byte in percent-encoding, and room to spare.
pub(super) const LARGEST_FORM: usize = 8 * 1024;
/// A form that trickles in, or whatever else takes longer than gateway, hash queue and database may.
const LONGEST: Duration = Duration::from_secs(30);

/// A request that has no page of its own to say why; the guard makes it W-99.
#[derive(Clone, Debug)]
pub(crate) struct Refused(Failure);

impl Refused {
    pub(crate) fn not_found() -> Self {
        Self(Code::NotFound.into())
    }

    pub(crate) fn fault() -> Self {
        Self(Code::ServerFault.into())
    }
}

impl From<Failure> for Refused {
    fn from(failure: Failure) -> Self {
        Self(failure)
    }
}

impl From<Trouble> for Refused {
    fn from(trouble: Trouble) -> Self {
        Self(trouble.into())
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut response = status(&self.0).into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The status of a page that tells of this failure.
pub(crate) fn status(failure: &Failure) -> StatusCode {
    match failure.code {
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::BadRequest => StatusCode::BAD_REQUEST,
        Code::Slow | Code::CodeTooSoon | Code::CodeBudget => StatusCode::TOO_MANY_REQUESTS,
        Code::Busy | Code::SmsDown | Code::MailDown => StatusCode::SERVICE_UNAVAILABLE,
        Code::ServerFault | Code::Internal | Code::Unknown => StatusCode::INTERNAL_SERVER_ERROR,
        Code::PhoneTaken | Code::Disputed | Code::OutOfOrder => StatusCode::CONFLICT,
        Code::AttemptOver => StatusCode::GONE,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

pub(crate) async fn guard(State(portal): State<Portal>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let Ok(visit) = Visit::from_request_parts(&mut parts, &portal).await;
    let method = parts.method.clone();
    let origin = portal.campus.config.origin.origin();
    let mut response = if method == Method::POST && !is_ours(&parts.headers, &origin) {
        fault_page(&visit, &Fault::Foreign(origin))
    } else {
        let running = next.run(Request::from_parts(parts, body));
        let response = match tokio::time::timeout(LONGEST, running).await {
            Ok(response) => response,
            Err(_) => Refused::fault().into_response(),
        };
        match Fault::of(&response, &method, &visit) {
            Some(fault) => fault_page(&visit, &fault),
            None => response,
        }
    };
    harden(response.headers_mut(), portal.sheet.policy());
    response
}

/// One bad request must not end the server (design.md §2).
#[allow(
    clippy::needless_pass_by_value,
    reason = "the signature is tower-http's"
)]
pub(super) fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let what = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_default();
    tracing::error!(what, "a page panicked");
    Refused::fault().into_response()
}

/// Whether a form was sent from a page of ours. Browsers that name no `Origin` on a form (Firefox before
/// 70) name the page in `Referer`; one that names neither is held by `SameSite` cookies alone.
fn is_ours(headers: &HeaderMap, origin: &str) -> bool {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(from) = text(header::ORIGIN) {
        return from == origin;
    }
    match text(header::REFERER) {
        Some(from) => from
            .strip_prefix(origin)
            .is_some_and(|path| path.is_empty() || path.starts_with('/')),
        None => true,
    }
}

/// Why a page is W-99.
enum Fault {
    Lost,
    Method,
    Body,
    /// The form came from elsewhere; the campus's own origin.
    Foreign(String),
    Failed(Failure, /* where to try again */ Option<String>),
}

impl Fault {
    /// Answers of ours that went wrong, and bare ones of the framework (no such method, body too
    /// large or unreadable, a panic).
    fn of(response: &Response, method: &Method, visit: &Visit) -> Option<Self> {
        let again = (method == Method::GET).then(|| visit.address.clone());
        if let Some(Refused(failure)) = response.extensions().get::<Refused>() {
            return Some(match failure.code {
                Code::NotFound => Self::Lost,
                Code::BadRequest => Self::Body,
                _ => Self::Failed(failure.clone(), again),
            });
        }
        let html = HeaderValue::from_static("text/html; charset=utf-8");
        if response.headers().get(header::CONTENT_TYPE) == Some(&html) {
            return None;
        }
        let status = response.status();
        match status {
            StatusCode::NOT_FOUND => Some(Self::Lost),
            StatusCode::METHOD_NOT_ALLOWED => Some(Self::Method),
            // A download asked to go on at a place the file does not have.
            StatusCode::RANGE_NOT_SATISFIABLE => None,
            _ if status.is_client_error() => Some(Self::Body),
            _ if status.is_server_error() => Some(Self::Failed(Code::ServerFault.into(), again)),
            _ => None,
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Lost => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Body => StatusCode::BAD_REQUEST,
            Self::Foreign(_) => StatusCode::FORBIDDEN,
            Self::Failed(failure, _) => status(failure),
        }
    }
}

#[derive(Template)]
#[template(path = "fault.html")]
struct FaultPage<'a> {
    f: Frame<'a>,
    title: String,
    text: String,
    address: Option<&'a str>,
    again: Option<&'a str>,
}

fn fault_page(visit: &Visit, fault: &Fault) -> Response {
    let f = visit.frame("W-99");
    let (title, text) = match fault {
        Fault::Lost => (f.say("web-lost-title"), f.say("web-lost-help")),
        Fault::Method => (f.say("web-fault-title"), f.say("web-fault-method")),
        Fault::Body => (f.say("web-fault-title"), f.say("web-fault-body")),
        Fault::Foreign(_) => (f.say("web-origin-title"), f.say("web-origin-help")),
        Fault::Failed(failure, _) => (
            f.say("web-fault-title"),
            wording::failure(visit.words(), failure),
        ),
    };
    let shown = FaultPage {
        f,
        title,
        text,
        address: match fault {
            Fault::Foreign(origin) => Some(origin),
            _ => None,
        },
        again: match fault {
            Fault::Failed(_, again) => again.as_deref(),
            _ => None,
        },
    };
    let mut response = page(fault.status(), &shown)
        .unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response());
    if let Fault::Failed(failure, _) = fault
        && let Retry::After(seconds) = failure.retry
    {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

/// `same-origin` and not `no-referrer`: under the latter a browser sends `Origin: null` with a form
/// (Fetch standard, "append a request Origin header"), and the check above could not tell it from a
/// stranger's. No address of ours holds anything personal.
fn harden(headers: &mut HeaderMap, policy: &str) {
    let mut set = |name: header::HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "same-origin");
    if let Ok(policy) = HeaderValue::from_str(policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue};

    use super::is_ours;

    #[test]
    fn a_form_is_taken_from_our_own_pages_only() {
        let ours = |name: &'static str, value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(name, HeaderValue::from_str(value).expect("header"));
            is_ours(&headers, "https://menhu.example.edu.cn")
        };
        assert!(ours("origin", "https://menhu.example.edu.cn"));
        assert!(ours("referer", "https://menhu.example.edu.cn/r/account"));
        for from in [
            "null",
            "https://evil.example",
            "http://menhu.example.edu.cn",
            "https://menhu.example.edu.cn.evil.example",
            "https://menhu.example.edu.cn:8443",
        ] {
            assert!(!ours("origin", from), "{from}");
        }
        assert!(!ours(
            "referer",
            "https://menhu.example.edu.cn.evil.example/r"
        ));
    }
}
