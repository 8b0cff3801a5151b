use menhu_protocol::values::{MemberId, Phone};
use menhu_protocol::{Clock as _, Code, Field};
use menhu_server::books::Trouble;
use menhu_server::books::activation::Activation;
use menhu_server::books::dispute::Dispute;
use menhu_server::books::person::Person;

use crate::ground::Ground;

fn refusal(trouble: Trouble) -> Code {
    match trouble {
        Trouble::Refused(failure) => failure.code,
        Trouble::Database(error) => panic!("a refusal, not {error}"),
    }
}

/// `n` people with IDs `P0…`, each with a phone on record unless `phones` is false.
pub async fn people(ground: &Ground, n: usize, phones: bool) -> Vec<String> {
    let mut csv = String::from("工号,姓名,手机号\n");
    for i in 0..n {
        let phone = if phones {
            format!("138{i:08}")
        } else {
            String::new()
        };
        csv += &format!("P{i},人{i},{phone}\n");
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

pub async fn activate(
    ground: &Ground,
    person: &str,
    phone: Option<&Phone>,
) -> Result<Person, Trouble> {
    let entry = Activation {
        person,
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
