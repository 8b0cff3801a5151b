//! The pages through the whole router, as a browser without JavaScript meets them.

mod captcha;
mod download;
mod frame;
mod login;
mod recovery;
mod refusal;
mod registration;
mod security;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use menhu_testkit::{HandClock, PEOPLE, SeededDice, roster_csv};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tower::ServiceExt;

use crate::{Campus, Config, delivery, roster, router};

const ORIGIN: &str = "https://menhu.example.edu.cn";
const DESK: &str = "0451-86412345";
/// design.md §5
const LARGEST_PAGE: usize = 60_000;

/// A campus of people, on a clock moved by hand.
struct Scene {
    campus: Campus,
    clock: Arc<HandClock>,
    downloads: PathBuf,
    _folder: tempfile::TempDir,
}

impl Scene {
    async fn at(origin: &str) -> Self {
        let folder = tempfile::tempdir().expect("folder");
        let mut config = Config::demo(folder.path()).expect("config");
        config.origin = origin.to_owned().try_into().expect("address");
        DESK.clone_into(&mut config.campus.desk.phone);
        let downloads = config.downloads_dir.clone();
        std::fs::create_dir_all(&downloads).expect("folder");
        let clock = Arc::new(HandClock::default());
        let dice = Arc::new(SeededDice::new(7));
        let campus = Campus::open(config, clock.clone(), dice)
            .await
            .expect("campus");
        let csv = roster_csv(PEOPLE);
        roster::import(&campus, csv.as_bytes())
            .await
            .expect("roster");
        Self {
            campus,
            clock,
            downloads,
            _folder: folder,
        }
    }

    async fn new() -> Self {
        Self::at(ORIGIN).await
    }

    fn browser(&self) -> Browser {
        Browser {
            app: router::router(self.campus.clone()),
            origin: self.campus.config.origin.origin(),
            jar: BTreeMap::new(),
            agent: String::new(),
        }
    }

    /// A browser in which the account has been typed; it stands at 信息确认 or 注册成功.
    async fn signed_in(&self, member: &str) -> Browser {
        let mut browser = self.browser();
        let person = PEOPLE.iter().find(|p| p.member == member).expect("known");
        let form = [("account", member), ("password", person.password)];
        let page = browser.post("/r/account", &form).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        browser
    }

    /// The text of the newest SMS to a number, and how many it has had.
    async fn sms(&self, to: &str) -> (usize, String) {
        let all = delivery::outbox_read(&self.campus).await.expect("outbox");
        let mine: Vec<_> = all.into_iter().filter(|sms| sms.to == to).collect();
        let newest = mine.first().map(|sms| sms.text.clone());
        (mine.len(), newest.unwrap_or_default())
    }

    /// The six digits of the newest SMS.
    async fn code(&self, to: &str) -> String {
        let (_, text) = self.sms(to).await;
        let code = menhu_protocol::values::PhoneCode::parse(&text).expect("a code");
        code.as_str().to_owned()
    }
}

struct Browser {
    app: Router,
    origin: String,
    jar: BTreeMap<String, String>,
    agent: String,
}

struct Page {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Page {
    /// Where a redirect leads, empty without one.
    fn location(&self) -> &str {
        let value = self.headers.get(header::LOCATION);
        value
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// The number of the screen.
    fn screen(&self) -> &str {
        let rest = self
            .body
            .split_once("data-screen=\"")
            .map_or("", |(_, rest)| rest);
        rest.split('"').next().unwrap_or_default()
    }

    /// The value of a hidden field.
    fn hidden(&self, name: &str) -> &str {
        let mark = format!("name=\"{name}\" value=\"");
        let rest = self.body.split_once(&mark).map_or("", |(_, rest)| rest);
        rest.split('"').next().unwrap_or_default()
    }
}

impl Browser {
    async fn send(&mut self, mut request: Request<Body>) -> Page {
        let jar: Vec<String> = self.jar.iter().map(|(k, v)| format!("{k}={v}")).collect();
        let headers = request.headers_mut();
        if !jar.is_empty() {
            headers.insert(header::COOKIE, jar.join("; ").parse().expect("header"));
        }
        headers.insert(header::USER_AGENT, self.agent.parse().expect("header"));
        let response = self.app.clone().oneshot(request).await.expect("infallible");
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let cookie = cookie::Cookie::parse(cookie.to_str().expect("text").to_owned());
            let cookie = cookie.expect("a cookie");
            if cookie.max_age() == Some(cookie::time::Duration::ZERO) {
                self.jar.remove(cookie.name());
            } else {
                self.jar.insert(cookie.name().into(), cookie.value().into());
            }
        }
        let body = to_bytes(body, 1 << 24).await.expect("body");
        Page {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    async fn get(&mut self, path: &str) -> Page {
        let request = Request::get(path).body(Body::empty()).expect("request");
        self.send(request).await
    }

    /// As a person does: follows redirects to the page they end on.
    async fn open(&mut self, path: &str) -> Page {
        let mut page = self.get(path).await;
        for _ in 0..5 {
            if !page.status.is_redirection() {
                break;
            }
            let next = page.location().to_owned();
            page = self.get(&next).await;
        }
        page
    }

    async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Page {
        let origin = self.origin.clone();
        self.post_from(Some(&origin), path, form).await
    }

    async fn post_from(&mut self, origin: Option<&str>, path: &str, form: &[(&str, &str)]) -> Page {
        let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let pairs: Vec<String> = form
            .iter()
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some(origin) = origin {
            request = request.header(header::ORIGIN, origin);
        }
        self.send(request.body(Body::from(pairs.join("&"))).expect("request"))
            .await
    }
}
