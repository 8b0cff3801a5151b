//! A browser: keeps cookies, sends forms, follows redirects when it is told to.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::extract::connect_info::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode, header};
use cookie::{Cookie, time::Duration};
use menhu_testkit::Person;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest as _, Sha256};

use crate::ground::{Ground, PEER};

pub struct Browser<'a> {
    ground: &'a Ground,
    /// What it sends back; a test may add to it and take away.
    pub jar: BTreeMap<String, String>,
    pub agent: &'static str,
    /// Behind a proxy: where it is.
    pub address: Option<String>,
    /// Headers it adds to every request.
    pub more: Vec<(&'static str, String)>,
}

/// An answer.
#[derive(Debug)]
pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Page {
    /// Where a redirect leads, empty without one.
    pub fn location(&self) -> &str {
        let value = self.headers.get(header::LOCATION);
        value.map_or("", |value| value.to_str().expect("text"))
    }

    /// The number of the screen.
    pub fn screen(&self) -> &str {
        self.after("data-screen=\"")
    }

    /// The value of a hidden field, empty without one.
    pub fn hidden(&self, name: &str) -> &str {
        self.after(&format!("name=\"{name}\" value=\""))
    }

    /// Does what a script does for the captcha of a form: the puzzle and its solution.
    pub fn worked(&self) -> (String, String) {
        let puzzle = self.hidden("work").to_owned();
        let bits: u32 = self.after("data-bits=\"").parse().expect("a captcha");
        let fits = |nonce: &u64| {
            let digest = Sha256::digest(format!("{puzzle}{nonce}"));
            let head = u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]);
            head.leading_zeros() >= bits
        };
        let nonce = (0..).find(fits).expect("there is one");
        (puzzle, nonce.to_string())
    }

    fn after(&self, mark: &str) -> &str {
        let rest = self.body.split_once(mark).map_or("", |(_, rest)| rest);
        rest.split('"').next().unwrap_or_default()
    }
}

impl<'a> Browser<'a> {
    pub fn of(ground: &'a Ground) -> Self {
        Self {
            ground,
            jar: BTreeMap::new(),
            agent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36",
            address: None,
            more: Vec::new(),
        }
    }

    /// As [`Self::of`], at an address of its own, behind the proxy of [`Ground::behind_a_proxy`].
    pub fn at(ground: &'a Ground, address: impl Into<String>) -> Self {
        Self {
            address: Some(address.into()),
            ..Self::of(ground)
        }
    }

    /// The secret of the session it holds.
    pub fn session(&self) -> Option<&str> {
        self.jar.get("session").map(String::as_str)
    }

    async fn send(&mut self, request: axum::http::request::Builder, body: String) -> Page {
        let jar: Vec<String> = self.jar.iter().map(|(k, v)| format!("{k}={v}")).collect();
        let mut request = request.header(header::USER_AGENT, self.agent);
        if !jar.is_empty() {
            request = request.header(header::COOKIE, jar.join("; "));
        }
        if let Some(address) = &self.address {
            request = request
                .header("x-forwarded-for", address)
                .extension(ConnectInfo(PEER));
        }
        for (name, value) in &self.more {
            request = request.header(*name, value);
        }
        let answer = self
            .ground
            .send(request.body(Body::from(body)).expect("a request"))
            .await;
        for cookie in answer.headers.get_all(header::SET_COOKIE) {
            let cookie = Cookie::parse(cookie.to_str().expect("text").to_owned()).expect("one");
            if cookie.max_age() == Some(Duration::ZERO) {
                self.jar.remove(cookie.name());
            } else {
                self.jar.insert(cookie.name().into(), cookie.value().into());
            }
        }
        Page {
            status: answer.status,
            headers: answer.headers,
            body: String::from_utf8(answer.body).expect("text"),
        }
    }

    pub async fn get(&mut self, path: &str) -> Page {
        self.send(Request::get(path), String::new()).await
    }

    /// As a person does: follows redirects on this campus to the page they end on.
    pub async fn open(&mut self, path: &str) -> Page {
        let page = self.get(path).await;
        self.follow(page).await
    }

    /// Follows where an answer leads.
    pub async fn follow(&mut self, mut page: Page) -> Page {
        for _ in 0..8 {
            if !page.status.is_redirection() || !page.location().starts_with('/') {
                break;
            }
            let next = page.location().to_owned();
            page = self.get(&next).await;
        }
        page
    }

    pub async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Page {
        let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let pairs: Vec<String> = form
            .iter()
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ORIGIN, self.ground.campus.config.origin.origin());
        self.send(request, pairs.join("&")).await
    }

    /// The form of W-20.
    pub async fn log_in(&mut self, account: &str, password: &str) -> Page {
        let form = [("account", account), ("password", password)];
        self.post("/login", &form).await
    }

    /// In as a person whose password keeps the rules and whose phone is bound.
    pub async fn signed_in(ground: &'a Ground, person: &Person) -> Self {
        let mut browser = Self::of(ground);
        let page = browser.log_in(person.member, person.password).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        browser
    }
}
