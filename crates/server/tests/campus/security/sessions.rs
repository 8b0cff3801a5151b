use menhu_protocol::Code;
use menhu_protocol::api::security::{SigninWay, SigninsRead};
use menhu_protocol::api::session::{Device, DeviceEnd, DevicesRead, MeRead, SessionKind};
use menhu_server::books::audit::{AuditRow, What};
use menhu_server::books::browser::{BrowserSession, BrowserStart};
use menhu_server::keys::fingerprint;

use super::*;
use crate::api::people::{CHEN, WANG, failed};

/// A browser that is in, by its cookie's text.
async fn browser_in(ground: &Ground, who: &Person, cookie: &str) -> String {
    let now = ground.clock.now();
    let session = BrowserSession {
        id: format!("browser-{cookie}"),
        secret: fingerprint(cookie),
        person: who.id.clone(),
        member: member(CHEN),
        browser: fingerprint("browser"),
        browser_name: "Windows · Chrome".to_owned(),
        way: SigninWay::Password,
        signed_in_at: now,
        seen_at: now,
        proven_at: now,
        unmet: Vec::new(),
    };
    let noted = AuditRow::new(&ground.campus, &who.id, What::SignedIn, &trace());
    let start = BrowserStart {
        session: &session,
        before: None,
        password_at: None,
        noted: &noted.way(SigninWay::Password),
        now,
    };
    ground.campus.books.enter(&start).await.expect("in");
    session.id
}

async fn is_in(ground: &Ground, cookie: &str) -> bool {
    let (secret, now) = (fingerprint(cookie), ground.clock.now());
    let look = ground.campus.books.browser_look(&secret, now).await;
    look.expect("books").is_some()
}

async fn listed(me: &Insider<'_>) -> Vec<Device> {
    me.ask(&DevicesRead {}).await.expect("a list")
}

#[tokio::test]
async fn devices_and_browsers_stand_in_one_list_and_each_can_be_ended() {
    let ground = Ground::new().await;
    let old = Insider::first(&ground, CHEN).await;
    let chen = person(&ground, CHEN).await;
    ground.clock.forward_s(60);
    let browser = browser_in(&ground, &chen, "cookie").await;
    ground.clock.forward_s(60);
    let me = Insider::another(&ground, CHEN, 2).await;
    let list = listed(&me).await;
    let kinds: Vec<_> = list.iter().map(|one| (one.kind, one.this_one)).collect();
    assert_eq!(
        kinds,
        [
            (SessionKind::App, true),
            (SessionKind::Browser, false),
            (SessionKind::App, false)
        ],
        "last seen first"
    );
    assert_eq!(list[1].name, "Windows · Chrome");
    // Ended here, it is dead at its next request.
    me.ask(&DeviceEnd { id: browser }).await.expect("ended");
    assert!(!is_in(&ground, "cookie").await);
    let id = list[2].id.clone();
    me.ask(&DeviceEnd { id }).await.expect("ended");
    assert_eq!(failed(old.ask(&MeRead {}).await), Code::SessionEnded);
    assert_eq!(failed(old.refresh().await), Code::SessionEnded);
    assert_eq!(listed(&me).await.len(), 1);
    assert_eq!(noted(&ground.campus, &chen, What::SessionEnded).await, 2);
}

#[tokio::test]
async fn nobody_ends_anothers_session() {
    let ground = Ground::new().await;
    let wang = Insider::first(&ground, WANG).await;
    let me = Insider::first(&ground, CHEN).await;
    let chen = person(&ground, CHEN).await;
    let browser = browser_in(&ground, &chen, "cookie").await;
    let mut ids: Vec<String> = listed(&me).await.into_iter().map(|one| one.id).collect();
    ids.extend([browser, String::new(), "x".repeat(60_000)]);
    for id in ids {
        wang.ask(&DeviceEnd { id }).await.expect("said, not done");
    }
    assert!(is_in(&ground, "cookie").await);
    me.read().await;
    assert_eq!(listed(&me).await.len(), 2);
}

#[tokio::test]
async fn all_other_sessions_end_at_once_and_this_one_stays() {
    let ground = Ground::new().await;
    let old = Insider::first(&ground, CHEN).await;
    ground.clock.forward_s(60);
    let me = Insider::another(&ground, CHEN, 2).await;
    let chen = person(&ground, CHEN).await;
    let other = browser_in(&ground, &chen, "other").await;
    let this = listed(&me).await.into_iter().find(|one| one.this_one);
    let this = this.expect("this one").id;
    let (member, trace) = (member(CHEN), trace());
    let mut actor = browser(&chen, &member, ground.clock.now(), &trace);
    actor.session = SessionRef::Device(&this);
    security::sessions_end_others(&ground.campus, &actor)
        .await
        .expect("ended");
    assert!(old.ask(&MeRead {}).await.is_err());
    assert!(!is_in(&ground, "other").await);
    me.read().await;
    // And the other way round: a browser ends devices.
    let kept = browser_in(&ground, &chen, "kept").await;
    actor.session = SessionRef::Browser(&kept);
    security::sessions_end_others(&ground.campus, &actor)
        .await
        .expect("ended");
    assert!(me.ask(&MeRead {}).await.is_err());
    assert!(is_in(&ground, "kept").await);
    assert_ne!(other, kept);
}

#[tokio::test]
async fn the_last_sign_ins_are_shown_newest_first_and_only_ones_own() {
    let ground = Ground::new().await;
    let wang = Insider::first(&ground, WANG).await;
    let me = Insider::first(&ground, CHEN).await;
    let chen = person(&ground, CHEN).await;
    for _ in 0..60 {
        ground.clock.forward_s(1);
        browser_in(&ground, &chen, &ground.clock.now().to_string()).await;
    }
    let seen = me.ask(&SigninsRead {}).await.expect("read");
    assert_eq!(seen.len(), 50);
    assert!(seen.is_sorted_by_key(|one| std::cmp::Reverse(one.at)));
    assert_eq!(
        (seen[0].way, seen[0].ok, &*seen[0].device, &*seen[0].network),
        (
            SigninWay::Password,
            true,
            "Windows · Chrome",
            "203.0.113.0/24"
        )
    );
    let his = wang.ask(&SigninsRead {}).await.expect("read");
    assert!(his.len() <= 1, "{his:?}");
}

/// A letter somebody else asked for in a session of mine does nothing once I ended that session.
#[tokio::test]
async fn the_letters_of_a_session_end_with_it() {
    for all in [false, true] {
        let ground = Ground::new().await;
        let stolen = Insider::first(&ground, CHEN).await;
        ground.clock.forward_s(60);
        let me = Insider::another(&ground, CHEN, 2).await;
        stolen.mail_send(MAIL).await.expect("sent");
        let link = link_to(&ground, MAIL).await.expect("a letter");
        let list = listed(&me).await;
        let id = |this| list.iter().find(|one| one.this_one == this);
        let (mine, theirs) = (id(true).expect("mine"), id(false).expect("theirs"));
        if all {
            let chen = person(&ground, CHEN).await;
            let (member, trace) = (member(CHEN), trace());
            let mut actor = browser(&chen, &member, ground.clock.now(), &trace);
            actor.session = SessionRef::Device(&mine.id);
            let ended = security::sessions_end_others(&ground.campus, &actor);
            ended.await.expect("ended");
        } else {
            let id = theirs.id.clone();
            me.ask(&DeviceEnd { id }).await.expect("ended");
        }
        assert_eq!(failed(press(&ground, &link).await), Code::LinkOver);
        assert_eq!(person(&ground, CHEN).await.mail, None);
    }
}
