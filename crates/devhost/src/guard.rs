//! Who may talk to the devhost: its own page and programs of this machine, no other web page.

use axum::extract::Request;
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// The names of this machine. Any other name is somebody's web page that was made to point here.
const NAMES: &[&str] = &["127.0.0.1", "localhost"];

pub async fn only_own_page(request: Request, next: Next) -> Response {
    if is_own(request.headers()) {
        return next.run(request).await;
    }
    tracing::warn!("a request from another page was refused");
    StatusCode::FORBIDDEN.into_response()
}

/// The address is one of this machine, and the page that asks, if one does, was loaded from it.
fn is_own(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(host) = text(HOST) else {
        return false;
    };
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    if !NAMES.contains(&name) {
        return false;
    }
    match headers.contains_key(ORIGIN) {
        true => text(ORIGIN).and_then(|origin| origin.strip_prefix("http://")) == Some(host),
        false => true,
    }
}

#[cfg(test)]
mod tests {
    use super::is_own;
    use axum::http::HeaderMap;
    use axum::http::header::{HOST, ORIGIN};

    fn from(host: &'static str, origin: Option<&'static str>) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, host.parse().expect("header"));
        if let Some(origin) = origin {
            headers.insert(ORIGIN, origin.parse().expect("header"));
        }
        is_own(&headers)
    }

    #[test]
    fn only_the_own_page_and_programs_are_let_in() {
        assert!(from("127.0.0.1:8080", Some("http://127.0.0.1:8080")));
        assert!(from("localhost:8080", Some("http://localhost:8080")));
        assert!(from("127.0.0.1:8080", None));
        for (host, origin) in [
            ("127.0.0.1:8080", "http://127.0.0.1:9090"),
            ("127.0.0.1:8080", "https://127.0.0.1:8080"),
            ("127.0.0.1:8080", "https://evil.example"),
            ("127.0.0.1:8080", "null"),
            ("evil.example:8080", "http://evil.example:8080"),
        ] {
            assert!(!from(host, Some(origin)), "{host} {origin}");
        }
        assert!(!from("evil.example", None));
        assert!(!is_own(&HeaderMap::new()));
    }
}
