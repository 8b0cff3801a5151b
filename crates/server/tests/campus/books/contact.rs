use menhu_protocol::api::security::MailAct;
use menhu_protocol::values::{MailAddress, Phone};
use menhu_protocol::{Clock as _, Code};
use menhu_server::books::Trouble;
use menhu_server::books::audit::{AuditRow, What};
use menhu_server::books::closing::{Closing, ClosingAsk};
use menhu_server::books::contact::{PhoneBind, PhoneUnbind};
use menhu_server::books::link::{LinkPress, LinkPut, MailLink};
use menhu_server::books::others::OneEnd;
use menhu_server::books::person::Person;
use menhu_server::session::SessionRef;
use menhu_server::trace::Trace;
use menhu_server::{Caller, identity};

use super::activation::{activate, people};
use super::session::session_in;
use crate::ground::Ground;

fn phone(text: &str) -> Phone {
    Phone::parse(text).expect("a phone")
}

fn mail(text: &str) -> MailAddress {
    MailAddress::parse(text).expect("a mail")
}

fn noted(ground: &Ground, person: &str, what: What) -> AuditRow {
    let caller = Caller {
        address: std::net::Ipv4Addr::LOCALHOST.into(),
    };
    let trace = Trace {
        caller,
        device: "Windows · Chrome".to_owned(),
    };
    AuditRow::new(&ground.campus, person, what, &trace)
}

async fn bind(ground: &Ground, person: &str, phone: &Phone) -> Result<(), Trouble> {
    let session = session_in(ground, person).await;
    let entry = PhoneBind {
        person,
        session: SessionRef::Device(&session),
        phone,
        noted: &noted(ground, person, What::PhoneBound),
        now: ground.clock.now(),
    };
    ground.campus.books.enter(&entry).await
}

async fn unbind(ground: &Ground, person: &str, phone: &Phone) -> Result<(), Trouble> {
    let session = session_in(ground, person).await;
    let entry = PhoneUnbind {
        person,
        session: SessionRef::Device(&session),
        phone,
        noted: &noted(ground, person, What::PhoneUnbound),
        now: ground.clock.now(),
    };
    ground.campus.books.enter(&entry).await
}

/// A letter that is out; its id.
async fn letter(ground: &Ground, person: &str, act: MailAct, to: &str) -> String {
    let (clock, dice) = (ground.campus.clock.as_ref(), ground.campus.dice.as_ref());
    let link = MailLink {
        id: identity::id(clock, dice),
        person: person.to_owned(),
        act,
        mail: mail(to),
        return_ticket: None,
        sent_at: ground.clock.now(),
        used: false,
        void: false,
    };
    let session = session_in(ground, person).await;
    let put = LinkPut {
        link: &link,
        session: SessionRef::Device(&session),
    };
    ground.campus.books.enter(&put).await.expect("books");
    link.id
}

async fn press(ground: &Ground, person: &str, link: &str) -> Result<MailLink, Trouble> {
    let entry = LinkPress {
        id: link,
        person,
        noted: &noted(ground, person, What::MailBound),
        now: ground.clock.now(),
    };
    ground.campus.books.enter(&entry).await
}

async fn with_mail(ground: &Ground, person: &str, to: &str) {
    let link = letter(ground, person, MailAct::Bind, to).await;
    press(ground, person, &link).await.expect("bound");
    ground.clock.forward_s(1);
}

async fn person(ground: &Ground, id: &str) -> Person {
    let person = ground.campus.books.person(id).await.expect("books");
    person.expect("a person")
}

fn refusal(trouble: Trouble) -> Code {
    match trouble {
        Trouble::Refused(failure) => failure.code,
        Trouble::Database(error) => panic!("a refusal, not {error}"),
    }
}

/// Unbinding phone and mail at the same moment: one of them wins, however often it is tried.
pub async fn two_unbinds_at_once_leave_one_channel(ground: &Ground) {
    for (n, id) in people(ground, 20, true).await.iter().enumerate() {
        let number = phone(&format!("138{n:08}"));
        activate(ground, id, None).await.expect("active");
        let address = format!("m{n}@mail.example");
        with_mail(ground, id, &address).await;
        let link = letter(ground, id, MailAct::Unbind, &address).await;
        let (phone, mail) = (unbind(ground, id, &number), press(ground, id, &link));
        // Whichever comes first.
        let (a, b) = if n % 2 == 0 {
            tokio::join!(phone, mail)
        } else {
            let (b, a) = tokio::join!(mail, phone);
            (a, b)
        };
        let refused: Vec<Code> = [a.err(), b.err()]
            .into_iter()
            .flatten()
            .map(refusal)
            .collect();
        assert_eq!(refused, [Code::LastChannel]);
        let now = person(ground, id).await;
        assert!(now.phone.is_some() != now.mail.is_some(), "one is left");
    }
}

pub async fn two_people_at_once_for_one_phone_give_one_owner(ground: &Ground) {
    let people = people(ground, 60, true).await;
    let wanted = phone("13900139000");
    let all = people.iter().map(|id| bind(ground, id, &wanted));
    let results = futures::future::join_all(all).await;
    let lost: Vec<Code> = results
        .into_iter()
        .filter_map(Result::err)
        .map(refusal)
        .collect();
    assert_eq!(lost, [Code::PhoneTaken; 59]);
    let owner = ground.campus.books.person_of_phone(&wanted).await;
    assert!(owner.expect("books").is_some());
    assert_eq!(
        ground.campus.books.jobs_waiting().await.expect("books"),
        2,
        "the winner's former number and the new one, and nobody else"
    );
}

