//! The captcha inside a form: pictures and sums (security.md §3, class 19; CAP-1).

use axum::http::StatusCode;
use menhu_protocol::api::captcha::CaptchaPurpose;

use super::{Browser, Page, Scene};
use crate::captcha::Bound;
use crate::keys::fingerprint;

const RIGHT: &[(&str, &str)] = &[
    ("account", "198803017"),
    ("certificate", "11010519491231002X"),
];

/// What a person reads in the picture, or finds for the sum.
fn answer(scene: &Scene, browser: &Browser, page: &Page) -> String {
    let cookie = &browser.jar["__Host-captcha"];
    let asker = fingerprint(cookie);
    let bound = Bound {
        purpose: CaptchaPurpose::Recovery,
        asker: &asker,
    };
    crate::captcha::answer_for_tests(&scene.campus, bound, page.hidden("asked")).expect("a captcha")
}

async fn typed(browser: &mut Browser, asked: &str, captcha: &str) -> Page {
    let mut form = RIGHT.to_vec();
    form.extend([("asked", asked), ("captcha", captcha)]);
    browser.post("/recover", &form).await
}

fn went_on(page: &Page) -> bool {
    page.status == StatusCode::SEE_OTHER
}

fn refused(page: &Page) {
    assert_eq!(
        page.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        page.body
    );
    assert_eq!(page.screen(), "W-40");
    assert!(
        page.body.contains("id=\"captcha-problem\""),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn a_picture_is_read_by_people_as_they_type() {
    let scene = Scene::new().await;
    for wide in [false, true] {
        let mut browser = scene.browser();
        let page = browser.get("/recover").await;
        let mut digits = answer(&scene, &browser, &page);
        assert_eq!(digits.len(), 5);
        assert!(
            !page.body.contains(&digits),
            "the answer stands in the page"
        );
        if wide {
            digits = digits
                .chars()
                .filter_map(|c| char::from_u32(c as u32 + 0xfee0))
                .collect::<String>()
                + " ";
        }
        let page = typed(&mut browser, page.hidden("asked"), &digits).await;
        assert!(went_on(&page), "{}", page.body);
    }
}

#[tokio::test]
async fn a_captcha_is_dead_after_any_look() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    let page = browser.get("/recover").await;
    let (asked, digits) = (
        page.hidden("asked").to_owned(),
        answer(&scene, &browser, &page),
    );
    let page = typed(&mut browser, &asked, "00000").await;
    refused(&page);
    assert_ne!(page.hidden("asked"), asked, "a new one is shown");
    refused(&typed(&mut browser, &asked, &digits).await);

    let page = browser.get("/recover").await;
    let (asked, digits) = (
        page.hidden("asked").to_owned(),
        answer(&scene, &browser, &page),
    );
    assert!(went_on(&typed(&mut browser, &asked, &digits).await));
    browser.post("/recover/leave", &[]).await;
    refused(&typed(&mut browser, &asked, &digits).await);
}

#[tokio::test]
async fn a_captcha_is_good_in_its_own_browser_for_its_purpose_and_its_time_only() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    let page = browser.get("/recover").await;
    let (asked, digits) = (
        page.hidden("asked").to_owned(),
        answer(&scene, &browser, &page),
    );
    // Another browser, and one without any cookie.
    let mut other = scene.browser();
    other.get("/recover").await;
    refused(&typed(&mut other, &asked, &digits).await);
    refused(&typed(&mut scene.browser(), &asked, &digits).await);
    // Still alive at home, until its time is over.
    scene.clock.forward_s(601);
    refused(&typed(&mut browser, &asked, &digits).await);
    for (passed, is_good) in [(599, true), (600, false)] {
        let mut browser = scene.browser();
        let page = browser.get("/recover").await;
        let (asked, digits) = (
            page.hidden("asked").to_owned(),
            answer(&scene, &browser, &page),
        );
        scene.clock.forward_s(passed);
        assert_eq!(
            went_on(&typed(&mut browser, &asked, &digits).await),
            is_good,
            "{passed}"
        );
    }
    // Of the sign-in.
    let mut browser = scene.browser();
    browser.get("/recover").await;
    let asker = fingerprint(&browser.jar["__Host-captcha"]);
    let bound = Bound {
        purpose: CaptchaPurpose::Signin,
        asker: &asker,
    };
    let caller = crate::Caller {
        address: std::net::Ipv4Addr::UNSPECIFIED.into(),
    };
    let sum = crate::captcha::sum(&scene.campus, &caller, bound)
        .await
        .expect("a sum");
    let [a, b] = sum.addends;
    refused(&typed(&mut browser, &sum.sealed, &(a + b).to_string()).await);
}

