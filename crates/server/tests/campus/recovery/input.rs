//! What nobody should send (security.md §3, classes 2, 4, 7, 9; RC-5).

use menhu_protocol::api::Call as _;
use menhu_protocol::api::recovery::{Begin, CodeProve, CodeSend, PasswordSet, Proven, Resume, Way};
use menhu_protocol::values::Malformed;
use menhu_protocol::{Code, Failure, Field};
use serde_json::{Value, json};

use super::steps::{begun, e164, proven, send, worked};
use crate::api::people::{CHEN, activated};
use crate::ground::Ground;

async fn sent(ground: &Ground, path: &str, body: &Value) -> Result<Value, Failure> {
    let answer = ground
        .post(path, "application/json", body.to_string())
        .await;
    assert!(!answer.status.is_server_error(), "{path} {body}");
    if answer.status.is_success() {
        Ok(answer.json())
    } else {
        Err(answer.json())
    }
}

#[tokio::test]
async fn one_value_of_type_string_or_nothing() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let captcha = worked(&ground).await;
    let captcha = json!({ "puzzle": captcha.puzzle.expose(), "nonce": captcha.nonce });
    for account in [
        json!([CHEN.member]),
        json!([CHEN.member, "200511023"]),
        json!({ "0": CHEN.member }),
        json!(198_803_017),
        json!(null),
        json!(true),
    ] {
        let body =
            json!({ "account": account, "certificate": CHEN.certificate, "captcha": captcha });
        let refused = sent(&ground, Begin::PATH, &body)
            .await
            .expect_err("no text");
        assert_eq!(refused.code, Code::BadRequest, "{account}");
    }
    let twice = format!(
        r#"{{"account":"{}","account":"200511023","certificate":"{}","captcha":{captcha}}}"#,
        CHEN.member, CHEN.certificate
    );
    let answer = ground.post(Begin::PATH, "application/json", twice).await;
    assert_eq!(answer.json::<Failure>().code, Code::BadRequest);
    // Not even looked at: the captcha is still good.
    let body =
        json!({ "account": CHEN.member, "certificate": CHEN.certificate, "captcha": captcha });
    sent(&ground, Begin::PATH, &body).await.expect("begun");
}

#[tokio::test]
async fn the_field_that_is_wrong_is_named() {
    let ground = Ground::new().await;
    let long = "1".repeat(1000);
    for (account, certificate, field, why) in [
        ("", CHEN.certificate, Field::Account, Malformed::Empty),
        (
            "陈淑芬",
            CHEN.certificate,
            Field::Account,
            Malformed::Character,
        ),
        ("a@b,c@d", CHEN.certificate, Field::Account, Malformed::Form),
        (
            "a@b.cn\r\nBcc: c@d.cn",
            CHEN.certificate,
            Field::Account,
            Malformed::Form,
        ),
        (&long, CHEN.certificate, Field::Account, Malformed::Long),
        (CHEN.member, "", Field::Certificate, Malformed::Empty),
        (CHEN.member, "1234", Field::Certificate, Malformed::Short),
        (CHEN.member, &long, Field::Certificate, Malformed::Long),
        (
            CHEN.member,
            "110105194912310021",
            Field::Certificate,
            Malformed::Form,
        ),
        (
            CHEN.member,
            "' or 1=1 --",
            Field::Certificate,
            Malformed::Character,
        ),
    ] {
        let captcha = json!({ "puzzle": "x", "nonce": 1 });
        let body = json!({ "account": account, "certificate": certificate, "captcha": captcha });
        let refused = sent(&ground, Begin::PATH, &body)
            .await
            .expect_err("malformed");
        assert_eq!(
            refused,
            Failure::malformed(field, why),
            "{account:.20} {certificate:.20}"
        );
    }
}

