use axum::http::StatusCode;
use menhu_protocol::{Localized, TextKind};
use menhu_server::Config;
use menhu_server::config::TextConfig;

use crate::ground::Ground;
use crate::portal::browser::Browser;

fn text(version: &str, changed: &str) -> TextConfig {
    let both = |text: String| Localized {
        zh: text.clone(),
        en: text,
    };
    TextConfig {
        kind: TextKind::Terms,
        version: version.to_owned(),
        body: both(format!("正文 {version}")),
        changed: both(changed.to_owned()),
    }
}

async fn ground() -> Ground {
    Ground::on(None, |config: &mut Config| {
        config.texts.retain(|text| text.kind == TextKind::Privacy);
        config.texts.push(text("2025-01-01", ""));
        config
            .texts
            .push(text("2026-09-01", "加了注销账号\n<b>改了第三条</b>"));
        config.campus.filing = Some("京ICP备12345678号".to_owned());
    })
    .await
}

#[tokio::test]
async fn every_version_of_every_text_is_there_with_what_changed() {
    let ground = ground().await;
    let mut browser = Browser::of(&ground);
    let page = browser.get("/about").await;
    assert_eq!(page.screen(), "W-12");
    for said in [
        "/read/terms/2026-09-01",
        "/read/terms/2025-01-01",
        "/read/privacy/",
        "加了注销账号",
        "&#60;b&#62;改了第三条",
        "京ICP备12345678号",
        env!("CARGO_PKG_VERSION"),
    ] {
        assert!(page.body.contains(said), "{said}");
    }
    let newest = page.body.find("2026-09-01").expect("there");
    assert!(newest < page.body.find("2025-01-01").expect("there"));
    assert!(page.body.len() < 60_000);
    let old = browser.get("/read/terms/2025-01-01").await;
    assert_eq!(old.screen(), "W-11");
    assert!(old.body.contains("正文 2025-01-01"));
    let new = browser.get("/read/terms").await;
    assert!(new.body.contains("正文 2026-09-01"));
}

#[tokio::test]
async fn versions_nobody_wrote_are_nowhere() {
    let ground = ground().await;
    let mut browser = Browser::of(&ground);
    for path in [
        "/read/terms/2024-01-01",
        "/read/terms/%00",
        "/read/terms/..%2f..%2fetc",
        "/read/privacy/2025-01-01",
        "/read/other/2025-01-01",
    ] {
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn the_way_there_is_at_the_foot_of_every_page() {
    let ground = ground().await;
    let mut browser = Browser::of(&ground);
    for path in ["/", "/r", "/d", "/desk", "/login", "/about", "/nowhere"] {
        let page = browser.open(path).await;
        assert!(page.body.contains("<a href=\"/about\">"), "{path}");
    }
}
