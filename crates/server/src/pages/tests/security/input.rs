//! What no page of ours sends.

use super::{ANOTHER, MASKED};
use crate::delivery;
use crate::pages::tests::Scene;

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
