//! 密保手机: W-33 to W-35.

use axum::http::StatusCode;

use super::{ANOTHER, MASKED, PHONE};
use crate::pages::tests::Scene;

#[tokio::test]
async fn another_phone_is_bound_by_its_code_and_the_former_one_is_told() {
    let scene = Scene::new().await;
    let mut browser = scene.inside().await;
    let (before, _) = scene.sms(PHONE).await;
    let form = [("phone", " １３５ ００１３ ５００３ ")];
    let code = browser.press("/me/security/phone", &form).await;
    assert_eq!(code.screen(), "W-34");
    assert!(code.body.contains("135****5003"), "{}", code.main());
    assert!(!code.body.contains("13500135003"));
    let digits = scene.code(ANOTHER).await;
    let form = [("code", digits.as_str()), ("to", "135****5003")];
    let page = browser.press("/me/security/phone/code", &form).await;
    assert_eq!(page.screen(), "W-31");
    for said in ["已换成手机 135****5003", "原来的手机也会收到通知"] {
        assert!(page.body.contains(said), "{said}: {}", page.main());
    }
    scene.drained().await;
    assert_eq!(
        scene.sms(PHONE).await.0,
        before + 1,
        "the former one is told"
    );
    // Pressed twice: the same page, and nothing sent.
    let (sent, _) = scene.sms(ANOTHER).await;
    let page = browser.press("/me/security/phone/code", &form).await;
    assert_eq!(page.screen(), "W-31");
    scene.drained().await;
    assert_eq!(scene.sms(ANOTHER).await.0, sent);
    assert_eq!(scene.sms(PHONE).await.0, before + 1);
}

#[tokio::test]
async fn going_back_from_the_code_and_on_again_sends_nothing_twice() {
    let scene = Scene::new().await;
    let mut browser = scene.inside().await;
    for _ in 0..3 {
        assert_eq!(browser.get("/me/security/phone").await.screen(), "W-33");
        let form = [("phone", ANOTHER)];
        let code = browser.press("/me/security/phone", &form).await;
        assert_eq!(code.screen(), "W-34");
        assert_eq!(
            browser.get("/me/security/phone/code").await.screen(),
            "W-34"
        );
    }
    assert_eq!(scene.sms(ANOTHER).await.0, 1);
    // Within the minute another is not sent; after it, it is.
    let page = browser.post("/me/security/phone/code/again", &[]).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(page.screen(), "W-34");
    scene.clock.forward_s(61);
    let page = browser.press("/me/security/phone/code/again", &[]).await;
    assert!(page.body.contains("又发了一条"), "{}", page.main());
    assert_eq!(scene.sms(ANOTHER).await.0, 2);
}

#[tokio::test]
async fn a_wrong_code_is_told_at_its_field_and_binds_nothing() {
    let scene = Scene::new().await;
    let mut browser = scene.inside().await;
    browser
        .press("/me/security/phone", &[("phone", ANOTHER)])
        .await;
    let right = scene.code(ANOTHER).await;
    let wrong = if right == "000000" {
        "000001"
    } else {
        "000000"
    };
    for code in [wrong, "12345", "", "abcdef"] {
        let form = [("code", code)];
        let page = browser.post("/me/security/phone/code", &form).await;
        assert!(page.status.is_client_error(), "{code}");
        assert!(page.body.contains("id=\"code-problem\""), "{}", page.main());
    }
    let page = browser.get("/me/security").await;
    assert!(page.body.contains("138****8000"), "{}", page.main());
}

#[tokio::test]
async fn the_phone_that_is_bound_already_costs_no_sms() {
    let scene = Scene::new().await;
    let mut browser = scene.inside().await;
    let (before, _) = scene.sms(PHONE).await;
    let page = browser
        .post("/me/security/phone", &[("phone", "13800138000")])
        .await;
    assert!(page.status.is_client_error());
    assert!(
        page.body.contains("id=\"phone-problem\""),
        "{}",
        page.main()
    );
    assert!(page.body.contains("已经是这个手机号"), "{}", page.main());
    scene.drained().await;
    assert_eq!(scene.sms(PHONE).await.0, before);
}

#[tokio::test]
async fn what_is_lost_with_the_phone_is_said_before_its_code_is_sent() {
    let scene = Scene::new().await;
    let mut browser = scene.with_mail().await;
    let (before, _) = scene.sms(PHONE).await;
    let page = browser.get("/me/security/phone/unbind").await;
    assert_eq!(page.screen(), "W-35");
    for said in ["新的设备登录不了应用", MASKED, "发送验证码到 138****8000"] {
        assert!(page.body.contains(said), "{said}: {}", page.main());
    }
    assert_eq!(scene.sms(PHONE).await.0, before, "looking sends nothing");
    let page = browser.press("/me/security/phone/unbind/send", &[]).await;
    assert_eq!(page.screen(), "W-35");
    assert!(
        page.body.contains("解绑手机 138****8000"),
        "{}",
        page.main()
    );
    let digits = scene.code(PHONE).await;
    let form = [("code", digits.as_str()), ("to", "138****8000")];
    let page = browser.press("/me/security/phone/unbind", &form).await;
    assert_eq!(page.screen(), "W-31");
    for said in ["手机解绑好了", "还没有绑定", MASKED] {
        assert!(page.body.contains(said), "{said}: {}", page.main());
    }
    // Pressed twice.
    let page = browser.press("/me/security/phone/unbind", &form).await;
    assert_eq!(page.screen(), "W-31");
    // And now the mail stays.
    assert!(page.body.contains("不能解绑邮箱"), "{}", page.main());
    assert!(!page.body.contains("/me/security/mail/unbind"));
}

#[tokio::test]
async fn the_only_channel_cannot_be_unbound_and_the_way_out_is_named() {
    let scene = Scene::new().await;
    let mut browser = scene.inside().await;
    let (before, _) = scene.sms(PHONE).await;
    let page = browser.get("/me/security").await;
    assert!(page.body.contains("不能解绑手机"), "{}", page.main());
    assert!(!page.body.contains("/me/security/phone/unbind"));
    let page = browser.get("/me/security/phone/unbind").await;
    assert_eq!(page.screen(), "W-35");
    assert!(
        page.body.contains("href=\"/me/security/mail\""),
        "{}",
        page.body
    );
    let page = browser.post("/me/security/phone/unbind/send", &[]).await;
    assert!(page.status.is_client_error());
    assert_eq!(scene.sms(PHONE).await.0, before, "no code is sent");
}

// 密保邮箱
