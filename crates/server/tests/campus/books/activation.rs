use menhu_protocol::values::{MemberId, Phone, Secret};
use menhu_protocol::{Clock as _, Code, Field};
use menhu_server::books::Trouble;
use menhu_server::books::activation::{Activation, Opening};
use menhu_server::books::attempt::{Attempt, Kind};
use menhu_server::books::dispute::Dispute;
use menhu_server::books::person::{Member, Person};
use menhu_server::identity;
use menhu_server::password::{self, End, Setting, Why};

use crate::ground::Ground;

fn refusal(trouble: Trouble) -> Code {
    match trouble {
        Trouble::Refused(failure) => failure.code,
        Trouble::Database(error) => panic!("a refusal, not {error}"),
    }
}

/// `n` people with IDs `P0…`, each with a phone on record unless `phones` is false.
pub async fn people(ground: &Ground, n: usize, phones: bool) -> Vec<String> {
    let mut csv = String::from("工号,姓名,手机号,初始密码\n");
    for i in 0..n {
        let phone = if phones {
            format!("138{i:08}")
        } else {
            String::new()
        };
        csv += &format!("P{i},人{i},{phone},shishi-1949\n");
    }
    assert_eq!(ground.import(&csv).await.added, n);
    let mut ids = Vec::new();
    for i in 0..n {
        let member = MemberId::parse(&format!("P{i}")).expect("an ID");
        let member = ground.campus.books.member(&member).await.expect("books");
        ids.push(member.expect("a member").person);
    }
    ids
}

/// A registration on its way; its id.
pub async fn begun(ground: &Ground, person: &str) -> String {
    let (clock, dice) = (ground.campus.clock.as_ref(), ground.campus.dice.as_ref());
    let attempt = Attempt {
        id: identity::id(clock, dice),
        person: Some(person.to_owned()),
        ..Attempt::default()
    };
    let books = &ground.campus.books;
    let begin = books.attempt_begin(Kind::Registration, &attempt, ground.clock.now());
    begin.await.expect("books");
    attempt.id
}

pub async fn activate(
    ground: &Ground,
    person: &str,
    phone: Option<&Phone>,
) -> Result<Person, Trouble> {
    let registration = begun(ground, person).await;
    activate_in(ground, &registration, person, phone).await
}

async fn activate_in(
    ground: &Ground,
    registration: &str,
    person: &str,
    phone: Option<&Phone>,
) -> Result<Person, Trouble> {
    let entry = Activation {
        person,
        registration,
        proven: phone,
        key: "key",
        now: ground.clock.now(),
        notice: &format!("notice-{person}"),
    };
    ground.campus.books.enter(&entry).await
}

fn phone(text: &str) -> Phone {
    Phone::parse(text).expect("a phone")
}

pub async fn a_hundred_at_once_for_one_id_give_one_activation(ground: &Ground) {
    let person = people(ground, 1, true).await.remove(0);
    let phones: Vec<Phone> = (0..100).map(|i| phone(&format!("139{i:08}"))).collect();
    let all = phones.iter().map(|p| activate(ground, &person, Some(p)));
    let results = futures::future::join_all(all).await;
    let owned: std::collections::HashSet<_> = results
        .into_iter()
        .map(|r| r.expect("everybody reads the same success").phone)
        .collect();
    assert_eq!(owned.len(), 1, "one phone won, and all read it");
    assert_eq!(
        ground.campus.books.jobs_waiting().await.expect("books"),
        1,
        "the former number is told once"
    );
}

pub async fn a_hundred_people_at_once_for_one_phone_give_one_owner(ground: &Ground) {
    let people = people(ground, 100, false).await;
    let wanted = phone("13900139000");
    let all = people.iter().map(|p| activate(ground, p, Some(&wanted)));
    let results = futures::future::join_all(all).await;
    let (won, lost): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
    assert_eq!((won.len(), lost.len()), (1, 99));
    for trouble in lost.into_iter().filter_map(Result::err) {
        assert_eq!(refusal(trouble), Code::PhoneTaken);
    }
    let owner = ground.campus.books.person_of_phone(&wanted).await;
    let winner = won.into_iter().find_map(Result::ok).expect("a winner");
    assert_eq!(owner.expect("books").expect("an owner").id, winner.id);
}

