//! 登录的设备和最近登录: W-39.

use axum::http::StatusCode;

use super::{PASSWORD, TEACHER};
use crate::pages::tests::Scene;

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
