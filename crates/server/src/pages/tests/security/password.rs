//! 修改密码: W-32.

use axum::http::StatusCode;

use super::{MAIL, MASKED, NEW, PASSWORD, PHONE, TEACHER};
use crate::pages::tests::Scene;

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