pub async fn pairs_that_want_each_others_phones_never_deadlock(ground: &Ground) {
    let people = people(ground, 40, true).await;
    let all = people.iter().enumerate().map(|(i, person)| {
        let wanted = phone(&format!("138{:08}", i ^ 1));
        async move { activate(ground, person, Some(&wanted)).await }
    });
    for result in futures::future::join_all(all).await {
        let person = result.expect("a number on a record is a claim, the proof wins");
        assert!(person.activated_at.is_some());
    }
}

pub async fn the_former_number_is_told_once(ground: &Ground) {
    let person = people(ground, 1, true).await.remove(0);
    let new = phone("13900139000");
    for _ in 0..3 {
        activate(ground, &person, Some(&new)).await.expect("active");
    }
    assert_eq!(ground.campus.books.jobs_waiting().await.expect("books"), 1);
    let sent = menhu_server::delivery::drain(&ground.campus).await;
    assert_eq!(sent.expect("sent"), 1);
    assert_eq!(ground.messages_to("+8613800000000").await, 1);
    assert_eq!(ground.messages_to("+8613900139000").await, 0);
    assert_eq!(ground.campus.books.jobs_waiting().await.expect("books"), 0);
}

pub async fn a_dispute_of_the_name_blocks_and_one_of_the_department_does_not(ground: &Ground) {
    let people = people(ground, 2, true).await;
    for (person, field, number) in [
        (&people[0], Field::Department, "000001"),
        (&people[1], Field::Name, "000002"),
    ] {
        let dispute = Dispute {
            person,
            member: "P0",
            field,
            should_be: "别的",
            can_block: true,
            number,
            now: ground.clock.now(),
        };
        let case = ground.campus.books.enter(&dispute).await.expect("books");
        assert_eq!(case.expect("a free number").blocks, field == Field::Name);
    }
    activate(ground, &people[0], None)
        .await
        .expect("not blocked");
    let blocked = activate(ground, &people[1], None).await;
    assert_eq!(refusal(blocked.expect_err("blocked")), Code::Disputed);
    let books = &ground.campus.books;
    assert!(books.dispute_close("000002", 1).await.expect("books"));
    activate(ground, &people[1], None).await.expect("mended");
}

async fn member(ground: &Ground) -> Member {
    let id = MemberId::parse("P0").expect("an ID");
    let member = ground.campus.books.member(&id).await.expect("books");
    member.expect("a member")
}

async fn set_password(ground: &Ground, person: &str) {
    let person = ground.campus.books.person(person).await.expect("books");
    let setting = Setting {
        person: &person.expect("a person"),
        new: &Secret::new("wisteria-26"),
        end: End::None,
        why: Why::Changed,
        by: &crate::security::trace(),
    };
    password::set(&ground.campus, setting).await.expect("set");
}

pub async fn a_registration_ends_with_the_password_that_began_it(ground: &Ground) {
    let person = people(ground, 1, true).await.remove(0);
    let books = &ground.campus.books;
    let before = member(ground).await;
    let registration = begun(ground, &person).await;
    ground.clock.forward_s(1);
    set_password(ground, &person).await;
    let now = ground.clock.now();
    let left = books.attempt_look(Kind::Registration, &registration, now);
    assert_eq!(left.await.expect("books"), None);
    let late = activate_in(ground, &registration, &person, None).await;
    assert_eq!(refusal(late.expect_err("over")), Code::AttemptOver);
    // Whoever proved the former password, and was slow, begins none.
    let attempt = Attempt {
        id: "late".to_owned(),
        person: Some(person.clone()),
        ..Attempt::default()
    };
    let opening = |member| Opening {
        attempt: &attempt,
        member,
        now,
    };
    let late = books.enter(&opening(&before)).await;
    assert_eq!(refusal(late.expect_err("late")), Code::PasswordWrong);
    let left = books.attempt_look(Kind::Registration, "late", now);
    assert_eq!(left.await.expect("books"), None);
    assert_eq!(activated_at(ground, &person).await, None);
    // With the new one it goes on.
    let now = member(ground).await;
    books.enter(&opening(&now)).await.expect("begun");
    let active = activate_in(ground, "late", &person, None).await;
    active.expect("active");
}

async fn activated_at(ground: &Ground, person: &str) -> Option<i64> {
    let person = ground.campus.books.person(person).await.expect("books");
    person.expect("a person").activated_at
}
