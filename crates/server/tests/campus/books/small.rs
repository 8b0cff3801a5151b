use menhu_protocol::values::Phone;
use menhu_protocol::{Clock as _, Field};
use menhu_server::books::attempt::{Attempt, Kind};
use menhu_server::books::dispute::Dispute;
use menhu_server::delivery::News;

use super::activation::{activate, people};
use crate::ground::Ground;

pub async fn an_attempt_lives_thirty_minutes_from_the_last_step(ground: &Ground) {
    let books = &ground.campus.books;
    let attempt = Attempt {
        id: "a".to_owned(),
        ..Attempt::default()
    };
    let begin = books.attempt_begin(Kind::Signin, &attempt, ground.clock.now());
    begin.await.expect("books");
    for _ in 0..3 {
        ground.clock.forward_s(29 * 60 + 59);
        let step = books
            .attempt_step(Kind::Signin, "a", ground.clock.now())
            .await;
        assert!(
            step.expect("books").is_some(),
            "each step gives thirty more"
        );
    }
    let other = books.attempt_step(Kind::Registration, "a", ground.clock.now());
    assert!(other.await.expect("books").is_none(), "of another kind");
    ground.clock.forward_s(30 * 60);
    let step = books.attempt_step(Kind::Signin, "a", ground.clock.now());
    assert!(step.await.expect("books").is_none(), "over");
}

pub async fn a_proof_counts_once(ground: &Ground) {
    let all = (0..50).map(|_| ground.campus.books.proof_first("jti", 1));
    let results = futures::future::join_all(all).await;
    let first = results.into_iter().filter(|r| *r.as_ref().expect("books"));
    assert_eq!(first.count(), 1);
}

pub async fn the_same_dispute_is_the_same_case(ground: &Ground) {
    let person = people(ground, 1, true).await.remove(0);
    let said = async |should_be: &str, number: &str| {
        let dispute = Dispute {
            person: &person,
            member: "P0",
            field: Field::Name,
            should_be,
            can_block: true,
            number,
            now: ground.clock.now(),
        };
        let case = ground.campus.books.enter(&dispute).await.expect("books");
        case.map(|case| case.number)
    };
    assert_eq!(said("陈淑芳", "000001").await.as_deref(), Some("000001"));
    assert_eq!(said("陈淑芳", "000002").await.as_deref(), Some("000001"));
    assert_eq!(said("陈淑方", "000001").await, None, "the number is taken");
    assert_eq!(said("陈淑方", "000003").await.as_deref(), Some("000003"));
}

pub async fn a_job_is_taken_by_one_and_comes_back_until_done(ground: &Ground) {
    let person = people(ground, 1, true).await.remove(0);
    let new = Phone::parse("13900139000").expect("a phone");
    activate(ground, &person, Some(&new)).await.expect("active");
    let books = &ground.campus.books;
    let now = ground.clock.now();
    let all = (0..20).map(|_| books.job_take(now, now + 60_000));
    let taken: Vec<_> = futures::future::join_all(all)
        .await
        .into_iter()
        .filter_map(|r| r.expect("books"))
        .collect();
    assert_eq!(taken.len(), 1);
    let notice = taken[0].notice.as_ref().expect("readable");
    assert_eq!(notice.to.as_str(), "+8613800000000");
    let tail = "9000".to_owned();
    assert_eq!(notice.news, News::PhoneMoved { tail });
    let early = books.job_take(now + 59_999, now + 70_000).await;
    assert!(early.expect("books").is_none());
    let again = books.job_take(now + 60_000, now + 70_000).await;
    let again = again.expect("books").expect("not done: due again");
    assert_eq!(again.tries, 2);
    books.job_done(&again.id).await.expect("books");
    let gone = books.job_take(now + 900_000, now + 960_000).await;
    assert!(gone.expect("books").is_none());
}

pub async fn tidying_keeps_what_is_still_used(ground: &Ground) {
    let books = &ground.campus.books;
    let now = ground.clock.now();
    for (id, at) in [("old", now - 31 * 60 * 1000), ("young", now)] {
        let attempt = Attempt {
            id: id.to_owned(),
            ..Attempt::default()
        };
        let begin = books.attempt_begin(Kind::Signin, &attempt, at);
        begin.await.expect("books");
    }
    assert!(books.proof_first("old", now - 1).await.expect("books"));
    assert!(books.proof_first("young", now + 1).await.expect("books"));
    books.tidy(now).await.expect("books");
    let young = books.attempt_step(Kind::Signin, "young", now).await;
    assert!(young.expect("books").is_some());
    assert!(books.proof_first("old", now).await.expect("books"), "gone");
    assert!(!books.proof_first("young", now).await.expect("books"));
}

pub async fn opening_again_changes_nothing(ground: &Ground) {
    people(ground, 3, true).await;
    let url = &ground.campus.config.database;
    let opened = (0..4).map(|_| menhu_server::books::Books::open(url));
    for books in futures::future::join_all(opened).await {
        let books = books.expect("the schema is as it was");
        assert_eq!(books.census().await.expect("books"), (3, 3));
        books.close().await;
    }
}

pub async fn a_phone_leads_to_its_owner_before_the_roster(ground: &Ground) {
    let people = people(ground, 2, true).await;
    let books = &ground.campus.books;
    let first = Phone::parse("13800000000").expect("a phone");
    let listed = books.person_of_phone(&first).await.expect("books");
    assert_eq!(listed.expect("on record").id, people[0]);
    activate(ground, &people[1], Some(&first))
        .await
        .expect("proven");
    let owner = books.person_of_phone(&first).await.expect("books");
    assert_eq!(owner.expect("owned").id, people[1]);
    // The number the second person left behind is nobody's.
    let left = Phone::parse("13800000001").expect("a phone");
    assert!(books.person_of_phone(&left).await.expect("books").is_none());
}
