use axum::http::StatusCode;
use menhu_protocol::api::security::CloseAsk;
use menhu_protocol::api::session::{MeRead, Refresh};
use menhu_protocol::api::signin::CodeProve;
use menhu_protocol::{Clock as _, Code};
use menhu_server::{Campus, closing, delivery, roster};
use menhu_testkit::{PEOPLE, SeededDice, roster_csv};

use super::{STALE_S, inside, press};
use crate::api::people::{CHEN, WANG, begun, code, coded, failed, member, open, opened, signed_in};
use crate::device::Handset;
use crate::ground::Ground;
use crate::portal::browser::Browser;
use crate::security::{Insider, drained, link_to, press as press_link, told as told_all};

const PHONE: &str = "+8613800138000";
const MAIL: &str = "shufen@example.org";
/// Asked for just before the end.
const LAST: &str = "last@example.org";

async fn person(ground: &Ground) -> menhu_server::books::person::Person {
    let books = &ground.campus.books;
    let row = books.member(&member(CHEN)).await.expect("books");
    let person = books.person(&row.expect("there").person).await;
    person.expect("books").expect("there")
}

/// Asked for by CHEN in a browser.
async fn asked(ground: &Ground) -> (Browser<'_>, menhu_server::books::closing::Closing) {
    let mut browser = inside(ground, CHEN).await;
    assert_eq!(
        press(&mut browser, "/me/data/close").await.location(),
        "/me/data/close"
    );
    let person = person(ground).await;
    let closing = ground.campus.books.closing_of(&person.id).await;
    (browser, closing.expect("books").expect("asked for"))
}

/// The clock stands where the account closes, or `less` seconds before.
fn forward_to(ground: &Ground, due_at: i64, less: i64) {
    let left = due_at - ground.clock.now();
    ground.clock.forward_s(left.div_euclid(1000) + 1 - less);
}

async fn told(ground: &Ground) -> Vec<String> {
    delivery::drain(&ground.campus).await.expect("drained");
    let outbox = delivery::outbox_read(&ground.campus).await.expect("read");
    let mine = outbox.into_iter().filter(|message| message.to == PHONE);
    mine.map(|message| message.text)
        .filter(|text| text.contains("注销"))
        .collect()
}

#[tokio::test]
async fn closing_asks_for_nothing_but_a_password_proven_lately() {
    let ground = Ground::new().await;
    let mut browser = inside(&ground, CHEN).await;
    let page = browser.get("/me/data/close").await;
    assert_eq!(page.screen(), "W-51");
    assert!(!page.body.contains("<input"), "nothing to hand in");
    ground.clock.forward_s(STALE_S);
    for page in [
        browser.get("/me/data/close").await,
        browser.post("/me/data/close", &[]).await,
    ] {
        assert!(page.location().starts_with("/again?to="), "{page:?}");
    }
    let asked = ground
        .campus
        .books
        .closing_of(&person(&ground).await.id)
        .await;
    assert_eq!(asked.expect("books"), None);
}

#[tokio::test]
async fn asked_twice_the_first_day_stands_and_every_channel_hears_it_once() {
    let ground = Ground::new().await;
    let (mut browser, first) = asked(&ground).await;
    ground.clock.forward_s(500);
    press(&mut browser, "/me/data/close").await;
    let again = ground
        .campus
        .books
        .closing_of(&person(&ground).await.id)
        .await;
    assert_eq!(again.expect("books"), Some(first));
    assert_eq!(told(&ground).await.len(), 1);
    assert_eq!(first.due_at, closing::due(first.asked_at));
    let page = browser.get("/me/data/close").await;
    assert!(page.body.contains("id=\"take-back\""));
    assert!(browser.get("/me/data").await.body.contains("id=\"closes\""));
}

#[tokio::test]
async fn until_its_day_it_can_be_taken_back_and_then_never_happens() {
    let ground = Ground::new().await;
    let (_, closing) = asked(&ground).await;
    forward_to(&ground, closing.due_at, 2);
    assert_eq!(closing::close_due(&ground.campus).await, Ok(0));
    let mut browser = Browser::signed_in(&ground, CHEN).await;
    // However long ago the password was typed: keeping an account does no harm.
    ground.clock.forward_s(STALE_S);
    let page = browser.get("/me/data/close").await;
    assert!(page.body.contains("id=\"take-back\""), "{page:?}");
    press(&mut browser, "/me/data/close/back").await;
    press(&mut browser, "/me/data/close/back").await;
    ground.clock.forward_s(90 * 24 * 3600);
    assert_eq!(closing::close_due(&ground.campus).await, Ok(0));
    assert_eq!(told(&ground).await.len(), 2, "asked for, and taken back");
    Browser::signed_in(&ground, CHEN).await;
}

