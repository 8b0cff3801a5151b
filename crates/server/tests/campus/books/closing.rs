use menhu_protocol::Clock as _;
use menhu_server::books::audit::{AuditRow, What};
use menhu_server::books::closing::{Close, ClosedForget, Closing, ClosingAsk, ClosingTakeBack};
use menhu_server::caller::Caller;
use menhu_server::session::SessionRef;
use menhu_server::trace::Trace;

use super::activation::people;
use super::session::session_in;
use crate::ground::Ground;

const DUE_MS: i64 = 1_000;

fn noted(ground: &Ground, person: &str, what: What) -> AuditRow {
    let by = Trace {
        caller: Caller {
            address: std::net::Ipv4Addr::LOCALHOST.into(),
        },
        device: "Windows · Chrome".to_owned(),
    };
    AuditRow::new(&ground.campus, person, what, &by)
}

async fn ask(ground: &Ground, person: &str) -> Closing {
    let now = ground.clock.now();
    let session = session_in(ground, person).await;
    let entry = ClosingAsk {
        person,
        session: SessionRef::Device(&session),
        closing: Closing {
            asked_at: now,
            due_at: now + DUE_MS,
        },
        noted: &noted(ground, person, What::ClosingAsked),
    };
    ground.campus.books.enter(&entry).await.expect("books")
}

async fn close(ground: &Ground, person: &str, now: i64) -> bool {
    let entry = Close {
        person,
        noted: &noted(ground, person, What::Closed),
        now,
    };
    ground.campus.books.enter(&entry).await.expect("books")
}

async fn whats(ground: &Ground, person: &str) -> Vec<What> {
    let rows = ground.campus.books.audit_of(person, 100).await;
    rows.expect("books")
        .into_iter()
        .map(|row| row.what)
        .collect()
}

pub async fn many_copies_close_an_account_once(ground: &Ground) {
    let person = people(ground, 1, true).await.remove(0);
    let closing = ask(ground, &person).await;
    assert!(
        !close(ground, &person, closing.due_at - 1).await,
        "too early"
    );
    let all = (0..20).map(|_| close(ground, &person, closing.due_at));
    let done = futures::future::join_all(all).await;
    assert_eq!(done.into_iter().filter(|done| *done).count(), 1);
    let closed = whats(ground, &person).await;
    assert_eq!(
        closed.iter().filter(|what| **what == What::Closed).count(),
        1
    );
    let due = ground.campus.books.closings_due(i64::MAX, 10).await;
    assert!(due.expect("books").is_empty());
}

pub async fn a_closing_and_its_taking_back_at_once_are_one_of_both(ground: &Ground) {
    for person in people(ground, 10, true).await {
        let closing = ask(ground, &person).await;
        let noted = noted(ground, &person, What::ClosingTakenBack);
        let back = ClosingTakeBack {
            person: &person,
            noted: &noted,
            now: closing.due_at,
        };
        let (closed, kept) = tokio::join!(
            close(ground, &person, closing.due_at),
            ground.campus.books.enter(&back)
        );
        assert_ne!(closed, kept.expect("books"));
    }
}

pub async fn what_the_law_wants_kept_of_a_closed_account_goes_after_its_time(ground: &Ground) {
    let people = people(ground, 2, true).await;
    let (gone, stays) = (&people[0], &people[1]);
    let closing = ask(ground, gone).await;
    ask(ground, stays).await;
    assert!(close(ground, gone, closing.due_at).await);
    let forget = async |before| {
        let entry = ClosedForget { before };
        ground.campus.books.enter(&entry).await.expect("books");
    };
    forget(closing.due_at).await;
    assert!(!whats(ground, gone).await.is_empty(), "not yet");
    forget(closing.due_at + 1).await;
    assert!(whats(ground, gone).await.is_empty());
    assert_eq!(whats(ground, stays).await, [What::ClosingAsked]);
}
