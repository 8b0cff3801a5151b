//! W-20 to W-24, W-30.

use axum::http::{StatusCode, header};
use menhu_protocol::Clock as _;
use menhu_server::books::audit::What;
use menhu_server::{Config, delivery};

use super::browser::Browser;
use crate::api::people::{CHEN, LI, WANG, ZHAO, ZHAO_TOO, activated, member};
use crate::ground::Ground;

/// A plain initial password the rules of today refuse.
const WEAK: &str = "123456";
const STRONG: &str = "shui-he-mu-2026";

/// A campus with one freshman more, whose initial password is weak.
async fn with_a_freshman() -> Ground {
    let ground = Ground::new().await;
    let csv = format!(
        "工/学号,姓名,单位,类别,证件号,手机号,邮箱,初始密码\n2026S7777,林小满,文学院,学生,H9876543201,,,{WEAK}\n"
    );
    ground.import(&csv).await;
    ground
}
const FRESHMAN: &str = "2026S7777";

#[tokio::test]
async fn account_and_password_lead_to_the_personal_centre() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let mut browser = Browser::of(&ground);
    assert_eq!(browser.get("/login").await.screen(), "W-20");
    let page = browser.log_in(CHEN.member, CHEN.password).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    let cookies: Vec<_> = page.headers.get_all(header::SET_COOKIE).iter().collect();
    let session = cookies[0].to_str().expect("text");
    for guard in ["session=", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(session.contains(guard), "{session} lacks {guard}");
    }
    assert!(
        !session.contains("Max-Age"),
        "{session} outlives the browser"
    );
    let browsers = cookies[1].to_str().expect("text");
    assert!(browsers.contains("Max-Age=34560000"), "{browsers}");
    let page = browser.follow(page).await;
    assert_eq!(page.screen(), "W-30", "{}", page.body);
    for shown in [
        CHEN.name,
        CHEN.member,
        "离退休工作处",
        "退休",
        "138****8000",
    ] {
        assert!(page.body.contains(shown), "{shown} is not shown");
    }
    for hidden in ["13800138000", CHEN.certificate, "shufen"] {
        assert!(!page.body.contains(hidden), "{hidden} is shown");
    }
    assert_eq!(page.headers[header::CACHE_CONTROL], "no-store");
}

/// Seed B §三: 右上角头像/姓名 → 安全中心, 修改密码; 个人中心 → 个人卡片 → 修改密码.
#[tokio::test]
async fn the_paths_of_the_guide_have_their_names() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let mut browser = Browser::signed_in(&ground, CHEN).await;
    for path in ["/me", "/me/security", "/again", "/"] {
        let page = browser.get(path).await;
        let (_, menu) = page
            .body
            .split_once("<details class=\"who\">")
            .expect("a menu");
        let (menu, _) = menu.split_once("</details>").expect("its end");
        assert!(menu.contains(&format!("<summary>{}</summary>", CHEN.name)));
        for item in [
            "<a href=\"/me\">个人中心</a>",
            "<a href=\"/me/security\">安全中心</a>",
            "<a href=\"/me/security/password\">修改密码</a>",
            "<form method=\"post\" action=\"/logout\"><button>退出登录</button></form>",
        ] {
            assert!(menu.contains(item), "{path}: {item}");
        }
    }
    let page = browser.get("/me").await;
    let (_, card) = page.body.split_once("个人卡片").expect("a card");
    assert!(card.contains("href=\"/me/security/password\">修改密码</a>"));
}

#[tokio::test]
async fn the_centre_tells_of_the_last_sign_in_and_of_where_i_am_in() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let first = Browser::signed_in(&ground, CHEN).await.open("/me").await;
    assert!(!first.body.contains("上次登录"), "there was none");
    ground.clock.forward_s(3600);
    let mut second = Browser::of(&ground);
    second.agent = "Mozilla/5.0 (Linux; Android 10) Chrome/116.0 Mobile MicroMessenger/8.0.48";
    second.log_in(CHEN.member, CHEN.password).await;
    let page = second.open("/me").await;
    assert!(
        page.body
            .contains("上次登录：2026年11月21日 16:00，Windows · Chrome"),
        "{}",
        page.body
    );
    assert!(page.body.contains("：2 个"), "{}", page.body);
    ground.clock.forward_s(60);
    let third = Browser::signed_in(&ground, CHEN).await.open("/me").await;
    assert!(
        third.body.contains("17:00，Android · 微信"),
        "{}",
        third.body
    );
}

