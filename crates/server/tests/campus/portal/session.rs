//! How long a browser stays in, and what ends it.

use axum::http::StatusCode;

use super::browser::Browser;
use crate::api::people::{CHEN, WANG, activated};
use crate::ground::Ground;

const HOUR_S: i64 = 3600;

#[tokio::test]
async fn a_browser_nobody_uses_is_out_after_two_hours() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let mut browser = Browser::signed_in(&ground, CHEN).await;
    for _ in 0..3 {
        ground.clock.forward_s(2 * HOUR_S - 1);
        assert_eq!(
            browser.open("/me").await.screen(),
            "W-30",
            "used in between"
        );
    }
    ground.clock.forward_s(2 * HOUR_S);
    assert_eq!(browser.open("/me").await.screen(), "W-20");
}

#[tokio::test]
async fn a_browser_is_out_after_twelve_hours_however_busy_it_is() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let mut browser = Browser::signed_in(&ground, CHEN).await;
    for _ in 0..11 {
        ground.clock.forward_s(HOUR_S);
        assert_eq!(browser.open("/me").await.screen(), "W-30");
    }
    ground.clock.forward_s(HOUR_S - 1);
    assert_eq!(browser.open("/me").await.screen(), "W-30");
    ground.clock.forward_s(1);
    assert_eq!(browser.open("/me").await.screen(), "W-20");
}

#[tokio::test]
async fn every_proof_gives_the_session_another_secret() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let mut browser = Browser::of(&ground);
    // A secret somebody else knows is not taken over.
    browser
        .jar
        .insert("session".to_owned(), "planted".to_owned());
    browser
        .jar
        .insert("browser".to_owned(), "planted".to_owned());
    browser.log_in(CHEN.member, CHEN.password).await;
    let first = browser.jar.clone();
    assert!(
        first.values().all(|secret| secret != "planted"),
        "{first:?}"
    );
    assert_eq!(first["session"].len(), 43, "256 bits of chance");
    let page = browser.post("/again", &[("password", CHEN.password)]).await;
    assert_eq!(
        (page.status, page.location()),
        (StatusCode::SEE_OTHER, "/me")
    );
    assert_ne!(browser.session(), Some(&*first["session"]));
    assert_eq!(browser.open("/me").await.screen(), "W-30");
    let mut former = Browser::of(&ground);
    former.jar = first.clone();
    assert_eq!(
        former.open("/me").await.screen(),
        "W-20",
        "the former is over"
    );
    browser.log_in(CHEN.member, CHEN.password).await;
    assert_eq!(
        browser.jar["browser"], first["browser"],
        "still the same browser"
    );
}

#[tokio::test]
async fn somebody_else_at_the_same_browser_takes_it_over_whole() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    activated(&ground, WANG).await;
    let mut browser = Browser::signed_in(&ground, CHEN).await;
    let before = browser.jar.clone();
    browser.log_in(WANG.member, WANG.password).await;
    assert!(browser.open("/me").await.body.contains(WANG.name));
    let mut former = Browser::of(&ground);
    former.jar = before;
    assert_eq!(
        former.open("/me").await.screen(),
        "W-20",
        "and ends the session before"
    );
}

#[tokio::test]
async fn an_eleventh_browser_ends_the_least_recently_seen() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let mut browsers = Vec::new();
    for _ in 0..11 {
        ground.clock.forward_s(61);
        browsers.push(Browser::signed_in(&ground, CHEN).await);
    }
    assert_eq!(browsers[0].open("/me").await.screen(), "W-20");
    for browser in &mut browsers[1..] {
        assert_eq!(browser.open("/me").await.screen(), "W-30");
    }
}

#[tokio::test]
async fn the_password_once_more_leads_back_and_a_wrong_one_does_not() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let mut browser = Browser::signed_in(&ground, CHEN).await;
    let page = browser.get("/again?to=%2Fme%2Fsecurity").await;
    assert_eq!(page.screen(), "W-23");
    let r = page.hidden("r").to_owned();
    let page = browser
        .post("/again", &[("password", "wrong-1"), ("r", &r)])
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let r = page.hidden("r").to_owned();
    let page = browser
        .post("/again", &[("password", CHEN.password), ("r", &r)])
        .await;
    assert_eq!(page.location(), "/me/security");
}

#[tokio::test]
async fn a_header_never_changes_where_a_page_leads() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let origin = ground.campus.config.origin.origin();
    let forged = [
        ("host", "evil.example"),
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "gopher"),
        ("x-forwarded-port", "6666"),
        ("x-forwarded-prefix", "/evil"),
        ("forwarded", "host=evil.example;proto=gopher"),
        ("x-original-url", "/evil"),
        ("x-rewrite-url", "/evil"),
        ("x-host", "evil.example"),
        ("x-forwarded-server", "evil.example"),
    ];
    for (name, value) in forged {
        let mut browser = Browser::of(&ground);
        browser.more = vec![(name, value.to_owned())];
        let turned_away = browser.get("/me").await;
        assert_eq!(turned_away.location(), "/login?to=%2Fme", "{name}");
        let page = browser.get("/login?to=%2Fme%2Fsecurity").await;
        assert!(!page.body.contains("evil"), "{name}");
        let page = browser.log_in(CHEN.member, CHEN.password).await;
        assert_eq!(page.location(), "/login/on", "{name}");
        let page = browser.open("/me").await;
        assert_eq!(page.screen(), "W-30", "{name}");
        assert!(
            !page.body.contains("evil") && !page.body.contains("gopher"),
            "{name}"
        );
    }
    assert!(origin.starts_with("http://127.0.0.1"), "{origin}");
}
