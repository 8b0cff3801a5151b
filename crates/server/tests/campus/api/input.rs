//! Bodies and paths that nobody should send (security.md §3, classes 2, 3, 7, 9, 10).

use axum::http::StatusCode;
use menhu_protocol::api::Call;
use menhu_protocol::api::registration::{Activate, Dispute, Open, PhoneBind, PhoneProve, Resume};
use menhu_protocol::values::Malformed;
use menhu_protocol::{Code, Failure, Field};

use super::people::CHEN;
use crate::ground::Ground;

const PATHS: [&str; 6] = [
    Open::PATH,
    Resume::PATH,
    Dispute::PATH,
    PhoneBind::PATH,
    PhoneProve::PATH,
    Activate::PATH,
];

#[tokio::test]
async fn no_body_is_answered_by_anything_but_a_json_failure_of_the_callers() {
    let ground = Ground::new().await;
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let wide = format!(r#"{{"account":"{}"}}"#, "A".repeat(1_000_000));
    let bodies: Vec<Vec<u8>> = [
        "",
        " ",
        "null",
        "1",
        "[]",
        "{}",
        "{",
        "\"x\"",
        "{}{}",
        "\u{feff}{}",
        "NaN",
        r#"{"account":1,"password":"x"}"#,
        r#"{"account":["198803017"],"password":"x"}"#,
        r#"{"account":"198803017","account":"1","password":"x"}"#,
        r#"{"account":"198803017","password":null}"#,
        r#"{"account":"198803017"}"#,
        r#"{"registration":"x","code":123456}"#,
        r#"{"registration":"x","code":["123456"]}"#,
        r#"{"registration":{"x":1},"key":"k"}"#,
        r#"{"registration":"x","key":""}"#,
        r#"{"registration":"x","field":7,"should_be":"x"}"#,
        &deep,
        &format!(r#"{{"registration":{deep}}}"#),
        &wide,
    ]
    .into_iter()
    .map(|text| text.as_bytes().to_vec())
    .chain([
        vec![0xff, 0xfe, 0x00],
        vec![0; 100],
        b"{\"account\":\"\xff\"}".to_vec(),
    ])
    .collect();
    for path in PATHS {
        for body in &bodies {
            for media in ["application/json", "application/json; charset=utf-8"] {
                let answer = ground.post(path, media, body.clone()).await;
                let shown = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
                assert!(
                    answer.status.is_client_error(),
                    "{path} {shown}: {}",
                    answer.status
                );
                assert_eq!(answer.headers["content-type"], "application/json");
                let failure: Failure = answer.json();
                assert_ne!(failure.code, Code::Unknown, "{path} {shown}");
            }
        }
    }
}

#[tokio::test]
async fn other_content_types_and_methods_are_json_failures_too() {
    let ground = Ground::new().await;
    for media in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/jsonp",
        "",
    ] {
        let answer = ground.post(Open::PATH, media, "{}").await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{media}");
        assert_eq!(answer.json::<Failure>().code, Code::BadRequest);
    }
    for path in [
        Open::PATH,
        "/v1",
        "/v1/",
        "/v1/nothing",
        "/v1/registration/open/more",
    ] {
        let answer = ground.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(answer.json::<Failure>().code, Code::NotFound, "{path}");
    }
}

/// Opens with an account as typed, without the parsing of a client.
async fn typed(ground: &Ground, account: &str) -> Result<(), Failure> {
    let body = serde_json::json!({ "account": account, "password": CHEN.password });
    let answer = ground
        .post(Open::PATH, "application/json", body.to_string())
        .await;
    answer.reply::<Open>().map(|_| ())
}

#[tokio::test]
async fn an_id_is_understood_however_it_is_typed() {
    let ground = Ground::new().await;
    for account in [
        "198803017",
        " 198803017 ",
        "１９８８０３０１７",
        "198 803 017",
        "198803017\u{200b}",
        "\u{feff}198803017",
        "198\u{3000}803017",
        "\u{202e}198803017",
    ] {
        typed(&ground, account).await.expect(account);
    }
    for (account, why) in [
        ("", Malformed::Empty),
        ("　", Malformed::Empty),
        ("1988-陈", Malformed::Character),
        ("' or 1=1 --", Malformed::Character),
        (&"1".repeat(33), Malformed::Long),
    ] {
        let refused = typed(&ground, account).await.expect_err(account);
        assert_eq!(
            refused,
            Failure::malformed(Field::Account, why),
            "{account}"
        );
    }
    let zeros = typed(&ground, "0198803017").await.expect_err("zeros count");
    assert_eq!(zeros.code, Code::PasswordWrong);
}

#[tokio::test]
async fn a_password_is_taken_as_typed_but_for_the_width_of_its_characters() {
    let ground = Ground::new().await;
    for (password, code) in [
        ("", Code::Malformed),
        (" shufen#1949", Code::PasswordWrong),
        ("Shufen#1949", Code::PasswordWrong),
        (&*"长".repeat(2000), Code::Malformed),
        ("shufen#1949\0", Code::PasswordWrong),
    ] {
        let refused = super::people::open(&ground, CHEN, password).await;
        assert_eq!(refused.expect_err(password).code, code, "{password:.20}");
    }
    // An input method left in full width (NIST SP 800-63B-4 §3.1.1.2: NFKC).
    let wide = super::people::open(&ground, CHEN, "ｓｈｕｆｅｎ＃１９４９").await;
    wide.expect("the same password");
}

#[tokio::test]
async fn the_campus_says_what_it_is_and_what_it_agrees_on() {
    let ground = Ground::new().await;
    let manifest: menhu_protocol::Manifest = ground.get(menhu_protocol::WELL_KNOWN).await.json();
    assert_eq!(manifest.menhu, 1);
    assert_eq!(manifest.texts.len(), 2);
    for text in &manifest.texts {
        for (lang, word) in [("zh-CN", "示范大学"), ("en", "Demonstration University")] {
            let answer = ground.get(&format!("{}?lang={lang}", text.path)).await;
            assert_eq!(answer.status, StatusCode::OK);
            assert_eq!(answer.headers["content-type"], "text/plain; charset=utf-8");
            let body = String::from_utf8(answer.body).expect("text");
            assert!(body.contains(word), "{body}");
        }
        let same = ground
            .get(&format!("{}?from={}", text.path, text.version))
            .await;
        assert!(
            same.body.is_empty(),
            "nothing changed since the version itself"
        );
    }
    assert_eq!(
        ground.get("/texts/other").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(ground.get("/healthz").await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_outbox_is_there_in_demo_mode_only() {
    let demo = Ground::new().await;
    assert_eq!(demo.get("/demo/outbox.json").await.status, StatusCode::OK);
    let real = Ground::on(None, |config| config.demo = false).await;
    assert_eq!(
        real.get("/demo/outbox.json").await.status,
        StatusCode::NOT_FOUND
    );
}
