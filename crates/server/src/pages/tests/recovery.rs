//! From 「忘记密码」 to a new one, without JavaScript.

use axum::http::{StatusCode, header};
use menhu_protocol::Code;
use menhu_protocol::values::{AccountName, CertificateNumber};
use sha2::{Digest as _, Sha256};
use sqlx::AnyConnection;

use super::{Browser, Page, Scene};
use crate::books::{Entry, Trouble};

/// The retired teacher of the main job; she has activated, with phone and mail.
const TEACHER: &str = "198803017";
const CERTIFICATE: &str = "11010519491231002X";
const PHONE: &str = "+8613800138000";
const MAIL: &str = "chenshufen@example.edu.cn";
/// Retired, without a phone on record.
const NO_PHONE: &str = "197901002";
/// Keeps every profile's rules.
const NEW: &str = "Xin-mima#2026-lu";

/// What somebody did in 安全中心 before.
struct Bound<'a>(&'a str, Option<&'a str>);

impl Entry for Bound<'_> {
    type Out = ();
    async fn write(&self, page: &mut AnyConnection) -> Result<(), Trouble> {
        sqlx::query(
            "UPDATE person SET mail = $1 WHERE id = (SELECT person FROM member WHERE id = $2)",
        )
        .bind(self.1)
        .bind(self.0)
        .execute(page)
        .await?;
        Ok(())
    }
}

/// A campus where the teacher is active, with phone and mail.
async fn scene() -> Scene {
    let scene = Scene::new().await;
    let mut browser = scene.signed_in(TEACHER).await;
    browser.post("/r/confirm", &[]).await;
    let bound = Bound(TEACHER, Some(MAIL));
    scene.campus.books.enter(&bound).await.expect("books");
    scene
}

fn attribute<'a>(page: &'a Page, before: &str) -> &'a str {
    let rest = page.body.split_once(before).map_or("", |(_, rest)| rest);
    rest.split('"').next().unwrap_or_default()
}

/// What a script would find.
pub(super) fn solved(page: &Page) -> (String, String) {
    let bits: u32 = attribute(page, "data-bits=\"").parse().expect("work");
    let puzzle = page.hidden("work").to_owned();
    let head = |n: u64| {
        let digest = Sha256::digest(format!("{puzzle}{n}"));
        u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]])
    };
    let nonce = (0..).find(|n| head(*n).leading_zeros() >= bits);
    (puzzle, nonce.expect("some nonce").to_string())
}

/// The sum in words, as a person reads it.
fn summed(page: &Page) -> String {
    let words = page.body.split_once(" 加 ").expect("a sum");
    let first = words.0.rsplit(['>', ' ']).next().unwrap_or_default();
    let second = words.1.split(' ').next().unwrap_or_default();
    let [a, b]: [u8; 2] = [first, second].map(|n| n.trim().parse().expect("a number"));
    (a + b).to_string()
}

/// W-40 as somebody whose browser runs the script.
async fn claimed(browser: &mut Browser, account: &str, certificate: &str) -> Page {
    let page = browser.get("/recover").await;
    assert_eq!(page.screen(), "W-40", "{}", page.body);
    let (work, nonce) = solved(&page);
    let form = [
        ("account", account),
        ("certificate", certificate),
        ("work", &work),
        ("nonce", &nonce),
        ("asked", page.hidden("asked")),
        ("captcha", ""),
    ];
    browser.post("/recover", &form).await
}

/// The teacher's recovery, with a code on its way to her phone.
async fn coded(scene: &Scene) -> Browser {
    let mut browser = scene.browser();
    let page = claimed(&mut browser, TEACHER, CERTIFICATE).await;
    assert_eq!(page.location(), "/recover/way", "{}", page.body);
    let page = browser.post("/recover/way", &[("way", "phone")]).await;
    assert_eq!(page.location(), "/recover/code", "{}", page.body);
    browser
}

async fn proven(scene: &Scene) -> Browser {
    let mut browser = coded(scene).await;
    let code = scene.code(PHONE).await;
    let form = [("way", "phone"), ("code", &code)];
    let page = browser.post("/recover/code", &form).await;
    assert_eq!(page.location(), "/recover/password", "{}", page.body);
    browser
}

async fn signs_in(scene: &Scene, password: &str) -> bool {
    let mut browser = scene.browser();
    let form = [("account", TEACHER), ("password", password)];
    let page = browser.post("/r/account", &form).await;
    page.status == StatusCode::SEE_OTHER
}

