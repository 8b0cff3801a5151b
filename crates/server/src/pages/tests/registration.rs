//! From the poster to 注册成功.

use axum::http::{StatusCode, header};
use menhu_protocol::{Clock, Field};

use super::Scene;

/// The retired teacher of the main job.
const TEACHER: &str = "198803017";
/// Retired, without a phone on record; 证件号 P00000123.
const NO_PHONE: &str = "197901002";

#[tokio::test]
async fn a_retired_teacher_registers_without_javascript() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    assert_eq!(browser.get("/r").await.screen(), "W-01");
    assert_eq!(browser.get("/r/account").await.screen(), "W-02");

    let form = [
        ("account", "１９８８０３０１７ "),
        ("password", "shufen#1949"),
    ];
    let sent = browser.post("/r/account", &form).await;
    assert_eq!(
        (sent.status, sent.location()),
        (StatusCode::SEE_OTHER, "/r/confirm")
    );
    let cookie = sent.headers[header::SET_COOKIE].to_str().expect("text");
    for guard in ["__Host-", "HttpOnly", "SameSite=Lax", "Secure", "Path=/;"] {
        assert!(cookie.contains(guard), "{cookie} lacks {guard}");
    }

    let confirm = browser.get("/r/confirm").await;
    assert_eq!(confirm.screen(), "W-03");
    for shown in ["陈淑芬", "****3017", "离退休工作处", "退休", "138****8000"] {
        assert!(confirm.body.contains(shown), "{shown} is not shown");
    }
    for hidden in [TEACHER, "13800138000", "11010519491231002X", "shufen"] {
        assert!(!confirm.body.contains(hidden), "{hidden} is shown");
    }

    let done = browser
        .post("/r/confirm", &[("key", confirm.hidden("key"))])
        .await;
    assert_eq!(
        (done.status, done.location()),
        (StatusCode::SEE_OTHER, "/r/done")
    );
    let done = browser.get("/r/done").await;
    assert_eq!(done.screen(), "W-08");
    for shown in ["注册成功", "2026年11月21日", "138****8000", "href=\"/d\""] {
        assert!(done.body.contains(shown), "{shown} is not shown");
    }
    assert!(done.body.contains("menhu://menhu.example.edu.cn/r"));
}

#[tokio::test]
async fn inside_wechat_no_link_is_offered_that_it_will_not_open() {
    let scene = Scene::new().await;
    let mut browser = scene.signed_in(TEACHER).await;
    browser.post("/r/confirm", &[]).await;
    assert!(browser.get("/r/done").await.body.contains("menhu://"));
    browser.agent = "Mozilla/5.0 (Linux; Android 10) MicroMessenger/8.0.48 WeChat/arm64".into();
    let done = browser.get("/r/done").await;
    assert_eq!(done.screen(), "W-08");
    assert!(!done.body.contains("menhu://"), "{}", done.body);
    assert!(!done.body.contains("open-app"), "{}", done.body);
    assert!(done.body.contains("href=\"/d\""), "the app can be fetched");
}

#[tokio::test]
async fn pressing_the_button_twice_activates_once() {
    let scene = Scene::new().await;
    let mut browser = scene.signed_in(TEACHER).await;
    let key = browser.get("/r/confirm").await.hidden("key").to_owned();
    for _ in 0..3 {
        let done = browser.post("/r/confirm", &[("key", &key)]).await;
        assert_eq!(
            (done.status, done.location()),
            (StatusCode::SEE_OTHER, "/r/done")
        );
    }
    let first = browser.get("/r/done").await.body;
    scene.clock.forward_s(86_400);
    let mut later = scene.signed_in(TEACHER).await;
    assert!(first.contains("2026年11月21日"));
    assert!(later.get("/r/done").await.body.contains("2026年11月21日"));
}

#[tokio::test]
async fn scanning_again_after_activation_leads_straight_to_done() {
    let scene = Scene::new().await;
    let mut browser = scene.signed_in(TEACHER).await;
    browser.post("/r/confirm", &[]).await;
    // The same browser needs no account; another one signs in and meets no 信息确认.
    assert_eq!(browser.open("/r").await.screen(), "W-08");
    let mut other = scene.signed_in(TEACHER).await;
    assert_eq!(other.open("/r").await.screen(), "W-08");
    for path in ["/r/confirm", "/r/dispute", "/r/phone", "/r/code"] {
        assert_eq!(other.open(path).await.screen(), "W-08", "{path}");
    }
}

#[tokio::test]
async fn closing_anywhere_and_scanning_again_continues_there() {
    let scene = Scene::new().await;
    let mut browser = scene.signed_in(TEACHER).await;
    assert_eq!(browser.open("/r").await.screen(), "W-03");
    let form = [
        ("phone", "13900139000"),
        ("certificate", "11010519491231002x"),
    ];
    browser.post("/r/phone", &form).await;
    assert_eq!(browser.open("/r").await.screen(), "W-07");
    assert_eq!(browser.open("/r/account").await.screen(), "W-07");
    // The record stays within reach while a code is out.
    assert_eq!(browser.open("/r/confirm").await.screen(), "W-03");
}

