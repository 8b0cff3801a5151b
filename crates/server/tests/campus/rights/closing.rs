use std::process::ExitCode;

use axum::http::StatusCode;
use menhu_protocol::api::security::CloseAsk;
use menhu_protocol::api::session::{MeRead, Refresh};
use menhu_protocol::api::signin::CodeProve;
use menhu_protocol::{Clock as _, Code};
use menhu_server::books::audit::What;
use menhu_server::{Campus, closing, delivery, desk, roster};
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

/// Imports the roster of all the test people again; how many passwords were left out.
async fn imported_again(ground: &Ground) -> usize {
    let withheld = ground.import(&roster_csv(PEOPLE)).await.withheld;
    let unreadable = roster::Unreadable::default();
    let hashed = roster::hash_sealed(&ground.campus, &unreadable).await;
    assert!(hashed.is_ok());
    withheld
}

#[tokio::test]
async fn the_next_roster_does_not_undo_a_closing() {
    let ground = Ground::new().await;
    let (_, closing) = asked(&ground).await;
    let before = person(&ground).await;
    forward_to(&ground, closing.due_at, 0);
    assert_eq!(closing::close_due(&ground.campus).await, Ok(1));
    let hashed = "工号,姓名,证件号,初始密码\n\
        198803017,陈淑芬,11010519491231002X,$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$\
        MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY\n";
    let another_id = "工号,姓名,证件号,初始密码\n2099X1,陈淑芬,11010519491231002X,shufen#1949\n";
    // The law's six months later, nothing is left that says when: it is closed still.
    for months in [0, 7] {
        ground.clock.forward_s(months * 31 * 24 * 3600);
        assert_eq!(closing::close_due(&ground.campus).await, Ok(0));
        assert_eq!(imported_again(&ground).await, 1, "after {months} months");
        for csv in [hashed, another_id] {
            let quoted = csv
                .replace("$argon2id", "\"$argon2id")
                .replace("ZWY\n", "ZWY\"\n");
            let imported = ground.import(&quoted).await;
            assert_eq!((imported.withheld, imported.bad), (1, Vec::new()), "{csv}");
        }
        let row = ground.campus.books.member(&member(CHEN)).await;
        let row = row.expect("books").expect("there");
        assert_eq!((row.password, row.sealed), (None, None));
        let opened = open(&ground, CHEN, CHEN.password).await;
        assert_eq!(failed(opened), Code::PasswordWrong);
    }
    let after = person(&ground).await;
    assert_eq!((&before.id, &before.name), (&after.id, &after.name));
    assert_eq!(before.phone_on_record, after.phone_on_record);
}

#[tokio::test]
async fn the_desk_opens_a_closed_account_again_and_it_begins_anew() {
    let ground = Ground::new().await;
    let (_, closing) = asked(&ground).await;
    forward_to(&ground, closing.due_at, 0);
    assert_eq!(closing::close_due(&ground.campus).await, Ok(1));
    let reopen = async |id: &str| desk::reopen(&ground.campus, id).await.expect("books");
    let success = |code| format!("{code:?}") == format!("{:?}", ExitCode::SUCCESS);
    for other in [WANG.member, "nobody", "不是学号"] {
        assert!(!success(reopen(other).await), "{other} was not closed");
    }
    ground.clock.forward_s(1);
    assert!(success(reopen(CHEN.member).await));
    assert!(!success(reopen(CHEN.member).await), "once");
    let id = person(&ground).await.id;
    let rows = ground.campus.books.audit_of(&id, 2).await.expect("books");
    let whats: Vec<_> = rows.iter().map(|row| row.what).collect();
    assert_eq!(whats, [What::Reopened, What::Closed]);
    // The campus's own acts come from no network and no device.
    for row in rows {
        assert_eq!((row.device.as_str(), row.network.as_str()), ("", ""));
    }
    assert_eq!(imported_again(&ground).await, 0);
    let mut browser = inside(&ground, CHEN).await;
    let page = browser.get("/me/data").await;
    assert_eq!(page.screen(), "W-50");
    assert!(!page.body.contains("id=\"closes\""));
    let export = browser.get("/me/data/export").await;
    let export: serde_json::Value = serde_json::from_str(&export.body).expect("json");
    let events = export["events"].as_array().expect("events");
    let closed = events.iter().find(|event| event["what"] == "closed");
    let closed = closed.expect("there");
    assert_eq!(
        closed["device"],
        ground.campus.config.campus.name.zh.as_str()
    );
    assert_eq!(closed["network"], "");
    // Activated anew, it is theirs: the next roster says nothing of it.
    assert_eq!(imported_again(&ground).await, 0);
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