#[tokio::test]
async fn a_browser_without_javascript_walks_the_whole_way_by_sum_and_mail() {
    let scene = scene().await;
    let mut browser = scene.browser();
    let page = browser.get("/recover").await;
    assert!(page.body.contains("src=\"data:image/png;base64,"));
    assert!(page.body.contains("alt=\"图形验证码，五个数字\""));

    // 「看不了图片」 keeps what was typed and asks in words.
    let form = [("account", TEACHER), ("other", "sum"), ("certificate", "")];
    let page = browser.post("/recover", &form).await;
    assert_eq!((page.status, page.screen()), (StatusCode::OK, "W-40"));
    assert!(page.body.contains(&format!("value=\"{TEACHER}\"")));
    assert!(!page.body.contains("data:image"), "no picture any more");

    let sum = summed(&page);
    let form = [
        ("account", "１９８８０３０１７"),
        ("certificate", "１１０１０５１９４９１２３１００２ｘ"),
        ("work", page.hidden("work")),
        ("nonce", ""),
        ("asked", page.hidden("asked")),
        ("kind", page.hidden("kind")),
        ("captcha", &sum),
    ];
    let sent = browser.post("/recover", &form).await;
    assert_eq!(sent.location(), "/recover/way", "{}", sent.body);
    let cookie = sent.headers[header::SET_COOKIE].to_str().expect("text");
    for guard in ["__Host-recovery", "HttpOnly", "SameSite=Lax", "Secure"] {
        assert!(cookie.contains(guard), "{cookie} lacks {guard}");
    }

    let page = browser.get("/recover/way").await;
    assert_eq!(page.screen(), "W-41");
    for shown in ["13*****", "*****@*****.cn"] {
        assert!(page.body.contains(shown), "{shown} is not shown");
    }
    for hidden in ["13800138000", "138****8000", MAIL, "陈淑芬"] {
        assert!(!page.body.contains(hidden), "{hidden} is shown");
    }
    let page = browser.post("/recover/way", &[("way", "mail")]).await;
    assert_eq!(page.location(), "/recover/code");
    let page = browser.get("/recover/code").await;
    assert_eq!(page.screen(), "W-42");
    assert!(page.body.contains("*****@*****.cn"));
    assert!(!page.body.contains("chenshufen"));

    let (_, letter) = scene.sms(MAIL).await;
    let code: String = letter
        .split("验证码 ")
        .nth(1)
        .expect("a code")
        .chars()
        .take(6)
        .collect();
    let form = [("way", "mail"), ("code", &code)];
    let page = browser.post("/recover/code", &form).await;
    assert_eq!(page.location(), "/recover/password");
    assert_eq!(browser.get("/recover/password").await.screen(), "W-43");
    let form = [
        ("new_password", NEW),
        ("repeat_password", NEW),
        ("end", "1"),
    ];
    let page = browser.post("/recover/password", &form).await;
    assert_eq!(page.location(), "/recover/done", "{}", page.body);
    let page = browser.get("/recover/done").await;
    assert_eq!(page.screen(), "W-44");
    for shown in ["13*****", "*****@*****.cn", "href=\"/login\""] {
        assert!(page.body.contains(shown), "{shown} is not shown");
    }
    assert!(signs_in(&scene, NEW).await);
    assert!(!signs_in(&scene, "shufen#1949").await);
}

#[tokio::test]
async fn every_page_of_a_recovery_is_whole_in_both_languages_and_both_modes() {
    let scene = scene().await;
    let mut choosing = scene.browser();
    claimed(&mut choosing, TEACHER, CERTIFICATE).await;
    let mut coding = coded(&scene).await;
    scene.clock.forward_s(61);
    let mut setting = proven(&scene).await;
    scene.clock.forward_s(61);
    let mut done = proven(&scene).await;
    let form = [("new_password", NEW), ("repeat_password", NEW)];
    let mut nothing = scene.browser();
    claimed(&mut nothing, NO_PHONE, "P00000123").await;
    for (tag, mode) in [
        ("zh-CN", "standard"),
        ("zh-CN", "elder"),
        ("en", "standard"),
        ("en", "elder"),
    ] {
        let look = format!("{mode}.{tag}");
        let mut outside = scene.browser();
        for browser in [
            &mut outside,
            &mut choosing,
            &mut coding,
            &mut setting,
            &mut done,
            &mut nothing,
        ] {
            browser.jar.insert("look".into(), look.clone());
        }
        let elder = mode == "elder";
        let whole = |page: &Page, screen| super::frame::in_order(page, screen, tag, elder, screen);
        whole(&outside.get("/recover").await, "W-40");
        whole(&outside.get("/recover?over").await, "W-40");
        let failed = claimed(&mut outside, "999999999", CERTIFICATE).await;
        whole(&failed, "W-40");
        whole(&choosing.get("/recover/way").await, "W-41");
        whole(&coding.get("/recover/code").await, "W-42");
        whole(&setting.get("/recover/password").await, "W-43");
        whole(&nothing.get("/recover/others").await, "W-45");
    }
    done.post("/recover/password", &form).await;
    let page = done.get("/recover/done").await;
    super::frame::in_order(&page, "W-44", "en", true, "W-44");
}

