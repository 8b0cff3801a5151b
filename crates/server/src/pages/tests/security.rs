//! 安全中心 in a browser: what can be done there, what is told, and what must not happen.

mod input;
mod mail;
mod password;
mod phone;
mod sessions;

use std::net::{IpAddr, Ipv4Addr};

use axum::http::StatusCode;
use menhu_protocol::values::{MemberId, Secret};

use super::{Browser, LARGEST_PAGE, Page, Scene};
use crate::Caller;
use crate::delivery;
use crate::password::{End, Setting, Why};
use crate::trace::Trace;

/// The retired teacher; 13800138000 is bound by her activation, no mail is.
const TEACHER: &str = "198803017";
const PHONE: &str = "+8613800138000";
/// Keeps every rule, and is nobody's.
const PASSWORD: &str = "Teapot-742-window";
const NEW: &str = "lantern_58_Bicycle";
const ANOTHER: &str = "+8613500135003";
const MAIL: &str = "reading.room@example.org";
const MASKED: &str = "r****@example.org";
/// Ten minutes and a second: a proof of the password is old (design.md §9).
const PROOF_IS_OLD_S: i64 = 601;

impl Page {
    /// What stands between head and foot, for a test that failed.
    fn main(&self) -> &str {
        let (_, rest) = self.body.split_once("<main").unwrap_or_default();
        rest.split("</main>").next().unwrap_or_default()
    }
}

impl Browser {
    /// Signs in with a password that keeps the rules, and looks at 个人中心.
    async fn sign_in(&mut self, password: &str) -> Page {
        let form = [("account", TEACHER), ("password", password)];
        let page = self.post("/login", &form).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.main());
        self.open("/login/on?later").await
    }

    /// Presses a button and looks at the page it leads to.
    async fn press(&mut self, path: &str, form: &[(&str, &str)]) -> Page {
        let page = self.post(path, form).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.main());
        let next = page.location().to_owned();
        self.open(&next).await
    }
}

impl Scene {
    /// The teacher: activated with her phone, in with a password of her own.
    async fn inside(&self) -> Browser {
        let mut browser = self.signed_in(TEACHER).await;
        assert_eq!(browser.post("/r/confirm", &[]).await.location(), "/r/done");
        let member = MemberId::parse(TEACHER).expect("an ID");
        let member = self.campus.books.member(&member).await.expect("books");
        let person = member.expect("on the roster").person;
        let person = self.campus.books.person(&person).await.expect("books");
        let nobody = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
        let setting = Setting {
            person: &person.expect("a person"),
            new: &Secret::new(PASSWORD.to_owned()),
            end: End::None,
            why: Why::Changed,
            by: &Trace::of_browser(Caller { address: nobody }, ""),
        };
        crate::password::set(&self.campus, setting)
            .await
            .expect("set");
        self.drained().await;
        assert_eq!(browser.sign_in(PASSWORD).await.screen(), "W-30");
        browser
    }

    /// The same, with the mail bound by the letter.
    async fn with_mail(&self) -> Browser {
        let mut browser = self.inside().await;
        browser.press("/me/security/mail", &[("mail", MAIL)]).await;
        let link = self.link(MAIL).await;
        assert_eq!(browser.press(&link, &[]).await.screen(), "W-38");
        self.drained().await;
        browser
    }

    /// Everything that is due has left.
    async fn drained(&self) {
        delivery::drain(&self.campus).await.expect("drained");
    }

    /// The path of the link in the newest letter to an address.
    async fn link(&self, to: &str) -> String {
        let (_, text) = self.sms(to).await;
        let origin = self.campus.config.origin.origin();
        let (_, rest) = text
            .split_once(&format!("{origin}/mail/"))
            .expect("a link of this campus");
        format!("/mail/{}", rest.split_whitespace().next().unwrap_or(""))
    }
}

#[tokio::test]
async fn whoever_is_not_in_is_asked_to_sign_in_and_comes_back() {
    let scene = Scene::new().await;
    for path in [
        "/me/security",
        "/me/security/password",
        "/me/security/phone",
        "/me/security/phone/code",
        "/me/security/phone/unbind",
        "/me/security/mail",
        "/me/security/mail/letter",
        "/me/security/mail/unbind",
        "/me/sessions",
    ] {
        let page = scene.browser().get(path).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{path}");
        assert!(page.location().starts_with("/login?to="), "{path}");
        let page = scene.browser().post(path, &[]).await;
        assert!(!page.status.is_success(), "{path}");
        assert!(!page.status.is_server_error(), "{path}");
    }
}