#[tokio::test]
async fn every_name_of_an_account_signs_in() {
    let ground = Ground::new().await;
    activated(&ground, ZHAO).await;
    for name in [
        ZHAO.member,
        ZHAO_TOO.member,
        "2024b7001",
        "２０２００１８８８",
        "13600136003",
        "+86 136 0013 6003",
    ] {
        let mut browser = Browser::of(&ground);
        browser.log_in(name, ZHAO.password).await;
        assert_eq!(browser.open("/me").await.screen(), "W-30", "{name}");
    }
    let centre = Browser::signed_in(&ground, ZHAO).await.open("/me").await;
    for id in [ZHAO.member, ZHAO_TOO.member] {
        assert!(centre.body.contains(id), "{id} is not on the card");
    }
}

#[tokio::test]
async fn nobody_sees_a_page_behind_the_sign_in_without_one() {
    let ground = Ground::new().await;
    for cookie in [
        None,
        Some("x"),
        Some(""),
        Some("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
    ] {
        let mut browser = Browser::of(&ground);
        if let Some(cookie) = cookie {
            browser.jar.insert("session".to_owned(), cookie.to_owned());
        }
        for path in ["/me", "/again", "/login/phone"] {
            let page = browser.get(path).await;
            let to = page.location();
            assert!(to.starts_with("/login?to=%2F"), "{path}: {to}");
        }
    }
}

#[tokio::test]
async fn a_wrong_account_and_a_wrong_password_look_the_same() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let mut pages = Vec::new();
    for account in [
        CHEN.member,
        "999999999",
        "nobody@example.edu.cn",
        "+8613999999999",
    ] {
        let mut browser = Browser::of(&ground);
        let page = browser.log_in(account, "wrong-1").await;
        assert!(page.headers.get(header::SET_COOKIE).is_none());
        pages.push((page.status, page.body.replace(account, "ACCOUNT")));
    }
    assert_eq!(pages[0].0, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(pages[0].1.contains("密码不对"));
    assert!(
        pages[0].1.contains("value=\"ACCOUNT\""),
        "what was typed is kept"
    );
    assert!(!pages[0].1.contains("wrong-1"), "but for the password");
    assert!(pages.windows(2).all(|two| two[0] == two[1]));
}

#[tokio::test]
async fn bad_input_names_its_field_and_is_no_fault_of_the_servers() {
    let ground = Ground::new().await;
    let mut browser = Browser::of(&ground);
    let long = "x".repeat(5000);
    for (account, password, field) in [
        ("", "a", "account"),
        ("no account!", "a", "account"),
        ("1' or '1'='1", "a", "account"),
        ("a@b,c@d", "a", "account"),
        (CHEN.member, "", "password"),
        (CHEN.member, &long, "password"),
    ] {
        let page = browser.log_in(account, password).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{account:?}");
        let mark = format!("id=\"{field}-problem\"");
        assert!(page.body.contains(&mark), "{account:?}: {}", page.body);
    }
    for form in [
        &[("account", "a"), ("account", "b")][..],
        &[("account[]", "a")],
        &[],
    ] {
        let page = browser.post("/login", form).await;
        assert!(page.status.is_client_error(), "{form:?}: {}", page.status);
    }
}

#[tokio::test]
async fn a_weak_password_is_changed_before_anything_else_can_be_reached() {
    let ground = with_a_freshman().await;
    let mut browser = Browser::of(&ground);
    let page = browser.log_in(FRESHMAN, WEAK).await;
    let page = browser.follow(page).await;
    assert_eq!(page.screen(), "W-21", "{}", page.body);
    assert!(!page.body.contains("林小满"), "no name before that");
    let halfway = browser.session().expect("a session").to_owned();
    for path in ["/me", "/again", "/login", "/login/on", "/login/phone"] {
        assert_eq!(browser.open(path).await.screen(), "W-21", "{path}");
    }
    for (new, repeat, why) in [
        ("12345", "12345", "new_password-problem"),
        (STRONG, "else-2026", "repeat_password-problem"),
        ("", "", "new_password-problem"),
    ] {
        let form = [("new_password", new), ("repeat_password", repeat)];
        let page = browser.post("/login/password", &form).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.body.contains(why), "{new}: {}", page.body);
        assert_eq!(browser.open("/me").await.screen(), "W-21");
    }
    let form = [("new_password", STRONG), ("repeat_password", STRONG)];
    let page = browser.post("/login/password", &form).await;
    let page = browser.follow(page).await;
    assert_eq!(page.screen(), "W-22", "on to binding the phone");
    assert_ne!(browser.session(), Some(&*halfway), "TK-10");
    let mut before = Browser::of(&ground);
    before.jar.insert("session".to_owned(), halfway);
    assert_eq!(
        before.open("/me").await.screen(),
        "W-20",
        "the former is over"
    );
    assert_eq!(browser.open("/me").await.screen(), "W-30");
    // The old one opens nothing any more, the new one all.
    let mut other = Browser::of(&ground);
    assert!(other.log_in(FRESHMAN, WEAK).await.status.is_client_error());
    other.log_in(FRESHMAN, STRONG).await;
    assert_eq!(other.open("/me").await.screen(), "W-30");
}

