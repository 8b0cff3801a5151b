//! A forgotten password, left and resumed at every step.

use menhu_protocol::api::recovery::Way;
use menhu_protocol::ipc::{self, Bookmark, RecoveryStep, SigninStep};
use menhu_protocol::password::Rule;
use menhu_protocol::values::Malformed;
use menhu_protocol::{Code, Failure, Field, Retry};

use crate::around::{App, Device};
use crate::campus::{ACCOUNT, CERTIFICATE, CODE, Campus, PHONE, Trouble, password, secret};

const ITEM: &str = "example/-/recovery";

async fn newcomer(campus: &Campus) -> (Device, App) {
    let device = Device::default();
    let app = device.start();
    app.consent().await;
    campus.adopt(&app).await;
    (device, app)
}

/// The app was killed; it opens again at this step.
async fn reopened(device: &Device) -> (App, ipc::RecoveryBookmark) {
    let app = device.start();
    match app.started().await.bookmark {
        Some(Bookmark::Recovery(mark)) => (app, mark),
        other => panic!("no recovery: {other:?}"),
    }
}

fn begin() -> ipc::RecoveryBegin {
    ipc::RecoveryBegin {
        account: ACCOUNT.to_owned(),
        certificate: secret(CERTIFICATE),
    }
}

fn code(way: Way, again: bool) -> ipc::RecoveryCode {
    ipc::RecoveryCode { way, again }
}

fn prove() -> ipc::RecoveryProve {
    ipc::RecoveryProve { code: secret(CODE) }
}

fn set(password: &str) -> ipc::RecoveryPassword {
    ipc::RecoveryPassword {
        password: secret(password),
        end_sessions: true,
    }
}

#[tokio::test]
async fn a_recovery_killed_after_each_step_goes_on_where_it_was() {
    let campus = Campus::open().await;
    let (device, app) = newcomer(&campus).await;
    let ways = app.ask(begin()).await.expect("begun");
    assert_eq!(ways.phone.as_deref(), Some("13*****"));
    let (app, mark) = reopened(&device).await;
    assert_eq!((mark.step, mark.ways), (RecoveryStep::Choose, ways));
    assert_eq!(mark.account, ACCOUNT);
    app.ask(code(Way::Phone, false)).await.expect("a code");
    let (app, mark) = reopened(&device).await;
    assert_eq!(
        (mark.step, mark.way),
        (RecoveryStep::Code, Some(Way::Phone))
    );
    assert_eq!(
        mark.code.expect("the countdown goes on").sent.good_for_s,
        300
    );
    let rules = app.ask(prove()).await.expect("proven");
    assert_eq!(rules.rules.last(), Some(&Rule::Other), "of a newer campus");
    let (app, mark) = reopened(&device).await;
    assert_eq!(
        (mark.step, mark.rules),
        (RecoveryStep::Password, Some(rules))
    );
    app.ask(set("shufen#2026")).await.expect("set");
    let (app, mark) = reopened(&device).await;
    assert_eq!(mark.step, RecoveryStep::Done);
    assert_eq!(mark.ways.phone, None, "what is not needed any more goes");
    assert_eq!(device.chest.item(ITEM), None);
    app.ask(ipc::RecoveryDrop {}).await.expect("left");
    assert_eq!(app.started().await.bookmark, None);
    let books = campus.books();
    assert_eq!(books.recovery.messages, 1, "no second message");
    assert_eq!(books.recovery.set, [("shufen#2026".to_owned(), true)]);
}

#[tokio::test]
async fn nothing_secret_of_a_recovery_is_written_down() {
    let campus = Campus::open().await;
    let (device, app) = newcomer(&campus).await;
    app.ask(begin()).await.expect("begun");
    assert_eq!(device.chest.item(ITEM).as_deref(), Some("recovery-1"));
    app.ask(code(Way::Mail, false)).await.expect("a code");
    app.ask(prove()).await.expect("proven");
    app.ask(set("shufen#2026")).await.expect("set");
    for file in std::fs::read_dir(device.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap_or_default();
        for secret in [CERTIFICATE, CODE, "shufen#2026", "recovery-1"] {
            let found = bytes
                .windows(secret.len())
                .any(|window| window == secret.as_bytes());
            assert!(!found, "{secret}");
        }
    }
}