#[tokio::test]
async fn the_centre_shows_what_there_is_and_nothing_whole() {
    let scene = Scene::new().await;
    let mut browser = scene.with_mail().await;
    let page = browser.get("/me/security").await;
    assert_eq!((page.status, page.screen()), (StatusCode::OK, "W-31"));
    for shown in [
        "2026年11月21日",
        "138****8000",
        MASKED,
        "href=\"/me/security/password\"",
        "href=\"/me/security/phone\"",
        "href=\"/me/security/phone/unbind\"",
        "href=\"/me/security/mail\"",
        "href=\"/me/security/mail/unbind\"",
        "href=\"/me/sessions\"",
        "href=\"/me/data\"",
    ] {
        assert!(page.body.contains(shown), "{shown}: {}", page.main());
    }
    for hidden in ["13800138000", MAIL, TEACHER] {
        assert!(!page.body.contains(hidden), "{hidden} is shown");
    }
    let cache = page.headers[axum::http::header::CACHE_CONTROL].to_str();
    assert!(cache.expect("text").contains("no-store"));
}

#[tokio::test]
async fn every_page_of_the_centre_is_small() {
    let scene = Scene::new().await;
    let mut browser = scene.with_mail().await;
    let form = [("phone", ANOTHER)];
    browser.press("/me/security/phone", &form).await;
    for path in [
        "/me/security",
        "/me/security/password",
        "/me/security/phone",
        "/me/security/phone/code",
        "/me/security/phone/unbind",
        "/me/security/mail",
        "/me/security/mail/unbind",
        "/me/sessions",
    ] {
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.body.len() <= LARGEST_PAGE, "{path}");
    }
}

// 修改密码

#[tokio::test]
async fn an_old_proof_is_renewed_before_a_form_is_shown_and_nothing_is_sent() {
    let scene = Scene::new().await;
    let mut browser = scene.with_mail().await;
    scene.clock.forward_s(PROOF_IS_OLD_S);
    let before = delivery::outbox_read(&scene.campus).await.expect("outbox");
    for path in [
        "/me/security/phone",
        "/me/security/phone/code",
        "/me/security/phone/unbind",
        "/me/security/mail",
        "/me/security/mail/unbind",
    ] {
        let page = browser.get(path).await;
        assert!(page.location().starts_with("/again?to="), "{path}");
    }
    for (path, form) in [
        ("/me/security/phone", ("phone", ANOTHER)),
        ("/me/security/phone/code", ("code", "123456")),
        ("/me/security/phone/code/again", ("", "")),
        ("/me/security/phone/unbind/send", ("", "")),
        ("/me/security/phone/unbind", ("code", "123456")),
        ("/me/security/mail", ("mail", "other@example.org")),
        ("/me/security/mail/letter", ("", "")),
        ("/me/security/mail/unbind", ("", "")),
    ] {
        let page = browser.post(path, &[form]).await;
        assert_eq!(
            page.status,
            StatusCode::SEE_OTHER,
            "{path}: {}",
            page.main()
        );
        let to = page.location().to_owned();
        let led = to.starts_with("/again?to=") || to.starts_with("/me/security");
        assert!(led, "{path}: {to}");
    }
    let after = delivery::outbox_read(&scene.campus).await.expect("outbox");
    assert_eq!(before.len(), after.len(), "nothing was sent");
    // Looking, and changing the password with the old one, ask for nothing.
    for path in ["/me/security", "/me/security/password", "/me/sessions"] {
        assert_eq!(browser.get(path).await.status, StatusCode::OK, "{path}");
    }
    let again = browser.open("/me/security/phone").await;
    assert_eq!(again.screen(), "W-23");
    let form = [("password", PASSWORD), ("r", again.hidden("r"))];
    let page = browser.press("/again", &form).await;
    assert_eq!(page.screen(), "W-33", "and on to what was asked for");
}

// 登录的设备和最近登录
