//! The devhost from outside: what it answers, to whom.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use menhu_client::vault::MemoryVault;
use menhu_devhost::{Ground, router};
use menhu_protocol::{Code, Failure, ipc};
use tower::ServiceExt;

const HOST: &str = "127.0.0.1:4242";

/// A devhost on an empty device, with a page of one line. The folder lives as long as the devhost.
fn devhost() -> (Router, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("folder");
    let dist = folder.path().join("dist");
    std::fs::create_dir(&dist).expect("dist");
    std::fs::write(dist.join("index.html"), "the page").expect("page");
    let router = router(Ground {
        data_dir: folder.path().join("data"),
        dist,
        vault: Arc::new(MemoryVault::default()),
        extra_roots: Vec::new(),
        pinned: None,
        update_key: None,
    });
    (router.expect("router"), folder)
}

async fn ask(router: &Router, path: &str, origin: &str, body: &str) -> (StatusCode, String) {
    let request = Request::post(path)
        .header("host", HOST)
        .header("origin", origin)
        .body(Body::from(body.to_owned()))
        .expect("request");
    answer(router, request).await
}

async fn answer(router: &Router, request: Request<Body>) -> (StatusCode, String) {
    let response = router.clone().oneshot(request).await.expect("answer");
    let status = response.status();
    let body = to_bytes(response.into_body(), usize::MAX)
        .await
        .expect("body");
    (status, String::from_utf8(body.to_vec()).expect("text"))
}

#[tokio::test]
async fn what_is_no_command_is_a_failure_not_a_fault() {
    let (router, _folder) = devhost();
    let own = format!("http://{HOST}");
    for (path, body) in [
        ("/bridge/nothing_of_ours", "{}"),
        ("/bridge/app_start", "not json"),
        ("/bridge/preferences_keep", "{}"),
        ("/bridge-bytes/nothing_of_ours", ""),
    ] {
        let (status, body) = ask(&router, path, &own, body).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        let failure: Failure = serde_json::from_str(&body).expect("a failure");
        assert_eq!(failure.code, Code::BadRequest, "{path}");
    }
}

#[tokio::test]
async fn another_page_reaches_neither_the_core_nor_the_page() {
    let (router, _folder) = devhost();
    for path in ["/bridge/app_start", "/link", "/index.html"] {
        let (status, _) = ask(&router, path, "https://evil.example", "{}").await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn addresses_of_the_page_answer_the_page() {
    let (router, _folder) = devhost();
    for path in ["/", "/index.html", "/home", "/signin/code"] {
        let request = Request::get(path).header("host", HOST).body(Body::empty());
        let (status, body) = answer(&router, request.expect("request")).await;
        assert_eq!(
            (status, body.as_str()),
            (StatusCode::OK, "the page"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_link_reaches_the_page_that_listens() {
    let (router, _folder) = devhost();
    let listen = Request::get("/events")
        .header("host", HOST)
        .body(Body::empty());
    let events = router
        .clone()
        .oneshot(listen.expect("request"))
        .await
        .expect("events");
    let own = format!("http://{HOST}");
    let (status, _) = ask(&router, "/link", &own, "menhu://campus.example").await;
    assert_eq!(status, StatusCode::NO_CONTENT);

    let mut stream = events.into_body().into_data_stream();
    let first = tokio_stream::StreamExt::next(&mut stream)
        .await
        .expect("one event")
        .expect("read");
    let text = String::from_utf8(first.to_vec()).expect("text");
    let data = text.trim().strip_prefix("data: ").expect("data");
    let event: ipc::Event = serde_json::from_str(data).expect("an event");
    assert_eq!(
        event,
        ipc::Event::Link {
            text: "menhu://campus.example".into()
        }
    );
}