#[tokio::test]
async fn a_closed_account_opens_nothing_anywhere() {
    let ground = Ground::new().await;
    let (mut browser, closing) = asked(&ground).await;
    let handset = Handset::new(1);
    let tokens = signed_in(&ground, &handset, CHEN).await;
    let (registration, _) = opened(&ground, CHEN).await;
    forward_to(&ground, closing.due_at, 0);
    let mut fresh = Browser::signed_in(&ground, CHEN).await;
    assert_eq!(closing::close_due(&ground.campus).await, Ok(1));
    assert_eq!(closing::close_due(&ground.campus).await, Ok(0));
    for browser in [&mut browser, &mut fresh] {
        assert!(browser.get("/me").await.location().starts_with("/login"));
    }
    let me = ground.ask_in(&handset, &tokens.access, &MeRead {}).await;
    assert_eq!(failed(me), Code::SessionEnded);
    let refresh = Refresh {
        refresh: tokens.refresh,
    };
    let refreshed = ground.ask_by(&handset, &refresh).await;
    assert_eq!(failed(refreshed), Code::SessionEnded);
    let resume = menhu_protocol::api::registration::Resume { registration };
    assert_eq!(failed(ground.ask(&resume).await), Code::AttemptOver);
    let opened = open(&ground, CHEN, CHEN.password).await;
    assert_eq!(failed(opened), Code::PasswordWrong);
    let attempt = begun(&ground, &handset).await;
    let digits = coded(&ground, &handset, &attempt, CHEN.phone).await;
    let prove = CodeProve {
        attempt,
        code: code(&digits.expect("sent, as to any number")),
    };
    let proven = ground.ask_by(&handset, &prove).await;
    assert_eq!(failed(proven), Code::NotActivated);
    let person = person(&ground).await;
    assert_eq!(
        (person.phone, person.mail, person.activated_at),
        (None, None, None)
    );
    assert_eq!(told(&ground).await.len(), 2, "asked for, and done");
}

#[tokio::test]
async fn a_letter_that_was_sent_before_does_nothing_after_and_the_phone_is_free() {
    let ground = Ground::new().await;
    let me = Insider::first(&ground, CHEN).await.with_mail(MAIL).await;
    ground.clock.forward_s(60);
    me.mail_send("other@example.edu.cn").await.expect("sent");
    me.ask(&CloseAsk {}).await.expect("asked");
    let closing = ground
        .campus
        .books
        .closing_of(&person(&ground).await.id)
        .await;
    forward_to(&ground, closing.expect("books").expect("asked").due_at, 0);
    // A letter of the last minute: its two hours are not over.
    me.next_hour().await;
    ground.clock.forward_s(60);
    me.mail_send(LAST).await.expect("sent");
    let link = link_to(&ground, LAST).await.expect("a letter");
    assert_eq!(closing::close_due(&ground.campus).await, Ok(1));
    assert_eq!(failed(press_link(&ground, &link).await), Code::LinkOver);
    let after = person(&ground).await;
    assert_eq!((after.phone, after.mail), (None, None));
    drained(&ground).await;
    told_all(&ground, [PHONE, MAIL], "已经注销").await;
    let his = Insider::first(&ground, WANG).await.with_mail(MAIL).await;
    assert!(his.read().await.mail.is_some(), "nobody's any more");
}

#[tokio::test]
async fn a_closed_account_answers_as_one_that_never_was() {
    let ground = Ground::new().await;
    let (_, closing) = asked(&ground).await;
    forward_to(&ground, closing.due_at, 0);
    assert_eq!(closing::close_due(&ground.campus).await, Ok(1));
    let mut answers = Vec::new();
    for account in [CHEN.member, "199999999", CHEN.phone, "13512345678"] {
        let mut browser = Browser::of(&ground);
        let page = browser.log_in(account, CHEN.password).await;
        assert_ne!(page.status, StatusCode::SEE_OTHER);
        let body = page.body.replace(account, "ACCOUNT");
        let without_tickets = body.split("name=\"r\" value=\"").next();
        answers.push((page.status, without_tickets.map(str::to_owned)));
    }
    assert!(
        answers.iter().all(|answer| *answer == answers[0]),
        "{answers:?}"
    );
}

#[tokio::test]
async fn a_closing_survives_a_restart() {
    let ground = Ground::new().await;
    let (_, closing) = asked(&ground).await;
    let config = (*ground.campus.config).clone();
    let dice = std::sync::Arc::new(SeededDice::new(8));
    let restarted = Campus::open(config, ground.clock.clone(), dice).await;
    let restarted = restarted.expect("opened");
    forward_to(&ground, closing.due_at, 0);
    assert_eq!(closing::close_due(&restarted).await, Ok(1));
    assert_eq!(closing::close_due(&ground.campus).await, Ok(0), "once");
}

#[tokio::test]
async fn the_roster_stays_and_an_initial_password_is_a_fresh_start() {
    let ground = Ground::new().await;
    let (_, closing) = asked(&ground).await;
    let before = person(&ground).await;
    forward_to(&ground, closing.due_at, 0);
    assert_eq!(closing::close_due(&ground.campus).await, Ok(1));
    let after = person(&ground).await;
    assert_eq!((&before.id, &before.name), (&after.id, &after.name));
    assert_eq!(before.phone_on_record, after.phone_on_record);
    ground.import(&roster_csv(PEOPLE)).await;
    let unreadable = roster::Unreadable::default();
    let hashed = roster::hash_sealed(&ground.campus, &unreadable).await;
    assert!(hashed.is_ok());
    let mut browser = inside(&ground, CHEN).await;
    let page = browser.get("/me/data").await;
    assert_eq!(page.screen(), "W-50");
    assert!(!page.body.contains("id=\"closes\""));
}

#[tokio::test]
async fn one_account_that_closes_is_nobody_elses() {
    let ground = Ground::new().await;
    let (_, closing) = asked(&ground).await;
    let mut his = inside(&ground, WANG).await;
    forward_to(&ground, closing.due_at, 0);
    assert_eq!(closing::close_due(&ground.campus).await, Ok(1));
    let mut his_new = Browser::signed_in(&ground, WANG).await;
    assert_eq!(his_new.get("/me/data").await.screen(), "W-50");
    assert!(his.get("/me").await.status != StatusCode::INTERNAL_SERVER_ERROR);
}
