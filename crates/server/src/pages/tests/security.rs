//! 安全中心 in a browser: what can be done there, what is told, and what must not happen.

use std::net::{IpAddr, Ipv4Addr};

use axum::http::StatusCode;
use menhu_protocol::values::{MemberId, Secret};

use super::{Browser, LARGEST_PAGE, Page, Scene};
use crate::Caller;
use crate::delivery;
use crate::password::{self, End, Setting, Why};
use crate::trace::Trace;

/// The retired teacher; 13800138000 is bound by her activation, no mail is.
const TEACHER: &str = "198803017";
const PHONE: &str = "+8613800138000";
/// Keeps every rule, and is nobody's.
const PASSWORD: &str = "Teapot-742-window";
const NEW: &str = "lantern_58_Bicycle";
const ANOTHER: &str = "+8613500135003";
const MAIL: &str = "reading.room@example.org";
const MASKED: &str = "r****@example.org";
/// Ten minutes and a second: a proof of the password is old (design.md §9).
const PROOF_IS_OLD_S: i64 = 601;

impl Page {
    /// What stands between head and foot, for a test that failed.
    fn main(&self) -> &str {
        let (_, rest) = self.body.split_once("<main").unwrap_or_default();
        rest.split("</main>").next().unwrap_or_default()
    }
}

impl Browser {
    /// Signs in with a password that keeps the rules, and looks at 个人中心.
    async fn sign_in(&mut self, password: &str) -> Page {
        let form = [("account", TEACHER), ("password", password)];
        let page = self.post("/login", &form).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.main());
        self.open("/login/on?later").await
    }

    /// Presses a button and looks at the page it leads to.
    async fn press(&mut self, path: &str, form: &[(&str, &str)]) -> Page {
        let page = self.post(path, form).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.main());
        let next = page.location().to_owned();
        self.open(&next).await
    }
}

impl Scene {
    /// The teacher: activated with her phone, in with a password of her own.
    async fn inside(&self) -> Browser {
        let mut browser = self.signed_in(TEACHER).await;
        assert_eq!(browser.post("/r/confirm", &[]).await.location(), "/r/done");
        let member = MemberId::parse(TEACHER).expect("an ID");
        let member = self.campus.books.member(&member).await.expect("books");
        let person = member.expect("on the roster").person;
        let person = self.campus.books.person(&person).await.expect("books");
        let nobody = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
        let setting = Setting {
            person: &person.expect("a person"),
            new: &Secret::new(PASSWORD.to_owned()),
            end: End::None,
            why: Why::Changed,
            by: &Trace::of_browser(Caller { address: nobody }, ""),
        };
        password::set(&self.campus, setting).await.expect("set");
        self.drained().await;
        assert_eq!(browser.sign_in(PASSWORD).await.screen(), "W-30");
        browser
    }

    /// The same, with the mail bound by the letter.
    async fn with_mail(&self) -> Browser {
        let mut browser = self.inside().await;
        browser.press("/me/security/mail", &[("mail", MAIL)]).await;
        let link = self.link(MAIL).await;
        assert_eq!(browser.press(&link, &[]).await.screen(), "W-38");
        self.drained().await;
        browser
    }

    /// Everything that is due has left.
    async fn drained(&self) {
        delivery::drain(&self.campus).await.expect("drained");
    }

    /// The path of the link in the newest letter to an address.
    async fn link(&self, to: &str) -> String {
        let (_, text) = self.sms(to).await;
        let origin = self.campus.config.origin.origin();
        let (_, rest) = text
            .split_once(&format!("{origin}/mail/"))
            .expect("a link of this campus");
        format!("/mail/{}", rest.split_whitespace().next().unwrap_or(""))
    }
}

#[tokio::test]
async fn whoever_is_not_in_is_asked_to_sign_in_and_comes_back() {
    let scene = Scene::new().await;
    for path in [
        "/me/security",
        "/me/security/password",
        "/me/security/phone",
        "/me/security/phone/code",
        "/me/security/phone/unbind",
        "/me/security/mail",
        "/me/security/mail/letter",
        "/me/security/mail/unbind",
        "/me/sessions",
    ] {
        let page = scene.browser().get(path).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{path}");
        assert!(page.location().starts_with("/login?to="), "{path}");
        let page = scene.browser().post(path, &[]).await;
        assert!(!page.status.is_success(), "{path}");
        assert!(!page.status.is_server_error(), "{path}");
    }
}

