use menhu_protocol::api::session::{CONSENT_WITHDRAWN, MeRead, Refresh};
use menhu_protocol::{Clock as _, Code, Localized, TextKind};
use menhu_server::config::TextConfig;
use menhu_testkit::{PEOPLE, roster_csv};

use super::{STALE_S, inside, press};
use crate::api::people::{
    CHEN, WANG, activated, begun, failed, member, password, proven, signed_in,
};
use crate::device::Handset;
use crate::ground::Ground;
use crate::portal::browser::Browser;
use crate::security::{Insider, MAIL, link_to, press as press_link};

async fn person(ground: &Ground) -> String {
    let member = ground.campus.books.member(&member(CHEN)).await;
    member.expect("books").expect("there").person
}

#[tokio::test]
async fn taking_back_consent_ends_every_session_and_keeps_the_history() {
    let ground = Ground::new().await;
    let mut browser = inside(&ground, CHEN).await;
    let mut other = Browser::signed_in(&ground, CHEN).await;
    let handset = Handset::new(1);
    let tokens = signed_in(&ground, &handset, CHEN).await;
    let his = Handset::new(2);
    activated(&ground, WANG).await;
    let his_tokens = signed_in(&ground, &his, WANG).await;
    let page = press(&mut browser, "/me/data/consent").await;
    let page = browser.follow(page).await;
    assert_eq!(page.screen(), "W-55");
    for browser in [&mut browser, &mut other] {
        assert!(browser.get("/me").await.location().starts_with("/login"));
    }
    let me = ground.ask_in(&handset, &tokens.access, &MeRead {}).await;
    assert_eq!(failed(me), Code::SessionEnded);
    let refresh = Refresh {
        refresh: tokens.refresh,
    };
    let refreshed = ground.ask_by(&handset, &refresh).await;
    let refused = refreshed
        .err()
        .map(|failure| (failure.code, failure.detail));
    let why = Some(CONSENT_WITHDRAWN.to_owned());
    assert_eq!(refused, Some((Code::SessionEnded, why)));
    let his = ground.ask_in(&his, &his_tokens.access, &MeRead {}).await;
    his.expect("nobody else is out");
    let consents = ground
        .campus
        .books
        .consents_of(&person(&ground).await)
        .await;
    let consents = consents.expect("books");
    assert_eq!(consents.len(), 2);
    let now = ground.clock.now();
    assert!(consents.iter().all(|one| one.withdrawn_at == Some(now)));
}

#[tokio::test]
async fn whoever_comes_back_is_asked_before_anything_else_and_goes_where_they_were_going() {
    let ground = Ground::new().await;
    let mut browser = inside(&ground, CHEN).await;
    press(&mut browser, "/me/data/consent").await;
    let mut browser = Browser::signed_in(&ground, CHEN).await;
    for path in ["/me", "/me/data", "/me/data/export", "/me/security"] {
        let page = browser.get(path).await;
        assert!(page.location().starts_with("/me/agree?to="), "{path}");
    }
    let page = browser.open("/me/security").await;
    assert_eq!(page.screen(), "W-56");
    let (terms, privacy) = (page.hidden("terms"), page.hidden("privacy"));
    assert_eq!(page.hidden("to"), "/me/security");
    for (terms, privacy) in [("", ""), ("1999-01-01", privacy), (terms, "")] {
        let form = [("terms", terms), ("privacy", privacy), ("to", "/me")];
        let page = browser.post("/me/agree", &form).await;
        assert_eq!(page.screen(), "W-56", "not what is in force");
        assert!(browser.get("/me").await.location().starts_with("/me/agree"));
    }
    let form = [
        ("terms", terms),
        ("privacy", privacy),
        ("to", "/me/security"),
    ];
    let page = browser.post("/me/agree", &form).await;
    assert_eq!(page.location(), "/me/security");
    assert_eq!(browser.get("/me/data").await.screen(), "W-50");
    let consents = ground
        .campus
        .books
        .consents_of(&person(&ground).await)
        .await;
    let consents = consents.expect("books");
    let counting = consents.iter().filter(|one| one.withdrawn_at.is_none());
    assert_eq!(counting.count(), 2);
    // Asked by a stale page once more, nothing happens but going on, and nowhere but here.
    let page = browser.get("/me/agree?to=https%3A%2F%2Fevil.example").await;
    assert_eq!(page.location(), "/me");
}