#[tokio::test]
async fn steps_without_a_registration_lead_to_its_beginning() {
    let scene = Scene::new().await;
    for path in [
        "/r/confirm",
        "/r/dispute",
        "/r/case",
        "/r/phone",
        "/r/code",
        "/r/done",
    ] {
        assert_eq!(scene.browser().open(path).await.screen(), "W-01", "{path}");
    }
    for path in [
        "/r/confirm",
        "/r/dispute",
        "/r/phone",
        "/r/code",
        "/r/code/again",
    ] {
        let page = scene.browser().post(path, &[]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{path}");
    }
}

#[tokio::test]
async fn after_half_an_hour_the_person_is_told_and_nothing_is_lost() {
    let scene = Scene::new().await;
    let mut browser = scene.signed_in(TEACHER).await;
    scene.clock.forward_s(31 * 60);
    let page = browser.open("/r/confirm").await;
    assert_eq!(page.screen(), "W-02");
    assert!(page.body.contains("半小时"), "{}", page.body);
    let mut again = scene.signed_in(TEACHER).await;
    assert_eq!(again.open("/r").await.screen(), "W-03");
}

#[tokio::test]
async fn a_wrong_password_is_told_at_its_field_and_the_number_stays() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    let form = [("account", "198803017"), ("password", "hunter2-wrong")];
    let page = browser.post("/r/account", &form).await;
    assert!(page.status.is_client_error());
    assert_eq!(page.screen(), "W-02");
    assert!(page.body.contains("value=\"198803017\""));
    assert!(page.body.contains("id=\"password-problem\""));
    assert!(page.body.contains("aria-describedby=\"password-problem\""));
    assert!(!page.body.contains("hunter2"));
    // An account that does not exist reads the same.
    let form = [("account", "999999999"), ("password", "hunter2-wrong")];
    let other = scene.browser().post("/r/account", &form).await;
    assert_eq!(other.status, page.status);
    assert_eq!(other.body.replace("999999999", "198803017"), page.body);
}

#[tokio::test]
async fn an_empty_field_is_named() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    let page = browser.post("/r/account", &[("password", "x")]).await;
    assert!(page.body.contains("account-problem"), "{}", page.body);
    let page = browser.post("/r/account", &[("account", "1")]).await;
    assert!(page.body.contains("password-problem"), "{}", page.body);
    let page = browser.post("/r/account", &[]).await;
    assert!(page.body.contains("account-problem"), "{}", page.body);
}

#[tokio::test]
async fn without_a_phone_on_record_one_is_bound_on_the_way() {
    let scene = Scene::new().await;
    let mut browser = scene.signed_in(NO_PHONE).await;
    let confirm = browser.get("/r/confirm").await;
    assert!(
        !confirm.body.contains("name=\"key\""),
        "activation is offered"
    );
    assert!(confirm.body.contains("id=\"next\" href=\"/r/phone\""));
    // Whoever presses it nevertheless is led to the phone.
    assert_eq!(browser.post("/r/confirm", &[]).await.location(), "/r/phone");

    let wrong = [("phone", "13500135000"), ("certificate", "P00000124")];
    let page = browser.post("/r/phone", &wrong).await;
    assert!(page.body.contains("certificate-problem"), "{}", page.body);
    assert!(page.body.contains("value=\"13500135000\""));
    assert!(!page.body.contains("P00000124"), "a secret is shown again");
    assert_eq!(scene.sms("+8613500135000").await.0, 0);

    let form = [
        ("phone", "１３５ ００１３ ５０００"),
        ("certificate", "p00000123"),
    ];
    assert_eq!(browser.post("/r/phone", &form).await.location(), "/r/code");
    // The form pressed twice sends one message and ends on the same page.
    assert_eq!(browser.post("/r/phone", &form).await.location(), "/r/code");
    assert_eq!(scene.sms("+8613500135000").await.0, 1);

    let page = browser.get("/r/code").await;
    assert_eq!(page.screen(), "W-07");
    assert!(page.body.contains("135****5000"));
    let to = page.hidden("to").to_owned();
    let code = scene.code("+8613500135000").await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let page = browser
        .post("/r/code", &[("code", wrong), ("to", &to)])
        .await;
    assert!(page.body.contains("code-problem"), "{}", page.body);

    let form = [("code", code.as_str()), ("to", to.as_str())];
    assert_eq!(
        browser.post("/r/code", &form).await.location(),
        "/r/confirm"
    );
    assert_eq!(
        browser.post("/r/code", &form).await.location(),
        "/r/confirm"
    );
    let confirm = browser.get("/r/confirm").await;
    assert!(confirm.body.contains("135****5000"));
    let key = confirm.hidden("key").to_owned();
    assert_eq!(
        browser
            .post("/r/confirm", &[("key", &key)])
            .await
            .location(),
        "/r/done"
    );
    assert!(browser.get("/r/done").await.body.contains("135****5000"));
}