#[tokio::test]
async fn what_is_typed_wrong_names_its_field_and_reaches_no_server() {
    let campus = Campus::open().await;
    let (_device, app) = newcomer(&campus).await;
    let asked = campus.books().requests.len();
    for (account, certificate, field, why) in [
        (" ", CERTIFICATE, Field::Account, Malformed::Empty),
        ("a@b,c@d", CERTIFICATE, Field::Account, Malformed::Form),
        (ACCOUNT, "", Field::Certificate, Malformed::Empty),
    ] {
        let ask = ipc::RecoveryBegin {
            account: account.to_owned(),
            certificate: secret(certificate),
        };
        assert_eq!(
            app.ask(ask).await.expect_err("malformed"),
            Failure::malformed(field, why)
        );
    }
    let short = ipc::RecoveryProve { code: secret("12") };
    assert_eq!(
        app.ask(short).await.expect_err("short"),
        Failure::malformed(Field::Code, Malformed::Short)
    );
    assert_eq!(
        app.ask(set("")).await.expect_err("empty"),
        Failure::malformed(Field::NewPassword, Malformed::Empty)
    );
    assert_eq!(campus.books().requests.len(), asked);
}

#[tokio::test]
async fn a_wrong_certificate_keeps_the_account_and_does_the_work_anew() {
    let campus = Campus::open().await;
    let (device, app) = newcomer(&campus).await;
    let wrong = ipc::RecoveryBegin {
        certificate: secret("110105194912310011"),
        ..begin()
    };
    let failure = app.ask(wrong).await.expect_err("wrong");
    assert_eq!((failure.code, failure.left), (Code::RecoveryWrong, Some(4)));
    let (app, mark) = reopened(&device).await;
    assert_eq!(
        (mark.step, mark.account.as_str()),
        (RecoveryStep::Account, ACCOUNT)
    );
    app.ask(begin()).await.expect("begun");
    assert_eq!(campus.books().recovery.puzzles, 2);
}

#[tokio::test]
async fn work_that_came_too_late_is_done_once_more_and_nobody_hears_of_a_picture() {
    let campus = Campus::open().await;
    let (_device, app) = newcomer(&campus).await;
    campus.books().recovery.late = 1;
    app.ask(begin()).await.expect("begun at the second try");
    campus.books().recovery.late = 2;
    let failure = app.ask(begin()).await.expect_err("late twice");
    assert_eq!(
        failure,
        Failure::new(Code::ServerFault).retry(Retry::Now),
        "there is no picture to look at again"
    );
    assert_eq!(campus.books().recovery.puzzles, 4);
}

#[tokio::test]
async fn unfair_work_is_not_done() {
    for (bits, bytes) in [(27, 32), (255, 32), (4, 1 << 16)] {
        let campus = Campus::open().await;
        let (_device, app) = newcomer(&campus).await;
        campus.books().recovery.bits = bits;
        campus.books().recovery.puzzle_bytes = bytes;
        let failure = app.ask(begin()).await.expect_err("unfair");
        assert_eq!(failure.code, Code::ServerFault);
        assert_eq!(campus.asked("recovery/begin"), 0);
    }
}

#[tokio::test]
async fn going_back_to_the_same_way_sends_nothing() {
    let campus = Campus::open().await;
    let (_device, app) = newcomer(&campus).await;
    app.ask(begin()).await.expect("begun");
    app.ask(code(Way::Phone, false)).await.expect("a code");
    app.ask(code(Way::Phone, false)).await.expect("the same");
    assert_eq!(campus.books().recovery.messages, 1);
    app.ask(code(Way::Phone, true)).await.expect("another");
    app.ask(code(Way::Mail, false)).await.expect("by mail");
    assert_eq!(campus.books().recovery.messages, 3);
}

#[tokio::test]
async fn answers_that_were_lost_count() {
    let campus = Campus::open().await;
    let (device, app) = newcomer(&campus).await;
    app.ask(begin()).await.expect("begun");
    app.ask(code(Way::Phone, false)).await.expect("a code");
    campus.next(Trouble::AnswerLost);
    let lost = app.ask(prove()).await.expect_err("lost");
    assert_eq!(lost.code, Code::Offline);
    app.ask(prove()).await.expect("the same code again");
    campus.next(Trouble::AnswerLost);
    let lost = app.ask(set("shufen#2026")).await.expect_err("lost");
    assert_eq!(lost.code, Code::Offline);
    let (app, mark) = reopened(&device).await;
    assert_eq!(mark.step, RecoveryStep::Password);
    app.ask(set("shufen#2026")).await.expect("the same");
    assert_eq!(campus.books().recovery.set.len(), 1, "set once");
}