#[tokio::test]
async fn what_was_not_asked_is_no_captcha() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    let page = browser.get("/recover").await;
    let (asked, digits) = (
        page.hidden("asked").to_owned(),
        answer(&scene, &browser, &page),
    );
    let work = page.hidden("work").to_owned();
    let mut rows = vec![
        (String::new(), digits.clone()),
        (asked.clone(), String::new()),
        (asked.clone(), "　".to_owned()),
        // Work has no digits to type.
        (work, digits.clone()),
        (format!("{asked}A"), digits.clone()),
        (asked.to_uppercase(), digits.clone()),
    ];
    for at in (0..asked.len()).step_by(20) {
        rows.push((asked[..at].to_owned(), digits.clone()));
    }
    for (asked, digits) in rows {
        let page = typed(&mut browser, &asked, &digits).await;
        refused(&page);
        scene.clock.forward_s(11);
    }
    // A nonce asks for work, and the right picture beside it does not help.
    let page = browser.get("/recover").await;
    let (asked, digits) = (
        page.hidden("asked").to_owned(),
        answer(&scene, &browser, &page),
    );
    for (work, nonce) in [
        ("", "1"),
        ("x", "1"),
        (page.hidden("work"), "x"),
        (&asked, &digits),
    ] {
        let mut form = RIGHT.to_vec();
        form.extend([
            ("asked", asked.as_str()),
            ("captcha", &digits),
            ("work", work),
            ("nonce", nonce),
        ]);
        let page = browser.post("/recover", &form).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.body.contains("这一页开得久了"), "{}", page.body);
    }
}

#[tokio::test]
async fn another_picture_keeps_what_was_typed_and_there_is_an_end_to_it() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    let mut asked = std::collections::BTreeSet::new();
    let form = [("account", "198803017"), ("other", "picture")];
    for _ in 0..5 {
        let page = browser.post("/recover", &form).await;
        assert_eq!((page.status, page.screen()), (StatusCode::OK, "W-40"));
        assert!(page.body.contains("value=\"198803017\""));
        assert!(
            asked.insert(page.hidden("asked").to_owned()),
            "the same one"
        );
    }
    let caller = crate::Caller {
        address: std::net::Ipv4Addr::UNSPECIFIED.into(),
    };
    let pictures = [crate::captcha::pictures(&caller)];
    let counted = || crate::credentials::counted(&scene.campus, &pictures);
    while counted().await.expect("books").is_ok() {}
    let page = browser.post("/recover", &form).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    // The page stays, with what was typed, and a browser that runs scripts goes on by work.
    assert_eq!(page.screen(), "W-40");
    assert!(page.body.contains("value=\"198803017\""));
    assert!(!page.body.contains("data:image"));
    assert!(page.body.contains("id=\"captcha-problem\""));
    let (work, nonce) = super::recovery::solved(&page);
    let mut by_work = RIGHT.to_vec();
    by_work.extend([("work", work.as_str()), ("nonce", &nonce)]);
    assert!(went_on(&browser.post("/recover", &by_work).await));
    browser.post("/recover/leave", &[]).await;
    scene.clock.forward_s(1);
    let page = browser.post("/recover", &form).await;
    assert_eq!(page.status, StatusCode::OK, "seconds, not hours");
}