#[tokio::test]
async fn agreeing_in_the_app_counts_for_the_browser_too() {
    let ground = Ground::new().await;
    let mut browser = inside(&ground, CHEN).await;
    press(&mut browser, "/me/data/consent").await;
    ground.clock.forward_s(1);
    signed_in(&ground, &Handset::new(1), CHEN).await;
    let mut browser = Browser::signed_in(&ground, CHEN).await;
    assert_eq!(browser.get("/me/data").await.screen(), "W-50");
}

#[tokio::test]
async fn taking_back_needs_a_password_that_was_proven_lately() {
    let ground = Ground::new().await;
    let mut browser = inside(&ground, CHEN).await;
    ground.clock.forward_s(STALE_S);
    for page in [
        browser.get("/me/data/consent").await,
        browser.post("/me/data/consent", &[]).await,
    ] {
        assert!(page.location().starts_with("/again?to="), "{page:?}");
    }
    let person = ground.campus.books.person(&person(&ground).await).await;
    let person = person.expect("books").expect("there");
    assert_eq!(person.consent_withdrawn_at, None);
}

#[tokio::test]
async fn a_text_that_came_while_another_was_read_is_asked_for() {
    let ground = Ground::on(None, |config| {
        let both = |text: &str| Localized {
            zh: text.to_owned(),
            en: text.to_owned(),
        };
        config.texts.push(TextConfig {
            kind: TextKind::Privacy,
            version: "2027-01-01".to_owned(),
            body: both("新的"),
            changed: both("多了一条"),
        });
    })
    .await;
    ground.import(&roster_csv(PEOPLE)).await;
    let mut browser = inside(&ground, CHEN).await;
    press(&mut browser, "/me/data/consent").await;
    let mut browser = Browser::signed_in(&ground, CHEN).await;
    let page = browser.open("/me/agree").await;
    let terms = page.hidden("terms");
    let form = [("terms", terms), ("privacy", "2026-11-21")];
    let page = browser.post("/me/agree", &form).await;
    assert_eq!(page.screen(), "W-56");
    assert_eq!(page.hidden("privacy"), "2027-01-01");
    assert!(page.body.contains("role=\"alert\""));
}

/// What was agreed to when a sign-in began does not bring back what was taken back meanwhile.
#[tokio::test]
async fn a_sign_in_begun_before_consent_was_taken_back_does_not_agree_again() {
    let ground = Ground::new().await;
    let mut browser = inside(&ground, CHEN).await;
    let handset = Handset::new(1);
    let attempt = begun(&ground, &handset).await;
    proven(&ground, &handset, &attempt, CHEN.phone)
        .await
        .expect("proven");
    ground.clock.forward_s(60);
    press(&mut browser, "/me/data/consent").await;
    ground.clock.forward_s(60);
    let late = password(&ground, &handset, &attempt, CHEN, CHEN.password).await;
    assert_eq!(failed(late), Code::ConsentMissing);
    let id = person(&ground).await;
    let sessions = ground.campus.books.sessions_of(&id).await;
    assert_eq!(sessions.expect("books"), []);
    let consents = ground.campus.books.consents_of(&id).await;
    let consents = consents.expect("books");
    assert!(consents.iter().all(|one| one.withdrawn_at.is_some()));
}

#[tokio::test]
async fn a_letter_asked_for_before_consent_was_taken_back_does_nothing() {
    let ground = Ground::new().await;
    let me = Insider::first(&ground, CHEN).await;
    me.mail_send(MAIL).await.expect("sent");
    let link = link_to(&ground, MAIL).await.expect("a letter");
    let mut browser = Browser::signed_in(&ground, CHEN).await;
    press(&mut browser, "/me/data/consent").await;
    assert_eq!(failed(press_link(&ground, &link).await), Code::LinkOver);
}