#[tokio::test]
async fn another_code_goes_to_the_same_number_without_typing_anything_again() {
    let scene = Scene::new().await;
    let mut browser = scene.signed_in(NO_PHONE).await;
    let form = [("phone", "13500135000"), ("certificate", "P00000123")];
    browser.post("/r/phone", &form).await;
    let early = browser.post("/r/code/again", &[]).await;
    assert_eq!(early.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(early.screen(), "W-07");
    assert_eq!(scene.sms("+8613500135000").await.0, 1);
    scene.clock.forward_s(61);
    assert_eq!(
        browser.post("/r/code/again", &[]).await.location(),
        "/r/code?resent"
    );
    assert_eq!(scene.sms("+8613500135000").await.0, 2);
    // The one before it is over; also one that went out of date may be asked for again.
    scene.clock.forward_s(301);
    assert_eq!(
        browser.post("/r/code/again", &[]).await.location(),
        "/r/code?resent"
    );
    let code = scene.code("+8613500135000").await;
    assert_eq!(
        browser.post("/r/code", &[("code", &code)]).await.location(),
        "/r/confirm"
    );
}

#[tokio::test]
async fn a_wrong_department_gets_a_case_number_and_does_not_stop_activation() {
    let scene = Scene::new().await;
    let mut browser = scene.signed_in(TEACHER).await;
    let page = browser.post("/r/dispute", &[("should_be", "物理系")]).await;
    assert!(page.body.contains("field-problem"), "{}", page.body);
    assert!(page.body.contains("value=\"物理系\""));
    let page = browser.post("/r/dispute", &[("field", "department")]).await;
    assert!(page.body.contains("should_be-problem"), "{}", page.body);
    assert!(
        page.body
            .contains("value=\"department\" id=\"field-department\" checked")
    );

    let form = [("field", "department"), ("should_be", "物理系")];
    assert_eq!(
        browser.post("/r/dispute", &form).await.location(),
        "/r/case"
    );
    let case = browser.get("/r/case").await;
    assert_eq!(case.screen(), "W-05");
    let confirm = browser.get("/r/confirm").await;
    assert!(
        confirm.body.contains("name=\"key\""),
        "activation is not offered"
    );
    assert_eq!(browser.post("/r/confirm", &[]).await.location(), "/r/done");
}

#[tokio::test]
async fn a_wrong_name_blocks_activation_and_says_whom_to_call() {
    let scene = Scene::new().await;
    let mut browser = scene.signed_in(TEACHER).await;
    let form = [("field", "name"), ("should_be", "陈淑芳")];
    browser.post("/r/dispute", &form).await;
    let confirm = browser.get("/r/confirm").await;
    assert!(
        !confirm.body.contains("name=\"key\""),
        "activation is offered"
    );
    assert!(
        confirm
            .body
            .contains(&format!("id=\"next\" href=\"tel:{}\"", super::DESK))
    );
    assert_eq!(
        browser.post("/r/confirm", &[]).await.location(),
        "/r/confirm"
    );
    assert!(!browser.open("/r").await.body.contains("注册成功"));
    let registration = browser.jar["__Host-registration"].clone();
    let at = crate::registration::resume(
        &scene.campus,
        menhu_protocol::api::registration::Resume {
            registration: menhu_protocol::values::Secret::new(registration),
        },
    )
    .await
    .expect("resumed");
    let menhu_protocol::api::registration::Standing::Confirm { record } = at.standing else {
        panic!("activated");
    };
    let case = record.dispute.expect("a case");
    assert_eq!((case.field, case.blocks), (Field::Name, true));
    assert!(confirm.body.contains(&case.number));
}

#[tokio::test]
async fn another_account_can_be_used_on_a_shared_phone() {
    let scene = Scene::new().await;
    let mut browser = scene.signed_in(TEACHER).await;
    assert_eq!(browser.post("/r/leave", &[]).await.location(), "/r/account");
    assert!(browser.jar.is_empty());
    assert_eq!(browser.open("/r").await.screen(), "W-01");
}

#[tokio::test]
async fn an_expired_poster_says_so_and_lets_go_on() {
    let scene = Scene::new().await;
    assert!(scene.clock.now() > 0);
    let mut browser = scene.browser();
    let page = browser.get("/r?until=2026-11-20").await;
    assert!(page.body.contains("2026年11月20日"), "{}", page.body);
    assert!(page.body.contains("id=\"next\" href=\"/r/account\""));
    for query in [
        "",
        "?until=2026-11-21",
        "?until=tomorrow",
        "?until=",
        "?%ff=%",
    ] {
        let page = browser.get(&format!("/r{query}")).await;
        assert_eq!(
            (page.status, page.screen()),
            (StatusCode::OK, "W-01"),
            "{query}"
        );
        assert!(!page.body.contains("过期"), "{query}");
    }
}