#[tokio::test]
async fn a_sign_in_that_can_have_no_picture_is_told_to_wait_and_keeps_what_was_typed() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    let wrong = [("account", "198803017"), ("password", "not-it")];
    let mut page = browser.post("/login", &wrong).await;
    for _ in 0..9 {
        scene.clock.forward_s(60);
        page = browser.post("/login", &wrong).await;
    }
    assert!(page.body.contains("data:image/png"), "{}", page.body);
    let caller = crate::Caller {
        address: std::net::Ipv4Addr::UNSPECIFIED.into(),
    };
    let pictures = [crate::captcha::pictures(&caller)];
    let counted = || crate::credentials::counted(&scene.campus, &pictures);
    while counted().await.expect("books").is_ok() {}
    let form = [("account", "198803017"), ("other", "picture")];
    let page = browser.post("/login", &form).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(page.screen(), "W-20");
    assert!(page.body.contains("value=\"198803017\""));
    assert!(!page.body.contains("data:image"));
    assert!(page.body.contains("id=\"captcha-problem\""));
}

#[tokio::test]
async fn sums_are_few_and_stay_sums() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    let page = browser.post("/recover", &[("other", "sum")]).await;
    let asked = page.hidden("asked").to_owned();
    let form = [
        ("account", "1"),
        ("certificate", "E00000000"),
        ("asked", &asked),
        ("kind", "sum"),
        ("captcha", "99"),
    ];
    let page = browser.post("/recover", &form).await;
    refused(&page);
    assert!(
        page.body.contains("等于几"),
        "whoever needs a sum gets another"
    );
    for _ in 0..8 {
        let page = browser.post("/recover", &[("other", "sum")]).await;
        assert_eq!(page.status, StatusCode::OK);
    }
    let page = browser.post("/recover", &[("other", "sum")]).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    // Pictures are counted by themselves.
    assert_eq!(browser.get("/recover").await.status, StatusCode::OK);
}

#[tokio::test]
async fn at_high_risk_a_page_asks_for_the_picture_and_takes_no_work() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    let before = browser.get("/recover").await;
    let (work, nonce) = super::recovery::solved(&before);
    for _ in 0..60 {
        let page = browser.get("/recover").await;
        typed(&mut browser, page.hidden("asked"), "1").await;
        scene.clock.forward_s(5);
    }
    let page = browser.get("/recover").await;
    assert!(!page.body.contains("data-bits=\""), "work is offered");
    assert!(page.body.contains("data:image/png"));
    let mut form = RIGHT.to_vec();
    form.extend([("work", work.as_str()), ("nonce", &nonce)]);
    let refused = browser.post("/recover", &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let digits = answer(&scene, &browser, &page);
    assert!(went_on(
        &typed(&mut browser, page.hidden("asked"), &digits).await
    ));
}

#[tokio::test]
async fn one_client_starves_nobody_behind_its_address() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    for _ in 0..60 {
        let page = browser.get("/recover").await;
        typed(&mut browser, page.hidden("asked"), "1").await;
        scene.clock.forward_s(5);
    }
    let caller = crate::Caller {
        address: std::net::Ipv4Addr::UNSPECIFIED.into(),
    };
    let pictures = [crate::captcha::pictures(&caller)];
    let counted = || crate::credentials::counted(&scene.campus, &pictures);
    while counted().await.expect("books").is_ok() {}
    // No picture is left, so work is taken, more of it.
    let mut neighbour = scene.browser();
    let page = neighbour.get("/recover").await;
    assert!(!page.body.contains("data:image"));
    let (work, nonce) = super::recovery::solved(&page);
    let mut form = RIGHT.to_vec();
    form.extend([("work", work.as_str()), ("nonce", &nonce)]);
    assert!(went_on(&neighbour.post("/recover", &form).await));
}
