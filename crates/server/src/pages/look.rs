//! How a reader wants to see pages: 长辈版 or not, Chinese or English. Kept in a cookie that names nobody.

use axum::extract::{Query, RawQuery};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use cookie::{Cookie, SameSite, time::Duration};
use menhu_words::Tongue;
use serde::Deserialize;

use super::frame::go;
use super::visit::Visit;

const COOKIE: &str = "look";
/// Long enough that nobody is asked twice; browsers cap it at about 400 days (RFC 6265bis §5.5).
const KEPT: Duration = Duration::days(365);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Look {
    pub(crate) elder: bool,
    pub(crate) tongue: Tongue,
}

impl Look {
    /// The cookie's word first, then the browser's languages.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let kept = super::visit::cookie(headers, COOKIE).unwrap_or_default();
        let (mode, tag) = kept.split_once('.').unwrap_or_default();
        let tongue = Tongue::ALL.iter().find(|tongue| tongue.tag() == tag);
        let accept = headers
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        Self {
            elder: mode == "elder",
            tongue: tongue.copied().unwrap_or_else(|| Tongue::preferred(accept)),
        }
    }

    fn kept(self) -> Cookie<'static> {
        let mode = if self.elder { "elder" } else { "standard" };
        Cookie::build((COOKIE, format!("{mode}.{}", self.tongue.tag())))
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .max_age(KEPT)
            .build()
    }
}

#[derive(Debug, Deserialize)]
pub(crate) struct Choice {
    mode: Option<String>,
    lang: Option<String>,
    back: Option<String>,
}

/// `GET /look?mode=elder|standard&lang=zh-CN|en&back=/r`: remembers it and goes back. What is not
/// understood changes nothing.
pub(crate) async fn choose(visit: Visit, RawQuery(query): RawQuery) -> Response {
    let mut look = visit.look;
    let uri = format!("/?{}", query.unwrap_or_default());
    let choice = uri
        .parse()
        .ok()
        .and_then(|uri| Query::<Choice>::try_from_uri(&uri).ok());
    let Some(Query(choice)) = choice else {
        return go("/");
    };
    match choice.mode.as_deref() {
        Some("elder") => look.elder = true,
        Some("standard") => look.elder = false,
        _ => {}
    }
    if let Some(lang) = choice.lang {
        look.tongue = Tongue::preferred(&lang);
    }
    let back = choice.back.filter(|back| is_local(back));
    let target = back.as_deref().unwrap_or("/");
    (
        [(header::SET_COOKIE, look.kept().to_string())],
        Redirect::to(target),
    )
        .into_response()
}

/// A path of this server and nothing that a browser could read as another host (`//evil`, `/\evil`,
/// a tab or line break that it would drop).
fn is_local(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && path
            .bytes()
            .all(|b| b.is_ascii_graphic() && b != b'\\' && b != b'"')
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};
    use menhu_words::Tongue;

    use super::{Look, is_local};

    #[test]
    fn only_a_path_of_this_server_is_gone_back_to() {
        for path in ["/", "/r/account", "/r?until=2026-11-21", "/d%20x"] {
            assert!(is_local(path), "{path}");
        }
        for path in [
            "",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "/\t/evil.example",
            "/\r\nset-cookie: a=b",
            " //evil.example",
            "/门户",
        ] {
            assert!(!is_local(path), "{path:?}");
        }
    }

    #[test]
    fn the_cookie_outranks_the_browser_and_nonsense_is_ignored() {
        let look = |cookie: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static("en"));
            headers.insert(
                header::COOKIE,
                HeaderValue::from_str(cookie).expect("header"),
            );
            Look::of(&headers)
        };
        assert_eq!(look("a=b; look=elder.zh-CN").tongue, Tongue::Zh);
        assert!(look("look=elder.zh-CN").elder);
        assert_eq!(look("look=x.y").tongue, Tongue::En);
        assert!(!look("look=x.y").elder);
    }
}
