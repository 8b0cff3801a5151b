//! What people and programs type, at a real server: a clear answer that names the field, never a 5xx.

use anyhow::Result;
use menhu_protocol::{Code, Failure};
use menhu_tests::campus::http;
use menhu_tests::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn no_body_makes_the_api_fault() -> Result<()> {
    let world = World::start().await?;
    let http = http()?;
    let deep = "[".repeat(10_000) + &"]".repeat(10_000);
    let large = format!(
        "{{\"account\":\"{}\",\"password\":\"x\"}}",
        "9".repeat(1 << 20)
    );
    let bodies: Vec<Vec<u8>> = vec![
        b"".to_vec(),
        b"null".to_vec(),
        b"[]".to_vec(),
        b"{".to_vec(),
        b"\xff\xfe{}".to_vec(),
        "\u{feff}{}".into(),
        deep.into(),
        large.into(),
        br#"{"account":1,"password":2}"#.to_vec(),
        br#"{"account":["198803017"],"password":{"a":1}}"#.to_vec(),
        br#"{"account":"198803017","account":"2","password":"x"}"#.to_vec(),
        br#"{"account":"\u0000","password":"x"}"#.to_vec(),
        r#"{"account":"１９８８０３０１７","password":"𠮷"}"#.into(),
        br#"{"registration":"../../etc/passwd"}"#.to_vec(),
    ];
    for path in [
        "/v1/registration/open",
        "/v1/registration/resume",
        "/v1/registration/dispute",
        "/v1/registration/phone",
        "/v1/registration/phone/prove",
        "/v1/registration/activate",
        "/v1/signin/begin",
        "/v1/signin/code",
        "/v1/signin/code/prove",
        "/v1/signin/password",
        "/v1/session/refresh",
        "/v1/session/revoke",
        "/v1/me",
        "/v1/devices",
        "/v1/devices/end",
        "/v1/no/such/path",
    ] {
        for body in &bodies {
            for kind in [
                "application/json",
                "text/plain",
                "application/x-www-form-urlencoded",
            ] {
                let answer = http
                    .post(format!("{}{path}", world.campus.origin))
                    .header("content-type", kind)
                    .body(body.clone())
                    .send()
                    .await?;
                let status = answer.status();
                let bytes = answer.bytes().await?;
                let failure: Failure = serde_json::from_slice(&bytes).unwrap_or_else(|_| {
                    panic!(
                        "{path} {kind}: {status} {:?}",
                        String::from_utf8_lossy(&bytes)
                    )
                });
                assert!(
                    status.is_client_error(),
                    "{path} {kind}: {status} {failure:?}"
                );
            }
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn headers_of_strangers_change_no_address() -> Result<()> {
    let world = World::start().await?;
    let http = http()?;
    for (name, value) in [
        ("host", "evil.example"),
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "gopher"),
        ("forwarded", "host=evil.example"),
        ("x-original-url", "//evil.example"),
    ] {
        for path in ["/.well-known/menhu", "/r", "/d", "/"] {
            let answer = http
                .get(format!("http://{}{path}", world.campus.address))
                .header(name, value)
                .send()
                .await?;
            assert!(!answer.status().is_server_error(), "{path} {name}");
            assert!(
                !answer.text().await?.contains("evil.example"),
                "{path} believed {name}"
            );
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_account_is_answered_like_a_wrong_password() -> Result<()> {
    let world = World::start().await?;
    let http = http()?;
    let mut answers = Vec::new();
    for account in ["198803017", "999999999"] {
        let answer = http
            .post(format!("{}/v1/registration/open", world.campus.origin))
            .json(&serde_json::json!({ "account": account, "password": "wrong-one-1" }))
            .send()
            .await?;
        answers.push((answer.status(), answer.json::<Failure>().await?));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0].1.code, Code::PasswordWrong);
    Ok(())
}
