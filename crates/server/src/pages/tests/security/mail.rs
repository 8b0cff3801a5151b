//! 密保邮箱: W-36 to W-38.

use axum::http::StatusCode;

use super::{MAIL, MASKED, PASSWORD, TEACHER};
use crate::delivery;
use crate::pages::tests::Scene;

#[tokio::test]
async fn the_button_of_the_letter_binds_the_mail_on_any_device_and_looking_does_not() {
    let scene = Scene::new().await;
    let mut browser = scene.inside().await;
    let page = browser.press("/me/security/mail", &[("mail", MAIL)]).await;
    assert_eq!(page.screen(), "W-37");
    for said in [MASKED, "2 小时内", "不用登录"] {
        assert!(page.body.contains(said), "{said}: {}", page.main());
    }
    let link = scene.link(MAIL).await;
    // A mail scanner, a preview, the owner on another computer: nobody is in there.
    let mut elsewhere = scene.browser();
    for _ in 0..3 {
        let page = elsewhere.get(&link).await;
        assert_eq!((page.status, page.screen()), (StatusCode::OK, "W-38"));
        for said in ["陈**", "****3017", MASKED, "绑定邮箱 r****"] {
            assert!(page.body.contains(said), "{said}: {}", page.main());
        }
        for hidden in [TEACHER, "陈淑芬", MAIL] {
            assert!(!page.body.contains(hidden), "{hidden} is shown");
        }
        assert_eq!(page.body.matches("<button").count(), 1, "one button");
    }
    let page = browser.get("/me/security").await;
    assert!(page.body.contains("还没有按信里的按钮"), "{}", page.main());
    let (letters, _) = scene.sms(MAIL).await;
    // Pressed, pressed again, reloaded: it happened once.
    for _ in 0..2 {
        let page = elsewhere.press(&link, &[]).await;
        assert_eq!((page.status, page.screen()), (StatusCode::OK, "W-38"));
        assert!(page.body.contains("邮箱绑定好了"), "{}", page.main());
        assert!(
            !page.body.contains("<form method=\"post\">"),
            "{}",
            page.body
        );
    }
    assert!(elsewhere.get(&link).await.body.contains("邮箱绑定好了"));
    scene.drained().await;
    assert_eq!(scene.sms(MAIL).await.0, letters + 1, "told once");
    // The button is no sign-in.
    let page = elsewhere.get("/me/security").await;
    assert!(page.location().starts_with("/login"));
    let page = browser.get("/me/security/mail/letter").await;
    assert_eq!(page.location(), "/me/security", "no letter waits any more");
    assert!(browser.get("/me/security").await.body.contains(MASKED));
}

#[tokio::test]
async fn only_the_newest_letter_works_and_only_for_two_hours() {
    let scene = Scene::new().await;
    let mut browser = scene.inside().await;
    browser.press("/me/security/mail", &[("mail", MAIL)]).await;
    let first = scene.link(MAIL).await;
    let page = browser.post("/me/security/mail/letter", &[]).await;
    assert_eq!(
        page.status,
        StatusCode::TOO_MANY_REQUESTS,
        "within a minute"
    );
    assert_eq!(page.screen(), "W-37");
    assert!(page.body.contains("刚刚发过一封信"), "{}", page.main());
    assert_eq!(scene.sms(MAIL).await.0, 1);
    scene.clock.forward_s(61);
    let page = browser.press("/me/security/mail/letter", &[]).await;
    assert!(page.body.contains("又发了一封"), "{}", page.main());
    assert_eq!(scene.sms(MAIL).await.0, 2);
    let second = scene.link(MAIL).await;
    for over in [first.as_str(), "/mail/nothing", "/mail/%00", "/mail/%ff"] {
        let page = scene.browser().get(over).await;
        assert!(page.status.is_client_error(), "{over}");
        let page = scene.browser().post(over, &[]).await;
        assert!(page.status.is_client_error(), "{over}");
    }
    let page = scene.browser().get(&first).await;
    assert_eq!(page.screen(), "W-38");
    assert!(page.body.contains("这个链接不能用了"), "{}", page.main());
    assert!(page.body.contains("href=\"/me/security\""), "what to do");
    scene.clock.forward_s(7_199);
    assert_eq!(scene.browser().get(&second).await.status, StatusCode::OK);
    scene.clock.forward_s(2);
    let page = scene.browser().post(&second, &[]).await;
    assert!(page.body.contains("这个链接不能用了"), "{}", page.main());
    let mut again = scene.browser();
    again.sign_in(PASSWORD).await;
    let page = again.get("/me/security").await;
    assert!(
        page.body.contains("href=\"/me/security/mail\""),
        "{}",
        page.body
    );
    assert!(!page.body.contains(MASKED), "nothing is bound");
}