pub async fn two_people_at_once_for_one_mail_give_one_owner(ground: &Ground) {
    let people = people(ground, 40, false).await;
    let mut links = Vec::new();
    for id in &people {
        links.push(letter(ground, id, MailAct::Bind, "one@mail.example").await);
    }
    let all = people
        .iter()
        .zip(&links)
        .map(|(id, link)| press(ground, id, link));
    let results = futures::future::join_all(all).await;
    let lost: Vec<Code> = results
        .into_iter()
        .filter_map(Result::err)
        .map(refusal)
        .collect();
    assert_eq!(lost, [Code::MailTaken; 39]);
    assert_eq!(ground.campus.books.jobs_waiting().await.expect("books"), 1);
}

pub async fn a_link_pressed_by_fifty_at_once_happens_once(ground: &Ground) {
    let id = people(ground, 1, true).await.remove(0);
    activate(ground, &id, None).await.expect("active");
    let link = letter(ground, &id, MailAct::Bind, "one@mail.example").await;
    let all = (0..50).map(|_| press(ground, &id, &link));
    for done in futures::future::join_all(all).await {
        done.expect("everybody reads the same success");
    }
    assert_eq!(
        ground.campus.books.jobs_waiting().await.expect("books"),
        2,
        "phone and mail are told once"
    );
    let rows = ground.campus.books.audit_of(&id, 100).await.expect("books");
    assert_eq!(rows.len(), 1);
}

/// Two changes of one person at once: the last one counts, and each tells the number before it.
pub async fn two_phones_at_once_for_one_person_tell_each_former_number(ground: &Ground) {
    let id = people(ground, 1, true).await.remove(0);
    activate(ground, &id, None).await.expect("active");
    let (one, two) = (phone("13900139001"), phone("13900139002"));
    let (a, b) = tokio::join!(bind(ground, &id, &one), bind(ground, &id, &two));
    a.expect("bound");
    b.expect("bound");
    let now = person(ground, &id).await.phone.expect("one of them");
    let first = if now == one { &two } else { &one };
    // The record's number hears of the first, the first of the second, each new one of itself.
    assert_eq!(ground.campus.books.jobs_waiting().await.expect("books"), 4);
    menhu_server::delivery::drain(&ground.campus)
        .await
        .expect("sent");
    assert_eq!(ground.messages_to("+8613800000000").await, 1);
    assert_eq!(ground.messages_to(first.e164()).await, 2);
    assert_eq!(ground.messages_to(now.e164()).await, 1);
}

pub async fn only_the_newest_link_of_a_person_is_good(ground: &Ground) {
    let people = people(ground, 2, true).await;
    let old = letter(ground, &people[0], MailAct::Bind, "a@mail.example").await;
    let others = letter(ground, &people[1], MailAct::Bind, "c@mail.example").await;
    ground.clock.forward_s(1);
    let new = letter(ground, &people[0], MailAct::Bind, "b@mail.example").await;
    let over = press(ground, &people[0], &old).await;
    assert_eq!(refusal(over.expect_err("outdated")), Code::LinkOver);
    press(ground, &people[1], &others).await.expect("another's");
    // One that was never sent is as if it had never been.
    ground.campus.books.link_unsent(&new).await.expect("books");
    press(ground, &people[0], &old).await.expect("counts again");
}

/// What a session asked for and that came after its end changes nothing, a closed account least of all.
pub async fn a_session_that_ended_changes_nothing(ground: &Ground) {
    let id = people(ground, 1, true).await.remove(0);
    let own = phone("13800000000");
    activate(ground, &id, None).await.expect("active");
    with_mail(ground, &id, "m@mail.example").await;
    let ended = session_in(ground, &id).await;
    let before = person(ground, &id).await;
    let books = &ground.campus.books;
    let end = OneEnd {
        person: &id,
        ended: SessionRef::Device(&ended),
        why: "ended_by_person",
        noted: &noted(ground, &id, What::SessionEnded),
        now: ground.clock.now(),
    };
    assert!(books.enter(&end).await.expect("books"));
    for session in [
        SessionRef::Device(&ended),
        SessionRef::Device("nobody's"),
        SessionRef::Browser(&ended),
    ] {
        let (new, now) = (phone("13900139000"), ground.clock.now());
        let bind = PhoneBind {
            person: &id,
            session,
            phone: &new,
            noted: &noted(ground, &id, What::PhoneBound),
            now,
        };
        let refused = books.enter(&bind).await.expect_err("ended");
        assert_eq!(refusal(refused), Code::SessionEnded);
        let unbind = PhoneUnbind {
            person: &id,
            session,
            phone: &own,
            noted: &noted(ground, &id, What::PhoneUnbound),
            now,
        };
        let refused = books.enter(&unbind).await.expect_err("ended");
        assert_eq!(refusal(refused), Code::SessionEnded);
        let link = MailLink {
            id: "late".to_owned(),
            person: id.clone(),
            act: MailAct::Bind,
            mail: mail("late@mail.example"),
            return_ticket: None,
            sent_at: now,
            used: false,
            void: false,
        };
        let put = LinkPut {
            link: &link,
            session,
        };
        let refused = books.enter(&put).await.expect_err("ended");
        assert_eq!(refusal(refused), Code::SessionEnded);
        let closing = ClosingAsk {
            person: &id,
            session,
            closing: Closing {
                asked_at: now,
                due_at: now,
            },
            noted: &noted(ground, &id, What::ClosingAsked),
        };
        let refused = books.enter(&closing).await.expect_err("ended");
        assert_eq!(refusal(refused), Code::SessionEnded);
    }
    assert_eq!(person(ground, &id).await, before);
    assert!(
        books
            .link_look("late", ground.clock.now())
            .await
            .expect("books")
            .is_none()
    );
    assert!(books.closing_of(&id).await.expect("books").is_none());
}
