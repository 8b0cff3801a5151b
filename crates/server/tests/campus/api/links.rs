//! What Android and Apple are told about the app that opens the campus's links.

use axum::http::StatusCode;
use menhu_server::config::{AndroidApp, AppConfig};
use serde_json::Value;

use crate::ground::Ground;

const ANDROID: &str = "/.well-known/assetlinks.json";
const APPLE: &str = "/.well-known/apple-app-site-association";

#[tokio::test]
async fn a_campus_without_an_app_of_its_own_hands_its_links_to_none() {
    let ground = Ground::new().await;
    for path in [ANDROID, APPLE] {
        assert_eq!(
            ground.get(path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_campuss_own_app_is_named_to_android_and_apple() {
    let ground = Ground::on(None, |config| {
        config.app = AppConfig {
            android: Some(AndroidApp {
                id: "cn.edu.example.menhu".to_owned(),
                certificates: vec!["AB:CD".to_owned()],
            }),
            apple: Some("ABCDE12345.cn.edu.example.menhu".to_owned()),
        };
    })
    .await;
    let answer = ground.get(ANDROID).await;
    // Google and Apple take nothing but JSON, and follow no redirect.
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.headers["content-type"], "application/json");
    let links: Value = answer.json();
    assert_eq!(links[0]["target"]["package_name"], "cn.edu.example.menhu");
    assert_eq!(links[0]["target"]["sha256_cert_fingerprints"][0], "AB:CD");
    let answer = ground.get(APPLE).await;
    assert_eq!(answer.headers["content-type"], "application/json");
    let links: Value = answer.json();
    let details = &links["applinks"]["details"];
    assert_eq!(details[0]["appIDs"][0], "ABCDE12345.cn.edu.example.menhu");
    // The page of the campus's code, and no other.
    assert_eq!(details[0]["components"], serde_json::json!([{ "/": "/r" }]));
}