#[tokio::test]
async fn the_centre_shows_what_there_is_and_nothing_whole() {
    let scene = Scene::new().await;
    let mut browser = scene.with_mail().await;
    let page = browser.get("/me/security").await;
    assert_eq!((page.status, page.screen()), (StatusCode::OK, "W-31"));
    for shown in [
        "2026年11月21日",
        "138****8000",
        MASKED,
        "href=\"/me/security/password\"",
        "href=\"/me/security/phone\"",
        "href=\"/me/security/phone/unbind\"",
        "href=\"/me/security/mail\"",
        "href=\"/me/security/mail/unbind\"",
        "href=\"/me/sessions\"",
        "href=\"/me/data\"",
    ] {
        assert!(page.body.contains(shown), "{shown}: {}", page.main());
    }
    for hidden in ["13800138000", MAIL, TEACHER] {
        assert!(!page.body.contains(hidden), "{hidden} is shown");
    }
    let cache = page.headers[axum::http::header::CACHE_CONTROL].to_str();
    assert!(cache.expect("text").contains("no-store"));
}

#[tokio::test]
async fn every_page_of_the_centre_is_small() {
    let scene = Scene::new().await;
    let mut browser = scene.with_mail().await;
    let form = [("phone", ANOTHER)];
    browser.press("/me/security/phone", &form).await;
    for path in [
        "/me/security",
        "/me/security/password",
        "/me/security/phone",
        "/me/security/phone/code",
        "/me/security/phone/unbind",
        "/me/security/mail",
        "/me/security/mail/unbind",
        "/me/sessions",
    ] {
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.body.len() <= LARGEST_PAGE, "{path}");
    }
}

// 修改密码

fn change(old: &'static str, new: &'static str) -> [(&'static str, &'static str); 3] {
    [("old", old), ("new_password", new), ("repeat", new)]
}

#[tokio::test]
async fn the_old_password_and_a_new_one_twice_change_it_and_both_channels_are_told() {
    let scene = Scene::new().await;
    let mut browser = scene.with_mail().await;
    let mut other = scene.browser();
    other.sign_in(PASSWORD).await;
    scene.drained().await;
    let (before, _) = scene.sms(PHONE).await;
    let (letters, _) = scene.sms(MAIL).await;

    let form = browser.get("/me/security/password").await;
    assert_eq!(form.screen(), "W-32");
    assert_eq!(
        form.body.matches("autocomplete=\"new-password\"").count(),
        2
    );
    assert_eq!(
        form.body
            .matches("autocomplete=\"current-password\"")
            .count(),
        1
    );
    assert!(
        form.body.contains("id=\"end_others\" checked"),
        "{}",
        form.body
    );
    assert!(!form.body.contains("onpaste"));

    let mut ticked = change(PASSWORD, NEW).to_vec();
    ticked.push(("end_others", "yes"));
    let page = browser.press("/me/security/password", &ticked).await;
    assert_eq!(page.screen(), "W-31");
    for said in ["密码修改好了，其他设备都已退出", "138****8000", MASKED] {
        assert!(page.body.contains(said), "{said}: {}", page.main());
    }
    scene.drained().await;
    assert_eq!(
        scene.sms(PHONE).await.0,
        before + 1,
        "the phone is told once"
    );
    assert_eq!(
        scene.sms(MAIL).await.0,
        letters + 1,
        "the mail is told once"
    );
    assert!(
        other
            .get("/me/security")
            .await
            .location()
            .starts_with("/login")
    );
    let old = [("account", TEACHER), ("password", PASSWORD)];
    assert!(
        !scene
            .browser()
            .post("/login", &old)
            .await
            .status
            .is_redirection()
    );
    scene.browser().sign_in(NEW).await;
}

