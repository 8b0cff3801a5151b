//! Before the app's own texts are agreed to, nothing moves.

use std::sync::atomic::Ordering;

use menhu_client::{dispatch, scan_picture};
use menhu_protocol::Code;
use menhu_protocol::ipc::{self, Command, Keychain};
use serde_json::json;

use crate::around::Device;
use crate::campus::Campus;

const ALLOWED: [&str; 7] = [
    "app_start",
    "preferences_keep",
    "consent_give",
    // The window itself: a person who cannot read the first screen makes it larger.
    "desktop_read",
    "desktop_keep",
    "window_close",
    "app_quit",
];

#[tokio::test]
async fn nothing_but_the_first_screen_happens_before_consent() {
    let campus = Campus::open().await;
    let device = Device::default();
    let app = device.start();
    let start = app.started().await;
    assert!(start.first && start.consent.is_none() && !start.signed_in);
    assert_eq!(start.keychain, Keychain::Unasked);
    app.ask(ipc::PreferencesKeep {
        preferences: start.preferences,
    })
    .await
    .expect("kept");
    for name in ipc::NAMES.iter().filter(|name| !ALLOWED.contains(name)) {
        // Fields of every command at once: none of them gets as far as reading them.
        let ask = json!({"text": campus.origin(), "address": campus.origin(), "url": "tel:110"});
        let refused = dispatch(&app.0, name, ask).await.expect_err(name);
        assert_eq!(refused.code, Code::ConsentMissing, "{name}");
    }
    let picture = scan_picture(&app.0, vec![0; 16]).await;
    assert_eq!(picture.map_err(|f| f.code), Err(Code::ConsentMissing));
    assert!(
        campus.books().requests.is_empty(),
        "no request left the device"
    );
    assert_eq!(device.chest.asked.load(Ordering::SeqCst), 0, "no keychain");
    assert_eq!(device.ear.scans.load(Ordering::SeqCst), 0, "no camera");
    assert!(device.ear.opened.lock().unwrap().is_empty(), "no link");
}

#[tokio::test]
async fn consent_outlives_a_restart_and_can_be_taken_back() {
    let campus = Campus::open().await;
    let (device, app) = campus.resident().await;
    let preferences = ipc::Preferences::default();
    app.ask(ipc::PreferencesKeep { preferences }).await.unwrap();
    let consent = device.start().started().await.consent;
    assert_eq!(consent, Some(("2026-11-21".into(), "2026-11-21".into())));

    app.ask(ipc::ConsentWithdraw {}).await.expect("withdrawn");
    let asked = device.chest.asked.load(Ordering::SeqCst);
    let start = device.start().started().await;
    assert!(start.consent.is_none() && start.campus.is_none() && !start.signed_in);
    assert!(!start.first, "language and size stay");
    assert_eq!(device.chest.asked.load(Ordering::SeqCst), asked);
    assert_eq!(campus.books().revoked, 1);
    assert_eq!(device.chest.item("example/person-1/refresh"), None);
}

#[tokio::test]
async fn nothing_personal_is_sent_before_the_campus_texts_are_agreed_to() {
    let campus = Campus::open().await;
    let device = Device::default();
    let app = device.start();
    app.consent().await;
    let found = app
        .ask(ipc::CampusFind {
            text: campus.origin(),
        })
        .await
        .expect("found");
    let address = found.manifest.origin;
    let texts = app
        .ask(ipc::CampusTexts {
            address: address.clone(),
        })
        .await
        .expect("texts");
    assert_eq!(texts[0].body, "terms whole");
    app.ask(ipc::CampusAdopt {
        address,
        agreed: Vec::new(),
    })
    .await
    .expect("adopted");
    for (name, ask) in [
        (ipc::SigninCode::NAME, json!({"phone": "13800138000"})),
        (
            ipc::RegistrationOpen::NAME,
            json!({"account": "198803017", "password": "x"}),
        ),
    ] {
        let refused = dispatch(&app.0, name, ask).await.expect_err(name);
        assert_eq!(refused.code, Code::ConsentMissing, "{name}");
    }
    let books = campus.books();
    assert!(books.requests.iter().all(|asked| !asked.contains("signin")));
    for headers in &books.headers {
        assert_eq!(headers["user-agent"], "Menhu/0.1.0");
        for personal in ["cookie", "authorization", "dpop", "referer"] {
            assert!(!headers.contains_key(personal), "{personal}");
        }
    }
}

#[tokio::test]
async fn texts_that_are_newer_than_the_card_are_asked_for_when_the_campus_says_so() {
    let campus = Campus::open().await;
    let device = Device::default();
    let app = device.start();
    app.consent().await;
    campus.adopt(&app).await;
    campus.books().texts_version = "2026-12-01".to_owned();
    let phone = "13800138000".to_owned();
    let refused = app.ask(ipc::SigninCode { phone }).await;
    assert_eq!(
        refused.map_err(|f| f.code).err(),
        Some(Code::ConsentMissing)
    );
    let start = app.ask(ipc::AppStart {}).await.expect("started");
    assert_eq!(start.campus.expect("the card").unagreed().len(), 2);
    campus.adopt(&app).await;
    campus.sign_in(&app).await;
}

#[tokio::test]
async fn a_new_version_of_a_campus_text_shows_what_changed() {
    let campus = Campus::open().await;
    let (_device, app) = campus.resident().await;
    campus.books().texts_version = "2026-12-01".to_owned();
    let home = app.ask(ipc::HomeRead { fresh: true }).await.expect("home");
    assert_eq!(home.stale, None);
    assert_eq!(home.campus.unagreed().len(), 2);
    let address = home.campus.manifest.origin;
    let texts = app.ask(ipc::CampusTexts { address }).await.expect("texts");
    assert_eq!(texts[0].version, "2026-12-01");
    assert_eq!(texts[0].changed, "terms from=2026-01-01");
}