#[tokio::test]
async fn the_form_of_the_mail_pressed_twice_sends_one_letter() {
    let scene = Scene::new().await;
    let mut browser = scene.inside().await;
    for _ in 0..3 {
        let page = browser.press("/me/security/mail", &[("mail", MAIL)]).await;
        assert_eq!(page.screen(), "W-37");
    }
    assert_eq!(scene.sms(MAIL).await.0, 1);
}

#[tokio::test]
async fn what_is_no_address_is_told_at_its_field_and_written_to_by_nobody() {
    let scene = Scene::new().await;
    let mut browser = scene.inside().await;
    let before = delivery::outbox_read(&scene.campus).await.expect("outbox");
    for text in [
        "",
        "zhaomin",
        "a@example.cn,b@example.cn",
        "a@example.cn\r\nBcc: b@example.cn",
        "Zhao <a@example.cn>",
        "赵敏@example.cn",
        "<script>@example.cn",
    ] {
        let page = browser.post("/me/security/mail", &[("mail", text)]).await;
        assert!(page.status.is_client_error(), "{text:?}");
        assert_eq!(page.screen(), "W-36", "{text:?}");
        assert!(page.body.contains("id=\"mail-problem\""), "{}", page.main());
        assert!(!page.body.contains("<script>@"), "{text:?}");
    }
    let after = delivery::outbox_read(&scene.campus).await.expect("outbox");
    assert_eq!(before.len(), after.len());
}

#[tokio::test]
async fn the_mail_is_unbound_by_a_letter_to_itself() {
    let scene = Scene::new().await;
    let mut browser = scene.with_mail().await;
    scene.clock.forward_s(61);
    let page = browser.get("/me/security/mail/unbind").await;
    assert_eq!(page.screen(), "W-28");
    assert!(page.body.contains("138****8000"), "what is left is named");
    let page = browser.press("/me/security/mail/unbind", &[]).await;
    assert_eq!(page.screen(), "W-37");
    let link = scene.link(MAIL).await;
    let mut elsewhere = scene.browser();
    let page = elsewhere.get(&link).await;
    assert!(page.body.contains("解绑邮箱 r****"), "{}", page.main());
    assert!(browser.get("/me/security").await.body.contains(MASKED));
    let page = elsewhere.press(&link, &[]).await;
    assert!(page.body.contains("邮箱解绑好了"), "{}", page.main());
    let page = browser.get("/me/security").await;
    assert!(page.body.contains("不能解绑手机"), "{}", page.main());
}

#[tokio::test]
async fn the_letter_leads_on_to_where_they_were_going() {
    let scene = Scene::new().await;
    let mut browser = scene.inside().await;
    let form = browser.get("/me/security/mail?to=/me/sessions").await;
    let ticket = form.hidden("r").to_owned();
    assert!(!ticket.is_empty(), "{}", form.main());
    let typed = [("mail", MAIL), ("r", ticket.as_str())];
    browser.press("/me/security/mail", &typed).await;
    // 再发一次 loses nothing.
    scene.clock.forward_s(61);
    browser.press("/me/security/mail/letter", &[]).await;
    let link = scene.link(MAIL).await;
    let page = scene.browser().press(&link, &[]).await;
    assert!(
        page.body.contains("href=\"/me/sessions\""),
        "{}",
        page.main()
    );
    assert!(page.body.contains("继续前往"), "{}", page.main());
}

// 再输入一次密码