#[tokio::test]
async fn a_freshman_binds_a_phone_at_the_first_sign_in_and_it_counts_at_once() {
    let ground = Ground::new().await;
    let mut browser = Browser::of(&ground);
    let page = browser.log_in(LI.member, LI.password).await;
    let page = browser.follow(page).await;
    assert_eq!(page.screen(), "W-22");
    for shown in [LI.name, LI.member, "机电学院", "退休"] {
        assert!(
            page.body.contains(shown),
            "the record does not show {shown}"
        );
    }
    let page = browser
        .post("/login/phone", &[("phone", "13500135000")])
        .await;
    let page = browser.follow(page).await;
    assert!(page.body.contains("135****5000"), "{}", page.body);
    // Pressed twice: one SMS.
    browser
        .post("/login/phone", &[("phone", "13500135000")])
        .await;
    assert_eq!(ground.messages_to("+8613500135000").await, 1);
    let code = ground.code_to("+8613500135000").await.expect("a code");
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let page = browser.post("/login/phone/code", &[("code", wrong)]).await;
    assert!(page.body.contains("code-problem"), "{}", page.body);
    let page = browser.post("/login/phone/code", &[("code", &code)]).await;
    let page = browser.follow(page).await;
    assert_eq!(page.screen(), "W-30");
    assert!(page.body.contains("135****5000"));
    let phone = crate::api::people::phone("13500135000");
    let person = ground.campus.books.person_of_phone(&phone).await;
    let person = person.expect("books").expect("theirs");
    assert!(
        person.activated_at.is_some(),
        "the app takes them from now on"
    );
}

#[tokio::test]
async fn binding_a_phone_can_wait() {
    let ground = Ground::new().await;
    let mut browser = Browser::of(&ground);
    let page = browser.log_in(LI.member, LI.password).await;
    assert_eq!(browser.follow(page).await.screen(), "W-22");
    let page = browser.open("/login/on?later").await;
    assert_eq!(page.screen(), "W-30");
    assert!(page.body.contains("id=\"wait-phone\""), "{}", page.body);
}

#[tokio::test]
async fn a_browser_that_keeps_no_cookies_is_told_so() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let mut browser = Browser::of(&ground);
    let page = browser.log_in(CHEN.member, CHEN.password).await;
    browser.jar.clear();
    let page = browser.follow(page).await;
    assert_eq!(page.screen(), "W-20");
    assert!(page.body.contains("Cookie"), "{}", page.body);
    for advice in ["Chrome", "chrome", "推荐"] {
        assert!(!page.body.contains(advice), "no browser is recommended");
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_on_the_server_and_a_link_alone_does_not() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let mut browser = Browser::signed_in(&ground, CHEN).await;
    assert_eq!(browser.get("/logout").await.screen(), "W-24");
    assert_eq!(
        browser.open("/me").await.screen(),
        "W-30",
        "a link does not"
    );
    let stolen = browser.jar.clone();
    let page = browser.post("/logout", &[]).await;
    assert_eq!(
        (page.status, page.location()),
        (StatusCode::SEE_OTHER, "/logout")
    );
    assert_eq!(browser.session(), None, "the browser forgets it");
    let page = browser.follow(page).await;
    assert_eq!(page.screen(), "W-24");
    assert!(!page.body.contains(CHEN.name), "nothing personal stays");
    let mut back = Browser::of(&ground);
    back.jar = stolen;
    assert_eq!(back.open("/me").await.screen(), "W-20", "TK-9");
    assert_eq!(
        browser.post("/logout", &[]).await.location(),
        "/logout",
        "twice is once"
    );
    let again = browser.open("/login").await;
    assert!(!again.body.contains(CHEN.name));
}

