//! What is true of every page in both languages and both modes.

use axum::http::{StatusCode, header};

use super::{DESK, LARGEST_PAGE, Page, Scene};

/// Pages that need no registration, and their numbers.
const OPEN: &[(&str, &str)] = &[
    ("/", "W-00"),
    ("/r", "W-01"),
    ("/r?until=2020-01-01", "W-01"),
    ("/r/account", "W-02"),
    ("/r/account?over", "W-02"),
    ("/d", "W-09"),
    ("/desk", "W-10"),
    ("/read/terms", "W-11"),
    ("/read/privacy", "W-11"),
    ("/demo/outbox", "W-90"),
    ("/no/such/page", "W-99"),
];
/// Pages of one registration, in an order in which each can be reached.
const WITHIN: &[(&str, &str)] = &[
    ("/r/confirm", "W-03"),
    ("/r/dispute", "W-04"),
    ("/r/case", "W-05"),
    ("/r/phone", "W-06"),
    ("/r/code", "W-07"),
];

pub(super) fn in_order(page: &Page, screen: &str, tag: &str, elder: bool, path: &str) {
    let body = &page.body;
    assert_eq!(page.screen(), screen, "{path}");
    assert!(
        body.len() <= LARGEST_PAGE,
        "{path} has {} bytes",
        body.len()
    );
    assert!(body.contains(&format!("<html lang=\"{tag}\"")), "{path}");
    assert_eq!(body.contains("data-mode=\"elder\""), elder, "{path}");
    assert!(body.contains(DESK), "{path} lacks the desk's telephone");
    assert!(!body.contains("<script src"), "{path} loads a script");
    assert!(
        !body.contains("style="),
        "{path} styles inline, which the policy forbids"
    );
    // A key without words shows itself; so does a fact that was not given.
    for gap in ["web-", "failure-", "malformed-", "category-", "{ $", "{$"] {
        let text = body.replace("name=\"web-", "");
        assert!(!text.contains(&format!(">{gap}")), "{path} shows {gap}");
    }
    let filled = body.matches("class=\"filled\"").count();
    assert!(filled <= 1, "{path} has {filled} filled buttons");
    let policy = page.headers[header::CONTENT_SECURITY_POLICY]
        .to_str()
        .expect("text");
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    assert_eq!(page.headers[header::X_FRAME_OPTIONS], "DENY");
    assert_eq!(page.headers[header::CACHE_CONTROL], "no-store");
    assert_eq!(page.headers[header::REFERRER_POLICY], "same-origin");
    assert_eq!(
        page.headers[header::STRICT_TRANSPORT_SECURITY],
        "max-age=31536000"
    );
}

#[tokio::test]
async fn every_page_is_whole_in_both_languages_and_both_modes() {
    let scene = Scene::new().await;
    let mut inside = scene.signed_in("198803017").await;
    let form = [("field", "department"), ("should_be", "物理系")];
    inside.post("/r/dispute", &form).await;
    let form = [
        ("phone", "13500135000"),
        ("certificate", "11010519491231002X"),
    ];
    inside.post("/r/phone", &form).await;
    let mut done = scene.signed_in("2026S1001").await;
    done.post("/r/confirm", &[]).await;
    for (tag, mode) in [
        ("zh-CN", "standard"),
        ("zh-CN", "elder"),
        ("en", "standard"),
        ("en", "elder"),
    ] {
        let look = format!("{mode}.{tag}");
        let mut outside = scene.browser();
        for browser in [&mut outside, &mut inside, &mut done] {
            browser.jar.insert("look".into(), look.clone());
        }
        let elder = mode == "elder";
        for (path, screen) in OPEN {
            in_order(&outside.get(path).await, screen, tag, elder, path);
        }
        for (path, screen) in WITHIN {
            in_order(&inside.get(path).await, screen, tag, elder, path);
        }
        in_order(&done.get("/r/done").await, "W-08", tag, elder, "/r/done");
        let form = [("account", "no account!"), ("password", "")];
        let failed = outside.post("/r/account", &form).await;
        in_order(&failed, "W-02", tag, elder, "a failed form");
    }
}

#[tokio::test]
async fn look_and_language_are_switched_by_plain_links_that_come_back() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    let page = browser
        .get("/look?mode=elder&back=%2Fr%3Funtil%3D2026%2D11%2D20")
        .await;
    assert_eq!(
        (page.status, page.location()),
        (StatusCode::SEE_OTHER, "/r?until=2026-11-20")
    );
    let page = browser.get("/look?lang=en&back=%2Fd").await;
    assert_eq!(page.location(), "/d");
    let page = browser.get("/d").await;
    assert!(page.body.contains("lang=\"en\" data-mode=\"elder\""));
    browser.get("/look?mode=standard").await;
    assert!(!browser.get("/").await.body.contains("data-mode"));
}

#[tokio::test]
async fn a_switch_never_leads_away_from_the_campus() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    for back in [
        "https://evil.example",
        "//evil.example",
        "%2F%2Fevil.example",
        "/%5Cevil.example",
        "/%09/evil.example",
        "%0d%0aLocation:%20https://evil.example",
        "javascript:alert(1)",
        "",
    ] {
        let page = browser.get(&format!("/look?mode=elder&back={back}")).await;
        assert_eq!(
            (page.status, page.location()),
            (StatusCode::SEE_OTHER, "/"),
            "{back}"
        );
    }
    for query in ["", "?", "?mode=x&lang=%ff", "?back=%", "?mode=a&mode=b"] {
        let page = browser.get(&format!("/look{query}")).await;
        assert_eq!(page.location(), "/", "{query}");
    }
}

#[tokio::test]
async fn the_style_sheet_is_kept_for_ever_under_its_own_name_only() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    let page = browser.get("/").await.body;
    let name = page.split("href=\"/assets/").nth(1).expect("a sheet");
    let name = name.split('"').next().expect("a name").to_owned();
    let sheet = browser.get(&format!("/assets/{name}")).await;
    assert_eq!(sheet.status, StatusCode::OK);
    assert!(
        sheet.headers[header::CACHE_CONTROL]
            .to_str()
            .expect("text")
            .contains("immutable")
    );
    assert!(sheet.body.contains("--campus-light:#"));
    let other = browser.get("/assets/portal-0000000000000000.css").await;
    assert_eq!(
        (other.status, other.screen()),
        (StatusCode::NOT_FOUND, "W-99")
    );
}