/// A page without what is new on every request, by name.
fn plain(page: &Page) -> String {
    let mut body = page.body.clone();
    for (mark, end) in [
        ("name=\"work\" value=\"", '"'),
        ("name=\"asked\" value=\"", '"'),
        ("base64,", '"'),
    ] {
        if let Some((before, rest)) = body.split_once(mark) {
            let after = rest.split_once(end).map_or("", |(_, after)| after);
            body = format!("{before}{mark}{end}{after}");
        }
    }
    body
}

#[tokio::test]
async fn nobody_learns_from_a_page_whether_an_account_exists() {
    let scene = scene().await;
    let mut answers = Vec::new();
    for (account, certificate) in [
        (TEACHER, "E00000000"),
        ("999999998", "E00000000"),
        ("999999999", CERTIFICATE),
        (NO_PHONE, CERTIFICATE),
        ("nobody@example.edu.cn", CERTIFICATE),
        ("+8613900009999", CERTIFICATE),
    ] {
        let mut browser = scene.browser();
        let page = claimed(&mut browser, account, certificate).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(browser.jar.keys().all(|name| !name.contains("recovery")));
        let mut headers = page.headers.clone();
        headers.remove(header::CONTENT_LENGTH);
        let body = plain(&page).replace(account, "ACCOUNT");
        answers.push((page.status, headers, body));
    }
    for answer in &answers {
        assert_eq!(answer, &answers[0]);
    }
    assert!(answers[0].2.contains("账号和证件号对不上"));
    assert!(!answers[0].2.contains("E00000000"), "a secret is shown");
    assert_eq!(scene.sms(PHONE).await.0, 0);
}

#[tokio::test]
async fn going_back_and_on_again_sends_nothing() {
    let scene = scene().await;
    let mut browser = coded(&scene).await;
    assert_eq!(scene.sms(PHONE).await.0, 1);
    for _ in 0..3 {
        let page = browser.get("/recover/way").await;
        assert_eq!(page.screen(), "W-41");
        assert!(page.body.contains("id=\"way-phone\" checked"));
        let page = browser.post("/recover/way", &[("way", "phone")]).await;
        assert_eq!(page.location(), "/recover/code");
        assert_eq!(browser.open("/recover").await.screen(), "W-42");
        scene.clock.forward_s(70);
    }
    assert_eq!(scene.sms(PHONE).await.0, 1, "it was sent again");
    // Only 「重新发送」 does.
    let page = browser
        .post("/recover/code/again", &[("way", "phone")])
        .await;
    assert_eq!(page.location(), "/recover/code?resent", "{}", page.body);
    assert_eq!(scene.sms(PHONE).await.0, 2);
    let page = browser
        .post("/recover/code/again", &[("way", "phone")])
        .await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(page.screen(), "W-42");
    assert_eq!(scene.sms(PHONE).await.0, 2);
}

#[tokio::test]
async fn a_code_is_good_at_299_seconds_on_the_server_s_clock_and_not_at_301() {
    for (after, location) in [(299, "/recover/password"), (301, "")] {
        let scene = scene().await;
        let mut browser = coded(&scene).await;
        let code = scene.code(PHONE).await;
        scene.clock.forward_s(after);
        let form = [("way", "phone"), ("code", &code)];
        let page = browser.post("/recover/code", &form).await;
        assert_eq!(page.location(), location, "{after}");
        if location.is_empty() {
            assert_eq!(page.screen(), "W-42");
            assert!(page.body.contains("过了 5 分钟"), "{}", page.body);
            assert!(page.body.contains("id=\"resend\""));
        }
    }
}