#[tokio::test]
async fn what_happened_is_written_down_for_the_owner() {
    let ground = Ground::behind_a_proxy().await;
    activated(&ground, CHEN).await;
    let mut browser = Browser::at(&ground, "198.51.100.7");
    for _ in 0..3 {
        browser.log_in(CHEN.member, "wrong-1").await;
        browser.log_in("999999999", "wrong-1").await;
    }
    ground.clock.forward_s(1);
    browser.log_in(CHEN.member, CHEN.password).await;
    ground.clock.forward_s(1);
    browser.post("/logout", &[]).await;
    let books = &ground.campus.books;
    let person = books.member(&member(CHEN)).await.expect("books");
    let person = person.expect("there").person;
    let rows = books.audit_of(&person, 50).await.expect("books");
    let what: Vec<_> = rows.iter().rev().map(|row| row.what).collect();
    let seen = [What::GuessWrong, What::SignedIn, What::SignedOut];
    assert_eq!(what, seen, "three guesses of a minute are one row");
    assert!(rows.iter().all(|row| row.device == "Windows · Chrome"));
    assert!(rows.iter().all(|row| row.network == "198.51.100.0/24"));
    // What was written for nobody says nothing and is soon gone.
    let nobodys = books.audit_of("", 50).await.expect("books");
    assert_eq!(nobodys.len(), 1);
    assert!(!nobodys[0].id.contains("999999999"), "{nobodys:?}");
    books
        .tidy(ground.clock.now() + 25 * 3_600_000)
        .await
        .expect("tidy");
    assert!(books.audit_of("", 50).await.expect("books").is_empty());
    assert_eq!(books.audit_of(&person, 50).await.expect("books").len(), 3);
}

#[tokio::test]
async fn a_browser_that_was_never_in_is_told_of_but_for_the_first() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let mut first = Browser::signed_in(&ground, CHEN).await;
    delivery::drain(&ground.campus).await.expect("sent");
    assert_eq!(
        ground.messages_to("+8613800138000").await,
        0,
        "the first sign-in"
    );
    first.post("/logout", &[]).await;
    first.log_in(CHEN.member, CHEN.password).await;
    delivery::drain(&ground.campus).await.expect("sent");
    assert_eq!(
        ground.messages_to("+8613800138000").await,
        0,
        "a known browser"
    );
    Browser::signed_in(&ground, CHEN).await;
    delivery::drain(&ground.campus).await.expect("sent");
    assert_eq!(ground.messages_to("+8613800138000").await, 1, "a new one");
}

#[tokio::test]
async fn the_centre_shows_the_systems_of_my_categories_only() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("menhu.toml");
    let text = "[[system]]\nslug = \"oa\"\nname = { zh = \"办公系统\", en = \"OA\" }\nurl = \"https://oa.example.edu.cn/\"\n\
         [[system]]\nslug = \"xg\"\nname = { zh = \"学工系统\", en = \"Students\" }\nurl = \"https://xg.example.edu.cn/\"\ncategories = [\"student\"]\n";
    std::fs::write(&file, text).expect("written");
    let systems = Config::read(Some(&file), true)
        .expect("a configuration")
        .systems;
    let ground = Ground::on(None, |config| config.systems = systems).await;
    ground
        .import(&menhu_testkit::roster_csv(menhu_testkit::PEOPLE))
        .await;
    for (person, student) in [(WANG, false), (ZHAO, true)] {
        activated(&ground, person).await;
        let page = Browser::signed_in(&ground, person).await.open("/me").await;
        assert!(page.body.contains("办公系统"), "{}", page.body);
        assert_eq!(page.body.contains("学工系统"), student, "{}", person.name);
    }
}

#[tokio::test]
async fn what_waits_for_me_is_shown_until_it_is_done() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let page = Browser::signed_in(&ground, CHEN).await.open("/me").await;
    for (id, waits) in [
        ("wait-password", true),
        ("wait-phone", false),
        ("wait-mail", true),
    ] {
        let mark = format!("id=\"{id}\"");
        assert_eq!(page.body.contains(&mark), waits, "{id}: {}", page.body);
    }
}
