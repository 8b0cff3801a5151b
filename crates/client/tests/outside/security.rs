//! 安全中心 from the device of somebody who is in.

use menhu_protocol::ipc;
use menhu_protocol::values::Malformed;
use menhu_protocol::{Code, Failure, Field};
use serde_json::json;

use crate::around::Device;
use crate::campus::{Campus, Trouble, secret};

#[tokio::test]
async fn every_act_is_asked_with_what_was_typed_in_its_one_form() {
    let campus = Campus::open().await;
    let (_device, app) = campus.resident().await;
    app.ask(ipc::SecurityRead {}).await.expect("read");
    let password = secret("shufen#1949");
    app.ask(ipc::SecurityProve { password })
        .await
        .expect("proven");
    app.ask(ipc::PasswordChange {
        old: secret("shufen#1949"),
        new: secret(" shufen#2026 "),
        end_others: true,
    })
    .await
    .expect("changed");
    let phone = "１３５ 0013 5000".to_owned();
    app.ask(ipc::PhoneSend { phone }).await.expect("a code");
    let code = secret("１２３４５６");
    app.ask(ipc::PhoneProve { code }).await.expect("bound");
    app.ask(ipc::PhoneUnbindSend {}).await.expect("a code");
    let code = secret("123456");
    app.ask(ipc::PhoneUnbind { code }).await.expect("unbound");
    let mail = " Chen@Example.edu.cn ".to_owned();
    app.ask(ipc::MailSend { mail }).await.expect("a letter");
    app.ask(ipc::MailUnbindSend {}).await.expect("a letter");
    app.ask(ipc::CloseAsk {}).await.expect("asked");
    app.ask(ipc::CloseTakeBack {}).await.expect("taken back");
    let asked = campus.books().security.asked.clone();
    let expected = [
        ("security", json!({})),
        ("security/prove", json!({"password": "shufen#1949"})),
        (
            "security/password",
            json!({"old": "shufen#1949", "new": " shufen#2026 ", "end_others": true}),
        ),
        ("security/phone", json!({"phone": "+8613500135000"})),
        ("security/phone/prove", json!({"code": "123456"})),
        ("security/phone/unbind", json!({})),
        ("security/phone/unbind/prove", json!({"code": "123456"})),
        ("security/mail", json!({"mail": "chen@example.edu.cn"})),
        ("security/mail/unbind", json!({})),
        ("security/close", json!({})),
        ("security/close/back", json!({})),
    ];
    let expected = expected.map(|(call, ask)| (call.to_owned(), ask));
    assert_eq!(asked, expected, "once each, in this order");
}

#[tokio::test]
async fn what_is_typed_wrong_names_its_field_and_reaches_no_server() {
    let campus = Campus::open().await;
    let (_device, app) = campus.resident().await;
    let asked = campus.books().requests.len();
    let empty = |field| Failure::malformed(field, Malformed::Empty);
    let password = secret("");
    let refused = app.ask(ipc::SecurityProve { password }).await;
    assert_eq!(refused.expect_err("empty"), empty(Field::Password));
    for (old, new, field) in [
        ("", "shufen#2026", Field::Password),
        ("shufen#1949", "", Field::NewPassword),
    ] {
        let change = ipc::PasswordChange {
            old: secret(old),
            new: secret(new),
            end_others: false,
        };
        let refused = app.ask(change).await;
        assert_eq!(refused.expect_err("empty"), empty(field));
    }
    let phone = "1350".to_owned();
    let refused = app.ask(ipc::PhoneSend { phone }).await;
    assert_eq!(
        refused.expect_err("short"),
        Failure::malformed(Field::Phone, Malformed::Short)
    );
    let refused = app.ask(ipc::PhoneProve { code: secret("1") }).await;
    assert_eq!(refused.expect_err("short").field, Some(Field::Code));
    let refused = app.ask(ipc::PhoneUnbind { code: secret("") }).await;
    assert_eq!(refused.expect_err("empty").field, Some(Field::Code));
    let mail = "chen@example.edu.cn\r\nBcc: all@example.edu.cn".to_owned();
    let refused = app.ask(ipc::MailSend { mail }).await;
    assert_eq!(refused.expect_err("two lines").field, Some(Field::Mail));
    assert_eq!(campus.books().requests.len(), asked);
}

#[tokio::test]
async fn an_old_proof_is_said_and_renewed_and_signs_nobody_out() {
    let campus = Campus::open().await;
    let (device, app) = campus.resident().await;
    campus.books().security.proof_is_old = true;
    let old = app.ask(ipc::PhoneUnbindSend {}).await.expect_err("old");
    assert_eq!(old.code, Code::ProofOld);
    assert_eq!(device.heard(&ipc::Event::SignedOut), 0);
    let password = secret("shufen#1949");
    app.ask(ipc::SecurityProve { password })
        .await
        .expect("proven");
    app.ask(ipc::PhoneUnbindSend {}).await.expect("a code");
}

#[tokio::test]
async fn an_access_token_that_ended_is_renewed_without_a_word() {
    let campus = Campus::open().await;
    let (_device, app) = campus.resident().await;
    campus.access_expires();
    app.ask(ipc::SecurityRead {}).await.expect("read");
    campus.end();
    let ended = app.ask(ipc::SecurityRead {}).await.expect_err("ended");
    assert_eq!(ended.code, Code::SessionEnded);
    let out = app.ask(ipc::SecurityRead {}).await.expect_err("out");
    assert_eq!(out.code, Code::SignedOut);
}

#[tokio::test]
async fn nobody_who_is_out_asks_for_a_security_centre() {
    let campus = Campus::open().await;
    let device = Device::default();
    let app = device.start();
    app.consent().await;
    campus.adopt(&app).await;
    let asked = campus.books().requests.len();
    let read = app.ask(ipc::SecurityRead {}).await.expect_err("out");
    assert_eq!(read.code, Code::SignedOut);
    let close = app.ask(ipc::CloseAsk {}).await.expect_err("out");
    assert_eq!(close.code, Code::SignedOut);
    assert_eq!(campus.books().requests.len(), asked);
}

#[tokio::test]
async fn sign_ins_are_bounded_and_ways_of_later_versions_are_taken() {
    let campus = Campus::open().await;
    let (_device, app) = campus.resident().await;
    let seen = app.ask(ipc::SigninsRead {}).await.expect("seen");
    assert_eq!(seen.len(), 50);
}

#[tokio::test]
async fn nothing_of_the_security_centre_stays_on_the_device() {
    let campus = Campus::open().await;
    let (device, app) = campus.resident().await;
    app.ask(ipc::SecurityRead {}).await.expect("read");
    app.ask(ipc::SigninsRead {}).await.expect("seen");
    for file in std::fs::read_dir(device.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap_or_default();
        for shown in ["z****@example", "203.0.113"] {
            let found = bytes
                .windows(shown.len())
                .any(|window| window == shown.as_bytes());
            assert!(!found, "{shown}");
        }
    }
    campus.next(Trouble::Down);
    let down = app.ask(ipc::SecurityRead {}).await.expect_err("down");
    assert_eq!(
        down.code,
        Code::ServerFault,
        "and nothing old is shown as new"
    );
}
