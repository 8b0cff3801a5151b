//! Forms from elsewhere, bodies that are none, addresses nobody knows.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};

use super::{DESK, ORIGIN, Scene};

#[tokio::test]
async fn a_form_from_another_site_does_nothing() {
    let scene = Scene::new().await;
    let mut browser = scene.signed_in("198803017").await;
    for origin in [
        "https://evil.example",
        "null",
        "http://menhu.example.edu.cn",
    ] {
        let page = browser.post_from(Some(origin), "/r/confirm", &[]).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{origin}");
        assert_eq!(page.screen(), "W-99");
        assert!(page.body.contains(ORIGIN) && page.body.contains(DESK));
    }
    assert_eq!(
        browser.open("/r").await.screen(),
        "W-03",
        "it was activated"
    );
    // A browser that names no origin at all is held by SameSite cookies.
    let page = browser.post_from(None, "/r/confirm", &[]).await;
    assert_eq!(page.location(), "/r/done");
}

#[tokio::test]
async fn every_refusal_is_a_page_with_the_desk_s_telephone() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    for (method, path, status) in [
        (Method::GET, "/nowhere", StatusCode::NOT_FOUND),
        (Method::GET, "/r/nowhere", StatusCode::NOT_FOUND),
        (
            Method::GET,
            "/%2e%2e/%2e%2e/etc/passwd",
            StatusCode::NOT_FOUND,
        ),
        (Method::GET, "/%ff%fe", StatusCode::NOT_FOUND),
        (Method::GET, "/assets/%ff", StatusCode::BAD_REQUEST),
        (Method::PUT, "/r/account", StatusCode::METHOD_NOT_ALLOWED),
        (Method::POST, "/d", StatusCode::METHOD_NOT_ALLOWED),
    ] {
        let request = Request::builder().method(method).uri(path);
        let page = browser
            .send(request.body(Body::empty()).expect("request"))
            .await;
        assert_eq!(page.status, status, "{path}");
        assert_eq!(page.screen(), "W-99", "{path}");
        assert!(page.body.contains(DESK), "{path}");
    }
}

#[tokio::test]
async fn whatever_is_posted_is_never_a_fault_of_the_server() {
    let scene = Scene::new().await;
    let mut browser = scene.signed_in("198803017").await;
    let long = "a=".to_owned() + &"9".repeat(100_000);
    let bodies: [(&str, &[u8]); 6] = [
        (
            "application/x-www-form-urlencoded",
            b"account=%ff%fe&password=%",
        ),
        ("application/x-www-form-urlencoded", b"account=1&account=2"),
        ("application/x-www-form-urlencoded", b"\xff\xfe\x00"),
        ("application/json", b"{\"account\":1}"),
        ("text/plain", b""),
        ("application/x-www-form-urlencoded", long.as_bytes()),
    ];
    for path in [
        "/r/account",
        "/r/confirm",
        "/r/dispute",
        "/r/phone",
        "/r/code",
    ] {
        for (kind, body) in bodies {
            let request = Request::post(path)
                .header(header::ORIGIN, ORIGIN)
                .header(header::CONTENT_TYPE, kind)
                .body(Body::from(body.to_vec()))
                .expect("request");
            let page = browser.send(request).await;
            assert!(
                !page.status.is_server_error(),
                "{path} {kind}: {}",
                page.status
            );
            let told = page.status.is_redirection() || page.body.contains(DESK);
            assert!(told, "{path} {kind}: a bare {}", page.status);
        }
    }
}

#[tokio::test]
async fn what_a_person_typed_is_text_and_never_markup() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    let form = [
        ("account", "\"><script>alert(1)</script>"),
        ("password", "x"),
    ];
    let page = browser.post("/r/account", &form).await;
    assert!(!page.body.contains("<script>alert"), "{}", page.body);
    let page = browser.get("/r?until=%22%3E%3Cscript%3E").await;
    assert!(!page.body.contains("\"><script>"), "{}", page.body);
}

#[tokio::test]
async fn the_outbox_is_there_in_demo_mode_only() {
    let scene = Scene::new().await;
    assert_eq!(scene.browser().get("/demo/outbox").await.screen(), "W-90");
    let mut campus = scene.campus.clone();
    let mut config = (*campus.config).clone();
    config.demo = false;
    campus.config = std::sync::Arc::new(config);
    let mut browser = scene.browser();
    browser.app = crate::router::router(campus);
    assert_eq!(
        browser.get("/demo/outbox").await.status,
        StatusCode::NOT_FOUND
    );
}
