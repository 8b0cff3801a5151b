//! Registration and sign-in, left and resumed at every step.

use menhu_protocol::ipc::{self, Bookmark, RegistrationStep, SigninStep};
use menhu_protocol::values::Malformed;
use menhu_protocol::{Code, Failure, Field};

use crate::around::{App, Device};
use crate::campus::{ACCOUNT, CODE, Campus, PHONE, Trouble, distinct, password, secret};

async fn newcomer(campus: &Campus) -> (Device, App) {
    let device = Device::default();
    let app = device.start();
    app.consent().await;
    campus.adopt(&app).await;
    (device, app)
}

/// The app was killed; it opens again at this step.
async fn reopened(device: &Device) -> (App, Option<Bookmark>) {
    let app = device.start();
    let bookmark = app.started().await.bookmark;
    (app, bookmark)
}

fn signin(bookmark: Option<Bookmark>) -> ipc::SigninBookmark {
    match bookmark {
        Some(Bookmark::Signin(mark)) => mark,
        other => panic!("no sign-in: {other:?}"),
    }
}

fn registration(bookmark: Option<Bookmark>) -> ipc::RegistrationBookmark {
    match bookmark {
        Some(Bookmark::Registration(mark)) => mark,
        other => panic!("no registration: {other:?}"),
    }
}

fn code_ask() -> ipc::SigninCode {
    ipc::SigninCode {
        phone: "１３８ 0013 8000".to_owned(),
    }
}

fn prove() -> ipc::SigninCodeProve {
    ipc::SigninCodeProve { code: secret(CODE) }
}

#[tokio::test]
async fn a_sign_in_killed_after_each_step_goes_on_where_it_was() {
    let campus = Campus::open().await;
    let (device, app) = newcomer(&campus).await;
    app.ask(code_ask()).await.expect("a code");
    let (app, bookmark) = reopened(&device).await;
    let mark = signin(bookmark);
    assert_eq!(
        (mark.step, mark.phone.as_str()),
        (SigninStep::Code, "１３８ 0013 8000")
    );
    assert_eq!(
        mark.code.expect("the countdown goes on").sent.good_for_s,
        300
    );
    app.ask(prove()).await.expect("proven");
    let (app, bookmark) = reopened(&device).await;
    assert_eq!(signin(bookmark).step, SigninStep::Password);
    assert!(app.ask(password()).await.expect("in").kept);
    let (app, bookmark) = reopened(&device).await;
    assert_eq!(bookmark, None);
    assert!(app.started().await.signed_in);
    assert_eq!(campus.books().sms, 1, "no second message");
    assert_eq!(device.chest.item("example/-/attempt"), None);
    assert_eq!(device.chest.item("example/-/device-key"), None);
}

#[tokio::test]
async fn what_is_typed_wrong_names_its_field_and_reaches_no_server() {
    let campus = Campus::open().await;
    let (_device, app) = newcomer(&campus).await;
    let asked = campus.books().requests.len();
    let phone = "1380013".to_owned();
    assert_eq!(
        app.ask(ipc::SigninCode { phone }).await.expect_err("short"),
        Failure::malformed(Field::Phone, Malformed::Short)
    );
    let code = secret("12");
    assert_eq!(
        app.ask(ipc::SigninCodeProve { code })
            .await
            .expect_err("short"),
        Failure::malformed(Field::Code, Malformed::Short)
    );
    let nothing = ipc::RegistrationOpen {
        account: "  ".to_owned(),
        password: secret("x"),
    };
    assert_eq!(
        app.ask(nothing).await.expect_err("empty"),
        Failure::malformed(Field::Account, Malformed::Empty)
    );
    assert_eq!(campus.books().requests.len(), asked);
}

#[tokio::test]
async fn an_attempt_that_is_over_begins_again_without_a_word_where_it_can() {
    let campus = Campus::open().await;
    let (device, app) = newcomer(&campus).await;
    app.ask(code_ask()).await.expect("a code");
    campus.attempt_over();
    app.ask(code_ask()).await.expect("another code, silently");
    campus.attempt_over();
    let over = app.ask(prove()).await.expect_err("the code is gone");
    assert_eq!(over.code, Code::AttemptOver);
    let (_, bookmark) = reopened(&device).await;
    let mark = signin(bookmark);
    assert_eq!((mark.step, mark.code), (SigninStep::Phone, None));
    assert_eq!(mark.phone, "１３８ 0013 8000", "what was typed is kept");
}

#[tokio::test]
async fn a_code_whose_answer_was_lost_counts() {
    let campus = Campus::open().await;
    let (_device, app) = newcomer(&campus).await;
    app.ask(code_ask()).await.expect("a code");
    campus.next(Trouble::AnswerLost);
    assert_eq!(
        app.ask(prove()).await.expect_err("lost").code,
        Code::Offline
    );
    app.ask(prove()).await.expect("the same code again");
    assert!(app.ask(password()).await.expect("in").kept);
}

#[tokio::test]
async fn a_password_whose_answer_was_lost_signs_in_at_the_next_press() {
    let campus = Campus::open().await;
    let (device, app) = newcomer(&campus).await;
    app.ask(code_ask()).await.expect("a code");
    app.ask(prove()).await.expect("proven");
    campus.next(Trouble::AnswerLost);
    let lost = app.ask(password()).await.expect_err("lost");
    assert_eq!(lost.code, Code::Offline);
    let (app, bookmark) = reopened(&device).await;
    assert_eq!(signin(bookmark).account, ACCOUNT);
    assert!(app.ask(password()).await.expect("in").kept);
}