#[tokio::test]
async fn a_button_pressed_twice_goes_on_and_does_nothing_twice() {
    let scene = scene().await;
    let mut browser = coded(&scene).await;
    let code = scene.code(PHONE).await;
    for _ in 0..2 {
        let form = [("way", "phone"), ("code", &code)];
        let page = browser.post("/recover/code", &form).await;
        assert_eq!(page.location(), "/recover/password");
    }
    for _ in 0..3 {
        let form = [("new_password", NEW), ("repeat_password", NEW)];
        let page = browser.post("/recover/password", &form).await;
        assert_eq!(page.location(), "/recover/done", "{}", page.body);
    }
    let told = |to: &'static str| {
        let campus = &scene.campus;
        async move {
            crate::delivery::drain(campus).await.expect("told");
            scene_messages(campus, to).await
        }
    };
    assert_eq!(told(PHONE).await, 2, "a code and one notice");
    assert_eq!(told(MAIL).await, 1, "one notice");
}

async fn scene_messages(campus: &crate::Campus, to: &str) -> usize {
    let all = crate::delivery::outbox_read(campus).await.expect("outbox");
    all.iter().filter(|message| message.to == to).count()
}

#[tokio::test]
async fn what_is_wrong_with_a_new_password_is_said_at_its_field() {
    let scene = scene().await;
    let mut browser = proven(&scene).await;
    for (new, repeat, problem) in [
        ("", "", "new_password-problem"),
        ("abcdef", "abcdef", "new_password-problem"),
        (NEW, "other", "repeat_password-problem"),
    ] {
        let form = [("new_password", new), ("repeat_password", repeat)];
        let page = browser.post("/recover/password", &form).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{new}");
        assert_eq!(page.screen(), "W-43");
        assert!(page.body.contains(problem), "{problem}");
        assert!(!page.body.contains(NEW), "a secret is shown");
        assert!(
            !page
                .body
                .contains("name=\"end\" value=\"1\" id=\"end\" checked")
        );
    }
    assert!(signs_in(&scene, "shufen#1949").await, "it is as it was");
}