#[tokio::test]
async fn a_weak_password_stays_where_it_is_and_names_its_rules() {
    let campus = Campus::open().await;
    let (device, app) = newcomer(&campus).await;
    app.ask(begin()).await.expect("begun");
    app.ask(code(Way::Phone, false)).await.expect("a code");
    app.ask(prove()).await.expect("proven");
    let weak = app.ask(set("password1")).await.expect_err("weak");
    assert_eq!(
        (weak.code, weak.detail.as_deref()),
        (Code::PasswordWeak, Some("not_common"))
    );
    let (app, mark) = reopened(&device).await;
    assert_eq!(mark.step, RecoveryStep::Password);
    app.ask(set("shufen#2026")).await.expect("set");
}

#[tokio::test]
async fn a_recovery_that_is_over_goes_back_to_the_account_as_typed() {
    let campus = Campus::open().await;
    let (device, app) = newcomer(&campus).await;
    app.ask(begin()).await.expect("begun");
    app.ask(code(Way::Phone, false)).await.expect("a code");
    campus.attempt_over();
    assert_eq!(
        app.ask(prove()).await.expect_err("over").code,
        Code::AttemptOver
    );
    let (app, mark) = reopened(&device).await;
    assert_eq!(
        (mark.step, mark.account.as_str()),
        (RecoveryStep::Account, ACCOUNT)
    );
    assert_eq!((mark.code, mark.way, mark.ways.phone), (None, None, None));
    // An emptied keychain says the same, and asks nobody.
    app.ask(begin()).await.expect("begun");
    app.ask(ipc::RecoveryDrop {}).await.expect("left");
    assert_eq!(device.chest.item(ITEM), None);
    let asked = campus.books().requests.len();
    let gone = app.ask(code(Way::Phone, false)).await;
    assert_eq!(gone.expect_err("gone").code, Code::AttemptOver);
    assert_eq!(campus.books().requests.len(), asked);
}

#[tokio::test]
async fn a_sign_in_that_was_left_for_it_goes_on_with_the_new_password() {
    let campus = Campus::open().await;
    let (device, app) = newcomer(&campus).await;
    let phone = PHONE.to_owned();
    app.ask(ipc::SigninCode { phone }).await.expect("a code");
    let proof = ipc::SigninCodeProve { code: secret(CODE) };
    app.ask(proof).await.expect("proven");
    app.ask(begin()).await.expect("begun");
    app.ask(code(Way::Phone, false)).await.expect("a code");
    app.ask(prove()).await.expect("proven");
    app.ask(set("shufen#2026")).await.expect("set");
    let (app, mark) = reopened(&device).await;
    assert_eq!(
        mark.signin.expect("where it was left").step,
        SigninStep::Password
    );
    app.ask(ipc::RecoveryDrop {}).await.expect("left");
    let Some(Bookmark::Signin(mark)) = app.started().await.bookmark else {
        panic!("no sign-in")
    };
    assert_eq!(
        (mark.step, mark.phone.as_str()),
        (SigninStep::Password, PHONE)
    );
    assert!(app.ask(password()).await.expect("in").kept);
    assert_eq!(campus.books().sms, 1, "the phone was proven once");
}

#[tokio::test]
async fn the_page_keeps_what_was_typed_and_cannot_lose_what_the_campus_said() {
    let campus = Campus::open().await;
    let (device, app) = newcomer(&campus).await;
    app.ask(begin()).await.expect("begun");
    app.ask(code(Way::Phone, false)).await.expect("a code");
    let typed = ipc::RecoveryBookmark {
        step: RecoveryStep::Choose,
        account: ACCOUNT.repeat(100),
        ways: Default::default(),
        way: None,
        code: None,
        rules: None,
        signin: None,
    };
    let bookmark = Bookmark::Recovery(typed);
    app.ask(ipc::BookmarkKeep { bookmark }).await.expect("kept");
    let (_, mark) = reopened(&device).await;
    assert_eq!(mark.step, RecoveryStep::Choose);
    assert!(mark.code.is_some() && mark.ways.phone.is_some());
    assert!(mark.account.len() < 200, "a pasted page is no account");
}

#[tokio::test]
async fn a_campus_that_is_left_takes_its_recovery_along() {
    let campus = Campus::open().await;
    let (device, app) = newcomer(&campus).await;
    app.ask(begin()).await.expect("begun");
    app.ask(ipc::CampusLeave {}).await.expect("left");
    assert_eq!(device.chest.item(ITEM), None);
    assert_eq!(device.start().started().await.bookmark, None);
}