#[tokio::test]
async fn the_wrong_phone_says_which_it_is_also_after_a_restart() {
    let campus = Campus::open().await;
    let (device, app) = newcomer(&campus).await;
    for code in [Code::PhoneUnknown, Code::NotActivated] {
        campus.books().wrong_phone = Some(code);
        app.ask(code_ask()).await.expect("a code");
        assert_eq!(app.ask(prove()).await.expect_err("wrong").code, code);
        let (_, bookmark) = reopened(&device).await;
        let mark = signin(bookmark);
        assert_eq!(
            (mark.step, mark.wrong),
            (SigninStep::WrongPhone, Some(code))
        );
    }
    campus.books().wrong_phone = None;
    campus.sign_in(&app).await;
}

#[tokio::test]
async fn the_page_keeps_what_was_typed_and_cannot_lose_the_countdown() {
    let campus = Campus::open().await;
    let (device, app) = newcomer(&campus).await;
    app.ask(code_ask()).await.expect("a code");
    let typed = ipc::SigninBookmark {
        step: SigninStep::Code,
        phone: PHONE.to_owned(),
        account: ACCOUNT.repeat(100),
        code: None,
        wrong: None,
        unmet: vec![],
    };
    let bookmark = Bookmark::Signin(typed);
    app.ask(ipc::BookmarkKeep { bookmark }).await.expect("kept");
    let mark = signin(reopened(&device).await.1);
    assert!(mark.code.is_some());
    assert_eq!(mark.phone, PHONE);
    assert!(mark.account.len() < 200, "a pasted page is no account");
    let dropped = app.ask(ipc::SigninDrop {}).await;
    dropped.expect("dropped");
    assert_eq!(reopened(&device).await.1, None);
    assert_eq!(device.chest.item("example/-/attempt"), None);
}

#[tokio::test]
async fn a_registration_killed_after_each_step_goes_on_and_activates_once() {
    let campus = Campus::open().await;
    let (device, app) = newcomer(&campus).await;
    app.ask(ipc::RegistrationOpen {
        account: ACCOUNT.to_owned(),
        password: secret("shufen#1949"),
    })
    .await
    .expect("opened");
    let (app, bookmark) = reopened(&device).await;
    let mark = registration(bookmark);
    assert_eq!(
        (mark.step, mark.account.as_str()),
        (RegistrationStep::Confirm, ACCOUNT)
    );
    assert!(mark.standing.is_some());
    app.ask(ipc::RegistrationPhone {
        phone: PHONE.to_owned(),
        certificate: secret("11010519491231002X"),
    })
    .await
    .expect("a code");
    let (app, bookmark) = reopened(&device).await;
    assert_eq!(registration(bookmark).step, RegistrationStep::Code);
    device.clock.forward_s(61);
    let again = app.ask(ipc::RegistrationCodeAgain {}).await;
    assert_eq!(again.expect("without typing it again").to, "138****8000");

    campus.next(Trouble::AnswerLost);
    let lost = app.ask(ipc::RegistrationActivate {}).await;
    assert_eq!(lost.expect_err("lost").code, Code::Offline);
    let (app, _) = reopened(&device).await;
    let first = app
        .ask(ipc::RegistrationActivate {})
        .await
        .expect("activated");
    let again = app
        .ask(ipc::RegistrationActivate {})
        .await
        .expect("the same");
    assert_eq!(first, again);
    {
        let books = campus.books();
        assert_eq!(books.activation_keys.len(), 2);
        assert_eq!(distinct(&books.activation_keys), 1, "the same key again");
    }
    let (app, bookmark) = reopened(&device).await;
    assert_eq!(registration(bookmark).step, RegistrationStep::Done);
    app.ask(ipc::RegistrationDrop {}).await.expect("left");
    assert_eq!(reopened(&device).await.1, None);
    assert_eq!(device.chest.item("example/-/registration"), None);
}

#[tokio::test]
async fn a_registration_that_is_over_goes_back_to_the_account_as_typed() {
    let campus = Campus::open().await;
    let (device, app) = newcomer(&campus).await;
    app.ask(ipc::RegistrationOpen {
        account: ACCOUNT.to_owned(),
        password: secret("shufen#1949"),
    })
    .await
    .expect("opened");
    campus.attempt_over();
    let over = app.ask(ipc::RegistrationActivate {}).await;
    assert_eq!(over.expect_err("over").code, Code::AttemptOver);
    let mark = registration(reopened(&device).await.1);
    assert_eq!(
        (mark.step, mark.account.as_str()),
        (RegistrationStep::Account, ACCOUNT)
    );
    assert_eq!(mark.standing, None);
}

#[tokio::test]
async fn a_campus_is_left_only_when_nobody_is_in() {
    let campus = Campus::open().await;
    let (device, app) = campus.resident().await;
    let refused = app.ask(ipc::CampusLeave {}).await.expect_err("in");
    assert_eq!(refused.code, Code::OutOfOrder);
    app.ask(ipc::SignOut {}).await.expect("out");
    app.ask(ipc::CampusLeave {}).await.expect("left");
    assert_eq!(device.start().started().await.campus, None);
}