#[tokio::test]
async fn steps_without_a_recovery_lead_to_its_beginning() {
    let scene = scene().await;
    for path in [
        "/recover/way",
        "/recover/code",
        "/recover/password",
        "/recover/done",
        "/recover/others",
    ] {
        assert_eq!(scene.browser().open(path).await.screen(), "W-40", "{path}");
    }
    for path in [
        "/recover/way",
        "/recover/code",
        "/recover/code/again",
        "/recover/password",
        "/recover/leave",
    ] {
        let page = scene.browser().post(path, &[]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{path}");
    }
    let mut browser = coded(&scene).await;
    for path in ["/recover/password", "/recover/done"] {
        assert_eq!(browser.open(path).await.screen(), "W-42", "{path}");
    }
    let form = [("new_password", NEW), ("repeat_password", NEW)];
    let page = browser.post("/recover/password", &form).await;
    assert_eq!(page.location(), "/recover/code", "no code was proven");
    assert!(!signs_in(&scene, NEW).await);
    let page = browser.post("/recover/leave", &[]).await;
    assert_eq!(page.location(), "/recover");
    assert_eq!(browser.open("/recover").await.screen(), "W-40");
}

#[tokio::test]
async fn after_half_an_hour_the_person_is_told_and_nothing_is_lost() {
    let scene = scene().await;
    let mut browser = proven(&scene).await;
    scene.clock.forward_s(31 * 60);
    let form = [("new_password", NEW), ("repeat_password", NEW)];
    let page = browser.post("/recover/password", &form).await;
    assert_eq!(page.location(), "/recover?over");
    let page = browser.open("/recover?over").await;
    assert_eq!(page.screen(), "W-40");
    assert!(page.body.contains("密码还是原来的"), "{}", page.body);
    assert!(signs_in(&scene, "shufen#1949").await);
}

#[tokio::test]
async fn strangers_who_guess_certificates_do_not_lock_a_known_browser_out() {
    let scene = scene().await;
    let mut known = scene.browser();
    let form = [("account", TEACHER), ("password", "shufen#1949")];
    let page = known.post("/login", &form).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    let account = AccountName::parse(TEACHER).expect("a name");
    // As many as stop all strangers together (lockout::STRANGERS).
    for n in 0..100_u8 {
        let caller = crate::Caller {
            address: std::net::Ipv4Addr::new(198, 51, 100, n).into(),
        };
        let certificate = CertificateNumber::parse("E00000000").expect("a number");
        let claim = crate::recovery::Claim {
            account: &account,
            certificate: &certificate,
            browser: None,
            return_ticket: None,
        };
        let refused = crate::recovery::identified(&scene.campus, &caller, claim).await;
        assert_eq!(refused.expect_err("wrong").code, Code::RecoveryWrong);
        scene.clock.forward_s(600);
    }
    let mut stranger = scene.browser();
    let page = claimed(&mut stranger, TEACHER, CERTIFICATE).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = claimed(&mut known, TEACHER, CERTIFICATE).await;
    assert_eq!(page.location(), "/recover/way", "{}", page.body);
}

#[tokio::test]
async fn whoever_has_no_channel_is_shown_the_desk() {
    let scene = scene().await;
    let mut browser = scene.browser();
    let page = claimed(&mut browser, NO_PHONE, "P00000123").await;
    assert_eq!(page.location(), "/recover/others");
    for path in ["/recover", "/recover/way", "/recover/code"] {
        let page = browser.open(path).await;
        assert_eq!(page.screen(), "W-45", "{path}");
        assert!(page.body.contains(super::DESK));
        assert!(!page.body.contains("还登录着"), "no device is in");
    }
    let page = browser.post("/recover/way", &[("way", "phone")]).await;
    assert_eq!(page.location(), "/recover/others");
    // What the roster says of a phone is not what its owner proved to hold.
    let mut browser = scene.browser();
    let page = claimed(&mut browser, "2026S1001", "H1234567800").await;
    assert_eq!(page.location(), "/recover/others", "{}", page.body);
}

#[tokio::test]
async fn the_return_ticket_travels_through_a_whole_recovery() {
    let scene = scene().await;
    let target = crate::ticket::Target::Page("/me/security".into());
    let ticket = crate::ticket::ReturnTicket::seal(&scene.campus, &target);
    let mut browser = scene.browser();
    let page = browser.get(&format!("/recover?r={ticket}")).await;
    assert!(page.body.contains(&format!("href=\"/login?r={ticket}\"")));
    let (work, nonce) = solved(&page);
    let mut form = vec![
        ("account", TEACHER),
        ("certificate", "E00000000"),
        ("r", page.hidden("r")),
        ("work", &work),
        ("nonce", &nonce),
    ];
    // Through a wrong 证件号 as well.
    let page = browser.post("/recover", &form).await;
    let (work, nonce) = solved(&page);
    form[1].1 = CERTIFICATE;
    form[2].1 = page.hidden("r");
    form[3].1 = &work;
    form[4].1 = &nonce;
    browser.post("/recover", &form).await;
    browser.post("/recover/way", &[("way", "phone")]).await;
    let code = scene.code(PHONE).await;
    browser.post("/recover/code", &[("code", &code)]).await;
    let form = [("new_password", NEW), ("repeat_password", NEW)];
    browser.post("/recover/password", &form).await;
    let page = browser.get("/recover/done").await;
    assert!(page.body.contains(&format!("href=\"/login?r={ticket}\"")));
}

#[tokio::test]
async fn a_stranger_s_cookie_or_form_is_a_page_and_never_a_fault() {
    let scene = scene().await;
    let names = [
        "account",
        "certificate",
        "captcha",
        "nonce",
        "work",
        "asked",
        "other",
        "kind",
        "r",
        "way",
        "code",
        "new_password",
        "repeat_password",
        "end",
    ];
    let long = "A".repeat(5000);
    for path in [
        "/recover",
        "/recover/way",
        "/recover/code",
        "/recover/code/again",
        "/recover/password",
        "/recover/leave",
    ] {
        for value in ["", "[]", "\0", "'\"><script>", "😀", &long, "-1", "NaN"] {
            let mut browser = scene.browser();
            browser.jar.insert("__Host-recovery".into(), "x".into());
            let form: Vec<_> = names.iter().map(|name| (*name, value)).collect();
            let one: Vec<_> = form
                .iter()
                .filter(|(name, _)| *name != "other")
                .copied()
                .collect();
            for form in [&form[..], &one[..2], &[("account", "1"), ("account", "2")]] {
                let page = browser.post(path, form).await;
                assert!(!page.status.is_server_error(), "{path} {value:.9}");
                assert!(!page.body.contains("<script>\""), "{path}");
                scene.clock.forward_s(11);
            }
        }
    }
}