#[tokio::test]
async fn with_the_box_unticked_other_devices_stay_in() {
    let scene = Scene::new().await;
    let mut browser = scene.inside().await;
    let mut other = scene.browser();
    other.sign_in(PASSWORD).await;
    let before = browser.jar["__Host-session"].clone();
    let page = browser
        .press("/me/security/password", &change(PASSWORD, NEW))
        .await;
    assert!(page.body.contains("密码修改好了。"), "{}", page.main());
    assert_ne!(browser.jar["__Host-session"], before, "TK-10");
    assert_eq!(other.get("/me/security").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_wrong_old_password_is_told_at_its_field_and_changes_nothing() {
    let scene = Scene::new().await;
    let mut browser = scene.inside().await;
    let (before, _) = scene.sms(PHONE).await;
    let form = change("not-hers-1949", NEW);
    let page = browser.post("/me/security/password", &form).await;
    assert!(page.status.is_client_error());
    assert_eq!(page.screen(), "W-32");
    assert!(page.body.contains("id=\"old-problem\""), "{}", page.main());
    assert!(page.body.contains("现在的密码不对"), "{}", page.main());
    for secret in ["not-hers", NEW] {
        assert!(!page.body.contains(secret), "{secret} is shown again");
    }
    scene.drained().await;
    assert_eq!(scene.sms(PHONE).await.0, before, "nobody is told");
    scene.browser().sign_in(PASSWORD).await;
}

#[tokio::test]
async fn the_form_pressed_twice_changes_the_password_once() {
    let scene = Scene::new().await;
    let mut browser = scene.inside().await;
    let (before, _) = scene.sms(PHONE).await;
    for _ in 0..2 {
        let page = browser
            .press("/me/security/password", &change(PASSWORD, NEW))
            .await;
        assert!(page.body.contains("密码修改好了"), "{}", page.main());
    }
    scene.drained().await;
    assert_eq!(scene.sms(PHONE).await.0, before + 1, "told once");
}

#[tokio::test]
async fn what_is_wrong_with_a_new_password_is_told_at_its_field() {
    let scene = Scene::new().await;
    let mut browser = scene.inside().await;
    for (form, field) in [
        (
            [
                ("old", PASSWORD),
                ("new_password", NEW),
                ("repeat", "other-58"),
            ],
            "repeat",
        ),
        (
            [
                ("old", PASSWORD),
                ("new_password", "abcDEF"),
                ("repeat", "abcDEF"),
            ],
            "new_password",
        ),
        (
            [("old", PASSWORD), ("new_password", ""), ("repeat", "")],
            "new_password",
        ),
        ([("old", ""), ("new_password", NEW), ("repeat", NEW)], "old"),
    ] {
        let page = browser.post("/me/security/password", &form).await;
        assert!(page.status.is_client_error(), "{form:?}");
        let at = format!("id=\"{field}-problem\"");
        assert!(page.body.contains(&at), "{form:?}: {}", page.main());
    }
    scene.browser().sign_in(PASSWORD).await;
}

// 密保手机

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

#[tokio::test]
async fn an_old_proof_is_renewed_before_a_form_is_shown_and_nothing_is_sent() {
    let scene = Scene::new().await;
    let mut browser = scene.with_mail().await;
    scene.clock.forward_s(PROOF_IS_OLD_S);
    let before = delivery::outbox_read(&scene.campus).await.expect("outbox");
    for path in [
        "/me/security/phone",
        "/me/security/phone/code",
        "/me/security/phone/unbind",
        "/me/security/mail",
        "/me/security/mail/unbind",
    ] {
        let page = browser.get(path).await;
        assert!(page.location().starts_with("/again?to="), "{path}");
    }
    for (path, form) in [
        ("/me/security/phone", ("phone", ANOTHER)),
        ("/me/security/phone/code", ("code", "123456")),
        ("/me/security/phone/code/again", ("", "")),
        ("/me/security/phone/unbind/send", ("", "")),
        ("/me/security/phone/unbind", ("code", "123456")),
        ("/me/security/mail", ("mail", "other@example.org")),
        ("/me/security/mail/letter", ("", "")),
        ("/me/security/mail/unbind", ("", "")),
    ] {
        let page = browser.post(path, &[form]).await;
        assert_eq!(
            page.status,
            StatusCode::SEE_OTHER,
            "{path}: {}",
            page.main()
        );
        let to = page.location().to_owned();
        let led = to.starts_with("/again?to=") || to.starts_with("/me/security");
        assert!(led, "{path}: {to}");
    }
    let after = delivery::outbox_read(&scene.campus).await.expect("outbox");
    assert_eq!(before.len(), after.len(), "nothing was sent");
    // Looking, and changing the password with the old one, ask for nothing.
    for path in ["/me/security", "/me/security/password", "/me/sessions"] {
        assert_eq!(browser.get(path).await.status, StatusCode::OK, "{path}");
    }
    let again = browser.open("/me/security/phone").await;
    assert_eq!(again.screen(), "W-23");
    let form = [("password", PASSWORD), ("r", again.hidden("r"))];
    let page = browser.press("/again", &form).await;
    assert_eq!(page.screen(), "W-33", "and on to what was asked for");
}

// 登录的设备和最近登录

#[tokio::test]
async fn a_device_that_is_signed_out_here_is_out_at_its_next_request() {
    let scene = Scene::new().await;
    let mut browser = scene.inside().await;
    let mut other = scene.browser();
    other.agent =
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
         Chrome/120.0.0.0 Safari/537.36"
            .into();
    other.sign_in(PASSWORD).await;
    let page = browser.get("/me/sessions").await;
    assert_eq!(page.screen(), "W-39");
    for said in [
        "就是现在这台",
        "退出「Windows · Chrome」",
        "退出其他全部设备",
    ] {
        assert!(page.body.contains(said), "{said}: {}", page.main());
    }
    let id = page.hidden("id").to_owned();
    for _ in 0..2 {
        let page = browser.press("/me/sessions/end", &[("id", &id)]).await;
        assert!(page.body.contains("已经退出"), "{}", page.main());
        assert!(page.body.contains("没有别的设备登录着"), "{}", page.main());
    }
    assert!(other.get("/me").await.location().starts_with("/login"));
    assert_eq!(browser.get("/me").await.status, StatusCode::OK);
}

#[tokio::test]
async fn all_others_are_signed_out_with_one_button() {
    let scene = Scene::new().await;
    let mut browser = scene.inside().await;
    let mut others = [scene.browser(), scene.browser()];
    for other in &mut others {
        other.sign_in(PASSWORD).await;
    }
    let page = browser.press("/me/sessions/end-others", &[]).await;
    assert!(page.body.contains("其他设备都已退出"), "{}", page.main());
    for other in &mut others {
        assert!(other.get("/me").await.location().starts_with("/login"));
    }
    assert_eq!(browser.get("/me").await.status, StatusCode::OK);
}

#[tokio::test]
async fn nobody_signs_out_somebody_elses_device() {
    let scene = Scene::new().await;
    let mut browser = scene.inside().await;
    let page = browser.get("/me/sessions").await;
    let mine = scene
        .campus
        .books
        .browser_look(
            &crate::keys::fingerprint(&browser.jar["__Host-session"]),
            menhu_protocol::Clock::now(scene.clock.as_ref()),
        )
        .await
        .expect("books")
        .expect("in");
    assert!(!page.body.contains(&mine.secret));
    let mut stranger = scene.browser();
    let form = [("account", "200511023"), ("password", "jianguo-2005")];
    stranger.post("/login", &form).await;
    stranger.open("/login/on?later").await;
    stranger
        .post("/me/sessions/end", &[("id", mine.id.as_str())])
        .await;
    assert_eq!(browser.get("/me").await.status, StatusCode::OK);
}

#[tokio::test]
async fn sign_ins_are_told_in_plain_words_and_wrong_ones_say_what_to_do() {
    let scene = Scene::new().await;
    let mut browser = scene.inside().await;
    let page = browser.get("/me/sessions").await;
    for said in ["2026年11月21日 16:00", "在网页上用密码登录", "网络 0.0.0.*"] {
        assert!(page.body.contains(said), "{said}: {}", page.main());
    }
    assert!(!page.body.contains("密码不对"), "{}", page.main());
    let wrong = [("account", TEACHER), ("password", "not-hers-1949")];
    scene.browser().post("/login", &wrong).await;
    let page = browser.get("/me/sessions").await;
    for said in [
        "密码不对，没有登录成功",
        "不是您自己输错的",
        "/me/security/password",
    ] {
        assert!(page.body.contains(said), "{said}: {}", page.main());
    }
    assert!(!page.body.contains("not-hers"), "{}", page.main());
}

#[tokio::test]
async fn a_form_from_elsewhere_changes_nothing() {
    let scene = Scene::new().await;
    let mut browser = scene.with_mail().await;
    let before = delivery::outbox_read(&scene.campus).await.expect("outbox");
    for path in [
        "/me/security/password",
        "/me/security/phone",
        "/me/security/phone/unbind/send",
        "/me/security/mail",
        "/me/security/mail/unbind",
        "/me/sessions/end-others",
    ] {
        let form = [("phone", ANOTHER), ("mail", "other@example.org")];
        let page = browser
            .post_from(Some("https://evil.example"), path, &form)
            .await;
        assert_eq!(page.screen(), "W-99", "{path}");
    }
    let after = delivery::outbox_read(&scene.campus).await.expect("outbox");
    assert_eq!(before.len(), after.len());
}

#[tokio::test]
async fn arrays_and_floods_where_a_text_belongs_are_refused_in_words() {
    let scene = Scene::new().await;
    let mut browser = scene.with_mail().await;
    let long = "9".repeat(4_000);
    for path in [
        "/me/security/password",
        "/me/security/phone",
        "/me/security/phone/code",
        "/me/security/phone/unbind",
        "/me/security/mail",
        "/me/sessions/end",
    ] {
        for form in [
            vec![
                ("phone", "1"),
                ("phone", "2"),
                ("mail", "a"),
                ("mail", "b"),
                ("code", "1"),
                ("code", "2"),
                ("old", "1"),
                ("old", "2"),
                ("id", "1"),
                ("id", "2"),
            ],
            vec![
                ("phone[]", "1"),
                ("mail[]", "1"),
                ("code[]", "1"),
                ("old[]", "x"),
                ("id[]", "x"),
            ],
            vec![("phone", &long), ("id", &long)],
            vec![
                ("phone", "\0"),
                ("mail", "\0"),
                ("code", "\0"),
                ("old", "\0"),
                ("id", "\0"),
            ],
        ] {
            let page = browser.post(path, &form).await;
            assert!(!page.status.is_server_error(), "{path}: {form:?}");
            assert!(!page.status.is_success(), "{path}: {form:?}");
        }
    }
    let page = browser.get("/me/security").await;
    assert!(page.body.contains("138****8000") && page.body.contains(MASKED));
}
