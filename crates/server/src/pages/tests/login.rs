//! W-20 to W-24, W-30, and the name at the top right, in both languages and both modes.

use axum::http::header;

use super::frame::in_order;
use super::{Browser, Scene};

/// The retired teacher of the main job; her phone is on record, not bound.
const TEACHER: &str = "198803017";
const PASSWORD: &str = "shufen#1949";

async fn in_as(scene: &Scene, account: &str, password: &str) -> Browser {
    let mut browser = scene.browser();
    let form = [("account", account), ("password", password)];
    let page = browser.post("/login", &form).await;
    assert!(page.status.is_redirection(), "{}", page.body);
    browser
}

#[tokio::test]
async fn every_page_of_a_sign_in_is_whole_in_both_languages_and_both_modes() {
    let scene = Scene::new().await;
    let mut inside = in_as(&scene, TEACHER, PASSWORD).await;
    inside
        .post("/login/phone", &[("phone", "13800138000")])
        .await;
    let csv = "工/学号,姓名,单位,类别,证件号,手机号,邮箱,初始密码\n2026S7777,林小满,文学院,学生,H9876543201,,,123456\n";
    crate::roster::import(&scene.campus, csv.as_bytes())
        .await
        .expect("roster");
    let mut halfway = in_as(&scene, "2026S7777", "123456").await;
    for (tag, mode) in [
        ("zh-CN", "standard"),
        ("zh-CN", "elder"),
        ("en", "standard"),
        ("en", "elder"),
    ] {
        let look = format!("{mode}.{tag}");
        let mut outside = scene.browser();
        for browser in [&mut outside, &mut inside, &mut halfway] {
            browser.jar.insert("look".into(), look.clone());
        }
        let elder = mode == "elder";
        for (path, screen) in [
            ("/login", "W-20"),
            ("/login?to=%2Fme", "W-20"),
            ("/login/on", "W-20"),
            ("/logout", "W-24"),
        ] {
            in_order(&outside.get(path).await, screen, tag, elder, path);
        }
        for (path, screen) in [
            ("/login/phone", "W-22"),
            ("/login/phone/code", "W-22"),
            ("/again", "W-23"),
            ("/logout", "W-24"),
            ("/me", "W-30"),
        ] {
            in_order(&inside.get(path).await, screen, tag, elder, path);
        }
        let page = halfway.get("/login/password").await;
        in_order(&page, "W-21", tag, elder, "/login/password");
        // With a captcha, and a problem at every field.
        for _ in 0..6 {
            let form = [("account", "999999999"), ("password", "wrong-1")];
            let page = outside.post("/login", &form).await;
            in_order(&page, "W-20", tag, elder, "a wrong password");
        }
    }
}

#[tokio::test]
async fn over_tls_the_cookies_are_this_hosts_and_never_plain() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    let form = [("account", TEACHER), ("password", PASSWORD)];
    let page = browser.post("/login", &form).await;
    let cookies: Vec<_> = page
        .headers
        .get_all(header::SET_COOKIE)
        .iter()
        .map(|cookie| cookie.to_str().expect("text"))
        .collect();
    for name in ["__Host-session=", "__Host-browser="] {
        let cookie = cookies.iter().find(|cookie| cookie.starts_with(name));
        let cookie = cookie.unwrap_or_else(|| panic!("no {name} in {cookies:?}"));
        for guard in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
            assert!(cookie.contains(guard), "{cookie} lacks {guard}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
}

#[tokio::test]
async fn a_form_from_elsewhere_signs_nobody_in_or_out() {
    let scene = Scene::new().await;
    let mut browser = in_as(&scene, TEACHER, PASSWORD).await;
    let evil = Some("https://evil.example");
    let form = [("account", TEACHER), ("password", PASSWORD)];
    for (path, form) in [("/logout", &[][..]), ("/login", &form), ("/again", &form)] {
        let page = browser.post_from(evil, path, form).await;
        assert_eq!(page.screen(), "W-99", "{path}");
        assert!(page.headers.get(header::SET_COOKIE).is_none(), "{path}");
    }
    assert_eq!(browser.get("/me").await.screen(), "W-30", "still in");
}

#[tokio::test]
async fn the_entrance_leads_in_out_or_on() {
    let scene = Scene::new().await;
    let page = scene.browser().get("/").await;
    for href in ["/login", "/r", "/d"] {
        assert!(page.body.contains(&format!("href=\"{href}\"")), "{href}");
    }
    assert!(!page.body.contains("class=\"who\""));
    let page = in_as(&scene, TEACHER, PASSWORD).await.get("/").await;
    assert!(page.body.contains("class=\"who\"") && page.body.contains("陈淑芬"));
    assert!(page.body.contains("href=\"/me\"") && !page.body.contains("href=\"/login\""));
}
