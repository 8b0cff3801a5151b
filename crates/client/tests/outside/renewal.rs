//! A password that was right and breaks today's rules: a new one before anybody is in.

use menhu_protocol::ipc::{self, Bookmark, SigninStep};
use menhu_protocol::values::Malformed;
use menhu_protocol::{Code, Failure, Field};

use crate::around::{App, Device};
use crate::campus::{ACCOUNT, CODE, Campus, PHONE, Trouble, password, secret};

/// At the password, which is weak.
async fn weak(campus: &Campus) -> (Device, App) {
    let device = Device::default();
    let app = device.start();
    app.consent().await;
    campus.adopt(&app).await;
    campus.books().renewal.weak = true;
    let phone = PHONE.to_owned();
    app.ask(ipc::SigninCode { phone }).await.expect("a code");
    let code = secret(CODE);
    let proof = ipc::SigninCodeProve { code };
    app.ask(proof).await.expect("proven");
    (device, app)
}

async fn reopened(device: &Device) -> (App, ipc::SigninBookmark) {
    let app = device.start();
    match app.started().await.bookmark {
        Some(Bookmark::Signin(mark)) => (app, mark),
        other => panic!("no sign-in: {other:?}"),
    }
}

fn renew(password: &str) -> ipc::SigninRenew {
    ipc::SigninRenew {
        password: secret(password),
    }
}

#[tokio::test]
async fn a_weak_password_lets_nobody_in_before_it_is_renewed() {
    let campus = Campus::open().await;
    let (device, app) = weak(&campus).await;
    let failure = app.ask(password()).await.expect_err("weak");
    assert_eq!(failure.code, Code::PasswordMustChange);
    let (app, mark) = reopened(&device).await;
    assert_eq!(mark.step, SigninStep::Renewal);
    assert_eq!(mark.unmet, ["classes", "not_yours"]);
    assert!(!app.started().await.signed_in);
    let rules = app.ask(ipc::SigninRules {}).await.expect("rules");
    assert_eq!((rules.profile.as_str(), rules.rules.len()), ("campus-1", 6));
    assert_eq!(
        app.ask(renew("")).await.expect_err("empty"),
        Failure::malformed(Field::NewPassword, Malformed::Empty)
    );
    let refused = app.ask(renew("password1")).await.expect_err("common");
    assert_eq!(refused.code, Code::PasswordWeak);
    assert!(app.ask(renew("shufen#2026")).await.expect("in").kept);
    let app = device.start();
    let start = app.started().await;
    assert_eq!((start.signed_in, start.bookmark), (true, None));
    assert_eq!(device.chest.item("example/-/attempt"), None);
    assert_eq!(campus.books().renewal.set, ["shufen#2026"]);
}

#[tokio::test]
async fn a_renewal_whose_answer_was_lost_signs_in_at_the_next_press() {
    let campus = Campus::open().await;
    let (device, app) = weak(&campus).await;
    app.ask(password()).await.expect_err("weak");
    campus.next(Trouble::AnswerLost);
    let lost = app.ask(renew("shufen#2026")).await.expect_err("lost");
    assert_eq!(lost.code, Code::Offline);
    let (app, mark) = reopened(&device).await;
    assert_eq!(mark.step, SigninStep::Renewal);
    assert!(app.ask(renew("shufen#2026")).await.expect("in").kept);
    assert_eq!(campus.books().renewal.set.len(), 1, "set once");
}

#[tokio::test]
async fn a_password_proven_too_long_ago_is_asked_for_again() {
    let campus = Campus::open().await;
    let (device, app) = weak(&campus).await;
    app.ask(password()).await.expect_err("weak");
    campus.books().renewal.proof_is_old();
    let old = app.ask(renew("shufen#2026")).await.expect_err("old");
    assert_eq!(old.code, Code::ProofOld);
    let (app, mark) = reopened(&device).await;
    assert_eq!(
        (mark.step, mark.account.as_str()),
        (SigninStep::Password, ACCOUNT)
    );
    assert!(campus.books().renewal.set.is_empty());
    app.ask(password()).await.expect_err("weak");
    campus.books().renewal.proof_is_old();
    let old = app.ask(ipc::SigninRules {}).await.expect_err("old");
    assert_eq!(old.code, Code::ProofOld);
    assert_eq!(reopened(&device).await.1.step, SigninStep::Password);
}

#[tokio::test]
async fn an_attempt_that_is_over_begins_again_at_the_phone() {
    let campus = Campus::open().await;
    let (device, app) = weak(&campus).await;
    app.ask(password()).await.expect_err("weak");
    campus.attempt_over();
    let over = app.ask(renew("shufen#2026")).await.expect_err("over");
    assert_eq!(over.code, Code::AttemptOver);
    let (_, mark) = reopened(&device).await;
    assert_eq!((mark.step, mark.unmet.len()), (SigninStep::Phone, 0));
    assert_eq!(mark.phone, PHONE, "what was typed is kept");
}
