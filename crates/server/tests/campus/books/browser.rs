use menhu_protocol::Clock as _;
use menhu_protocol::api::security::SigninWay;
use menhu_protocol::values::MemberId;
use menhu_server::books::audit::{AuditRow, What};
use menhu_server::books::browser::{BROWSERS, BrowserSession, BrowserStart};
use menhu_server::trace::Trace;
use menhu_server::{Caller, Campus};

use super::activation::people;
use crate::ground::Ground;

fn trace() -> Trace {
    Trace {
        caller: Caller {
            address: "203.0.113.9".parse().expect("an address"),
        },
        device: "Windows · Chrome".to_owned(),
    }
}

fn session(campus: &Campus, person: &str, n: usize) -> BrowserSession {
    let now = campus.clock.now();
    BrowserSession {
        id: format!("{person}-{n}"),
        secret: format!("secret-{person}-{n}"),
        person: person.to_owned(),
        member: MemberId::parse("P0").expect("an ID"),
        browser: format!("browser-{n}"),
        browser_name: trace().device,
        way: SigninWay::Password,
        signed_in_at: now,
        seen_at: now,
        proven_at: now,
        unmet: Vec::new(),
    }
}

async fn start(ground: &Ground, session: &BrowserSession) {
    let campus = &ground.campus;
    let start = BrowserStart {
        session,
        password_at: None,
        before: None,
        noted: &AuditRow::new(campus, &session.person, What::SignedIn, &trace()),
        now: campus.clock.now(),
    };
    campus.books.enter(&start).await.expect("in");
}

pub async fn eleven_browsers_at_once_leave_ten(ground: &Ground) {
    let person = people(ground, 1, true).await.remove(0);
    let campus = &ground.campus;
    let sessions: Vec<_> = (0..11).map(|n| session(campus, &person, n)).collect();
    let all = sessions.iter().map(|session| start(ground, session));
    futures::future::join_all(all).await;
    let now = campus.clock.now();
    let left = campus.books.browsers_of(&person, now).await.expect("books");
    assert_eq!(left.len(), BROWSERS);
}

pub async fn a_proof_of_one_browser_is_taken_once(ground: &Ground) {
    let person = people(ground, 1, true).await.remove(0);
    let campus = &ground.campus;
    let session = session(campus, &person, 0);
    start(ground, &session).await;
    let now = campus.clock.now();
    let secrets: Vec<_> = (0..20).map(|n| format!("next-{n}")).collect();
    let all = secrets
        .iter()
        .map(|secret| campus.books.browser_prove(&session, secret, false, now));
    let proven = futures::future::join_all(all).await;
    let proven: Vec<bool> = proven.into_iter().map(|p| p.expect("books")).collect();
    assert_eq!(proven.iter().filter(|p| **p).count(), 1);
    let mut opened = 0;
    for secret in &secrets {
        let look = campus.books.browser_look(secret, now).await.expect("books");
        opened += usize::from(look.is_some());
    }
    assert_eq!(opened, 1);
    let former = campus.books.browser_look(&session.secret, now).await;
    assert_eq!(former.expect("books"), None);
}

pub async fn a_proof_of_a_password_that_was_changed_since_lets_nobody_in(ground: &Ground) {
    let person = people(ground, 1, true).await.remove(0);
    let campus = &ground.campus;
    let session = session(campus, &person, 0);
    let stale = BrowserStart {
        session: &session,
        // It had been set at another time.
        password_at: Some(1),
        before: None,
        noted: &AuditRow::new(campus, &person, What::SignedIn, &trace()),
        now: campus.clock.now(),
    };
    assert!(campus.books.enter(&stale).await.is_err());
    let now = campus.clock.now();
    let look = campus.books.browser_look(&session.secret, now).await;
    assert_eq!(look.expect("books"), None);
    let rows = campus.books.audit_of(&person, 9).await.expect("books");
    assert!(rows.is_empty(), "nothing happened");
}

pub async fn a_guesser_fills_one_row_a_minute(ground: &Ground) {
    let person = people(ground, 1, true).await.remove(0);
    let campus = &ground.campus;
    for _ in 0..3 {
        let rows: Vec<_> = (0..50)
            .map(|_| AuditRow::guess_wrong(campus, &person, SigninWay::Password, &trace()))
            .collect();
        let all = rows.iter().map(|row| campus.books.audit_put(row));
        for put in futures::future::join_all(all).await {
            put.expect("books");
        }
        ground.clock.forward_s(60);
    }
    let rows = campus.books.audit_of(&person, 50).await.expect("books");
    assert_eq!(rows.len(), 3);
    assert!(rows.iter().all(|row| row.network == "203.0.113.0/24"));
}

pub async fn a_known_browser_stays_known_until_its_cookie_is_gone(ground: &Ground) {
    const DAY_MS: i64 = 24 * 3_600_000;
    let person = people(ground, 1, true).await.remove(0);
    let books = &ground.campus.books;
    start(ground, &session(&ground.campus, &person, 0)).await;
    let now = ground.clock.now();
    for (days, known) in [(0, true), (399, true), (401, false)] {
        books.tidy(now + days * DAY_MS).await.expect("tidy");
        let there = books.browser_is_known(&person, "browser-0").await;
        assert_eq!(there.expect("books"), known, "after {days} days");
    }
}