/// As typed, and whether it is the right code `123456` of the table below.
fn spellings(right: &str) -> Vec<(Value, Result<(), Malformed>)> {
    let wide: String = right
        .chars()
        .filter_map(|c| char::from_u32(c as u32 + 0xfee0))
        .collect();
    let spaced = format!("{} {}", &right[..3], &right[3..]);
    let good = [
        right.to_owned(),
        wide,
        spaced,
        format!(" {right}\n"),
        format!("{right}\u{200b}"),
        format!("【统一身份认证】{right}"),
        format!("【统一身份认证】验证码 {right}，5 分钟内有效。"),
    ];
    let good = good.into_iter().map(|text| (json!(text), Ok(())));
    let bad = [
        (json!(""), Malformed::Empty),
        (json!(&right[..5]), Malformed::Short),
        (json!(format!("{right}7")), Malformed::Long),
        (json!("abcdef"), Malformed::Empty),
    ];
    let bad = bad.into_iter().map(|(text, why)| (text, Err(why)));
    good.chain(bad).collect()
}

#[tokio::test]
async fn a_code_is_understood_however_it_is_typed_or_pasted() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let recovery = begun(&ground, CHEN).await;
    let count = spellings("123456").len();
    for row in 0..count {
        // One try of one code for each row, as many as a day has.
        ground.clock.forward_s(3 * 3600);
        let own = begun(&ground, CHEN).await;
        send(&ground, &own, Way::Phone, false).await.expect("sent");
        let right = ground.code_to(&e164(CHEN)).await.expect("a code");
        let (typed, meant) = spellings(&right).swap_remove(row);
        let body = json!({ "recovery": own.expose(), "code": typed });
        match (sent(&ground, CodeProve::PATH, &body).await, meant) {
            (Ok(proven), Ok(())) => {
                serde_json::from_value::<Proven>(proven).expect("rules");
            }
            (Err(refused), Err(_)) => {
                assert_eq!(refused.code, Code::Malformed, "{typed}");
                assert_eq!(refused.field, Some(Field::Code), "{typed}");
            }
            (got, _) => panic!("{typed}: {got:?}"),
        }
    }
    for code in [
        json!(123_456),
        json!(["123456"]),
        json!({}),
        json!(null),
        json!(1.5),
        json!(true),
    ] {
        let body = json!({ "recovery": recovery.expose(), "code": code });
        let refused = sent(&ground, CodeProve::PATH, &body)
            .await
            .expect_err("no text");
        assert_eq!(refused.code, Code::BadRequest, "{code}");
    }
}

#[tokio::test]
async fn whatever_is_sent_no_password_is_set_and_no_fault_is_the_servers() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let recovery = proven(&ground, CHEN).await;
    let deep = format!("{}{}", "[".repeat(9_000), "]".repeat(9_000));
    let secret = recovery.expose();
    let bodies = [
        String::new(),
        "null".to_owned(),
        "[]".to_owned(),
        "{}".to_owned(),
        "\u{feff}{}".to_owned(),
        deep.clone(),
        format!(r#"{{"recovery":{deep}}}"#),
        format!(r#"{{"recovery":["{secret}"],"password":"Xin-mima#1","end_sessions":true}}"#),
        format!(r#"{{"recovery":"{secret}","password":["Xin-mima#1"],"end_sessions":true}}"#),
        format!(r#"{{"recovery":"{secret}","password":"Xin-mima#1","end_sessions":"yes"}}"#),
        format!(
            r#"{{"recovery":"{secret}","password":"Xin-mima#1","password":"Xin-mima#2","end_sessions":true}}"#
        ),
        format!(r#"{{"recovery":"{secret}","way":["phone"],"again":true}}"#),
        format!(r#"{{"recovery":"{secret}","way":"+8613900139000","again":true}}"#),
        format!(r#"{{"recovery":"{secret}","way":"phone,mail","again":true}}"#),
        r#"{"recovery":"\u0000","way":"phone","again":true}"#.to_owned(),
        r#"{"recovery":"","way":"phone","again":true}"#.to_owned(),
    ];
    for path in [
        Begin::PATH,
        CodeSend::PATH,
        CodeProve::PATH,
        PasswordSet::PATH,
        Resume::PATH,
    ] {
        for body in &bodies {
            let answer = ground.post(path, "application/json", body.clone()).await;
            let is_a_look = path == Resume::PATH && answer.status.is_success();
            assert!(
                answer.status.is_client_error() || is_a_look,
                "{path} {body:.60}"
            );
        }
    }
    crate::api::people::open(&ground, CHEN, CHEN.password)
        .await
        .expect("as it was");
    assert_eq!(ground.messages_to(&e164(CHEN)).await, 1, "the one code");
}
