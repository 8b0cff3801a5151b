//! Setting the password of a person, however they came to it.

use std::net::{IpAddr, Ipv4Addr};

use menhu_protocol::values::{MemberId, Secret};
use menhu_protocol::{Clock as _, Code, Failure, Field, Retry};
use menhu_server::books::audit::What;
use menhu_server::books::person::Person as Record;
use menhu_server::keys::fingerprint;
use menhu_server::login::{Ask, Cookies, sign_in};
use menhu_server::password::{End, Setting, Why, set};
use menhu_server::session::SessionRef;
use menhu_server::trace::Trace;
use menhu_server::{Caller, roster};
use menhu_testkit::{PEOPLE, Person, roster_csv};

use super::people::{CHEN, ZHAO, ZHAO_TOO, activated, failed, member, open, signed_in};
use crate::device::Handset;
use crate::ground::Ground;

const NEW: &str = "wisteria-26";
const HEADER: &str = "工/学号,姓名,证件号,初始密码,考生号\n";

async fn on_both() -> [Ground; 2] {
    let postgres = crate::postgres::database().await;
    let grounds = [
        Ground::on(None, |_| {}).await,
        Ground::on(Some(postgres), |_| {}).await,
    ];
    for ground in &grounds {
        ground.import(&roster_csv(PEOPLE)).await;
    }
    grounds
}

async fn record(ground: &Ground, person: &Person) -> Record {
    let books = &ground.campus.books;
    let member = books.member(&member(person)).await.expect("books");
    let record = books.person(&member.expect("there").person).await;
    record.expect("books").expect("there")
}

fn trace() -> Trace {
    let caller = Caller {
        address: IpAddr::V4(Ipv4Addr::new(198, 51, 100, 7)),
    };
    Trace::of_device(caller, "Windows · Chrome")
}

async fn set_to(
    ground: &Ground,
    person: &Person,
    new: &str,
    end: End<'_>,
    why: Why,
) -> Result<(), Failure> {
    let setting = Setting {
        person: &record(ground, person).await,
        new: &Secret::new(new),
        end,
        why,
        by: &trace(),
    };
    set(&ground.campus, setting).await
}

async fn changed(ground: &Ground, person: &Person, end: End<'_>) {
    set_to(ground, person, NEW, end, Why::Changed)
        .await
        .expect("set");
}

#[tokio::test]
async fn one_password_is_every_id_s_of_a_person_and_no_initial_one_stays() {
    for ground in on_both().await {
        ground.clock.forward_s(60);
        changed(&ground, ZHAO, End::None).await;
        for person in [ZHAO, ZHAO_TOO] {
            open(&ground, person, NEW).await.expect("the new one");
            let old = open(&ground, person, person.password).await;
            assert_eq!(failed(old), Code::PasswordWrong, "{}", person.member);
        }
        let person = record(&ground, ZHAO).await.id;
        let members = ground.campus.books.members_of(&person).await;
        let members = members.expect("books");
        assert_eq!(members.len(), 2);
        for member in members {
            assert_eq!(member.sealed, None, "no plain one waits anywhere");
            assert!(member.password_at.is_some());
        }
        // An ID that comes later brings no second way in.
        let csv = format!("{HEADER}2030D9,赵敏,G88888888,first-pass-30,\n");
        assert_eq!(ground.import(&csv).await.added, 1);
        let third = Person {
            member: "2030D9",
            ..*ZHAO
        };
        let initial = open(&ground, &third, "first-pass-30").await;
        assert_eq!(failed(initial), Code::PasswordWrong);
        open(&ground, &third, NEW).await.expect("the person's own");
        let again = ground.import(&csv).await;
        assert_eq!((again.changed, again.unchanged), (0, 1));
        // Nor does the background hash what was sealed meanwhile.
        let unreadable = roster::Unreadable::default();
        roster::hash_sealed(&ground.campus, &unreadable)
            .await
            .expect("hashed");
        open(&ground, &third, NEW).await.expect("still");
    }
}

#[tokio::test]
async fn sessions_end_as_it_was_asked_for() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let mut ids = Vec::new();
    for number in 1..=3 {
        ground.clock.forward_s(61);
        let handset = Handset::new(number);
        let person = signed_in(&ground, &handset, CHEN).await.person;
        let sessions = ground.campus.books.sessions_of(&person).await;
        let newest = sessions
            .expect("books")
            .into_iter()
            .max_by_key(|s| s.signed_in_at);
        ids.push(newest.expect("a session").id);
    }
    let person = record(&ground, CHEN).await.id;
    let left = async || {
        let sessions = ground.campus.books.sessions_of(&person).await;
        let mut left: Vec<_> = sessions.expect("books").into_iter().map(|s| s.id).collect();
        left.sort();
        left
    };
    changed(&ground, CHEN, End::None).await;
    assert_eq!(left().await.len(), 3);
    let kept = End::AllBut(SessionRef::Device(&ids[1]));
    set_to(&ground, CHEN, "wisteria-27", kept, Why::Changed)
        .await
        .expect("set");
    assert_eq!(left().await, [ids[1].clone()]);
    set_to(&ground, CHEN, "wisteria-28", End::All, Why::Recovered)
        .await
        .expect("set");
    assert_eq!(left().await, [] as [String; 0]);
}

/// A browser signs in; the fingerprint of its cookie.
async fn browser(ground: &Ground, person: &Person) -> String {
    let ask = Ask {
        account: member(person).into(),
        password: Secret::new(person.password),
    };
    let inside = sign_in(&ground.campus, &trace(), Cookies::default(), &ask).await;
    fingerprint(inside.expect("in").session.expose())
}

#[tokio::test]
async fn a_browser_that_is_halfway_in_by_the_former_password_is_out_and_one_that_is_in_stays() {
    for ground in on_both().await {
        // An initial password of half the country: somebody else is halfway in with it, too.
        let freshman = Person {
            member: "2030S1",
            name: "方一",
            certificate: "E30000001",
            phone: "",
            mail: "",
            password: "abc123",
            ..*CHEN
        };
        ground.import(&roster_csv(&[freshman])).await;
        let (halfway, other) = (
            browser(&ground, &freshman).await,
            browser(&ground, &freshman).await,
        );
        let inside = browser(&ground, CHEN).await;
        let look = async |secret: &str| {
            let now = ground.clock.now();
            let books = &ground.campus.books;
            books.browser_look(secret, now).await.expect("books")
        };
        let own = look(&halfway).await.expect("halfway in");
        assert_eq!(own.unmet, ["not_common"]);
        ground.clock.forward_s(1);
        let renewed = set_to(&ground, &freshman, NEW, End::Halfway(&own.id), Why::Renewed);
        renewed.await.expect("set");
        assert!(look(&halfway).await.is_some(), "where it was set");
        assert_eq!(look(&other).await, None, "its proof was the former one");

        changed(&ground, CHEN, End::None).await;
        assert!(look(&inside).await.is_some(), "nobody wished it to end");
        let handset = End::AllBut(SessionRef::Device("none of hers"));
        set_to(&ground, CHEN, "wisteria-27", handset, Why::Changed)
            .await
            .expect("set");
        assert_eq!(look(&inside).await, None, "all others are browsers, too");
    }
}

#[tokio::test]
async fn every_channel_is_told_and_the_owner_can_read_it() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    changed(&ground, CHEN, End::None).await;
    let person = record(&ground, CHEN).await.id;
    let noted = ground.campus.books.audit_of(&person, 10).await;
    let noted = noted.expect("books");
    assert_eq!(noted.len(), 1);
    assert_eq!(
        (
            noted[0].what,
            noted[0].device.as_str(),
            noted[0].network.as_str()
        ),
        (What::PasswordChanged, "Windows · Chrome", "198.51.100.0/24")
    );
    let sent = menhu_server::delivery::drain(&ground.campus).await;
    assert_eq!(sent.expect("sent"), 1);
    assert_eq!(ground.messages_to("+8613800138000").await, 1);
    assert_eq!(ground.campus.books.jobs_waiting().await.expect("books"), 0);
}

#[tokio::test]
async fn a_weak_new_password_changes_nothing_and_tells_nobody() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let before = ground.campus.hashing.evaluated();
    for (new, rules) in [
        ("abcDEF", "classes,not_common"),
        ("qzwTVK", "classes"),
        ("a1 b2c", "no_space"),
        ("a1b2\u{3000}c3", "no_space"),
        ("x7", "length"),
        ("abc123", "not_common"),
        ("chenshufen7", "not_yours"),
        ("198803017a", "not_yours"),
        ("a13800138000", "not_yours"),
        ("abc", "length,classes,not_common"),
    ] {
        let refused = set_to(&ground, CHEN, new, End::All, Why::Changed).await;
        let refused = refused.expect_err(new);
        assert_eq!(
            (refused.code, refused.field, refused.detail.as_deref()),
            (Code::PasswordWeak, Some(Field::NewPassword), Some(rules)),
            "{new}"
        );
    }
    assert_eq!(ground.campus.hashing.evaluated(), before, "nothing hashed");
    assert_eq!(ground.campus.books.jobs_waiting().await.expect("books"), 0);
    let person = record(&ground, CHEN).await.id;
    let noted = ground.campus.books.audit_of(&person, 10).await;
    assert_eq!(noted.expect("books"), []);
    open(&ground, CHEN, CHEN.password)
        .await
        .expect("the old one");
}

#[tokio::test]
async fn birthday_and_document_are_judged_without_being_stored() {
    for ground in on_both().await {
        for new in ["zt19491231", "zt491231!", "1949-12-31x", "31002x#zt"] {
            let refused = set_to(&ground, CHEN, new, End::None, Why::Changed).await;
            let refused = refused.expect_err(new);
            assert_eq!(refused.detail.as_deref(), Some("not_yours"), "{new}");
        }
        // Another day, and what is somebody else's.
        for new in ["zt19491230", "88888#zt"] {
            let kept = set_to(&ground, CHEN, new, End::None, Why::Changed).await;
            kept.expect(new);
        }
        let chen = record(&ground, CHEN).await;
        for stored in [&chen.certificate, &chen.certificate_tail, &chen.birthday] {
            let stored = stored.as_deref().expect("a MAC");
            assert_eq!(stored.len(), 43);
            assert!(!stored.contains("1949") && !stored.contains("31002X"));
        }
        // A passport has an end and no birthday.
        let zhao = record(&ground, ZHAO).await;
        assert!(zhao.certificate_tail.is_some() && zhao.birthday.is_none());
    }
}

#[tokio::test]
async fn what_is_ones_own_is_told_of_a_text_that_keeps_all_else_and_a_few_times_only() {
    let ground = Ground::new().await;
    let set = async |new: &str| set_to(&ground, CHEN, new, End::None, Why::Renewed).await;
    // A text that could not be a password says nothing of anybody, however much of it there is.
    let days: String = (0..400).map(|n| format!(" {}", 19_491_000 + n)).collect();
    for new in ["zt 19491231", "19491231", "198803017", &days] {
        for _ in 0..8 {
            let refused = set(new).await.expect_err(new);
            let told = refused.detail.unwrap_or_default();
            assert!(refused.code == Code::PasswordWeak && !told.contains("not_yours"));
        }
    }
    for n in 0..10 {
        let refused = set(&format!("zt{n}-19491231")).await.expect_err("hers");
        assert_eq!(refused.detail.as_deref(), Some("not_yours"));
    }
    for new in ["zt6-19491231", "zt7-19491230"] {
        let refused = set(new).await.expect_err("held");
        assert_eq!((refused.code, refused.detail), (Code::Slow, None));
    }
    // A yes and a no are worth the same to who asks.
    for _ in 10..20 {
        ground.clock.forward_s(600);
        set("zt7-19491230").await.expect("nobody's");
    }
    ground.clock.forward_s(600);
    let refused = set("zt8-19491230").await.expect_err("enough of it");
    assert!(matches!(refused.retry, Retry::After(wait) if wait > 80_000));
    // Whoever has the account's channel has tries of their own.
    set_to(&ground, CHEN, "zt9-19491230", End::None, Why::Recovered)
        .await
        .expect("recovered");
}

#[tokio::test]
async fn guesses_at_the_former_password_are_forgotten_with_it() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    loop {
        let refused = open(&ground, CHEN, "wrong-guess-1").await;
        match failed(refused) {
            Code::PasswordWrong => {}
            told => break assert_eq!(told, Code::Slow),
        }
    }
    changed(&ground, CHEN, End::None).await;
    open(&ground, CHEN, NEW).await.expect("no wait is left");
}

#[tokio::test]
async fn a_freshman_signs_in_by_the_applicant_s_number() {
    for ground in on_both().await {
        let csv = format!(
            "{HEADER}2030S1,方一,,first-pass-30,30110105150042\n\
             2030S2,方二,,first-pass-30,２０３０Ｓ２\n"
        );
        let imported = ground.import(&csv).await;
        assert_eq!((imported.added, imported.bad.len()), (2, 0));
        let by = |name: &'static str| Person {
            member: name,
            ..*CHEN
        };
        let opened = open(&ground, &by("30110105150042"), "first-pass-30").await;
        opened.expect("by the other name");
        open(&ground, &by("2030S1"), "first-pass-30")
            .await
            .expect("by the ID");
        let id = MemberId::parse("30110105150042").expect("an ID");
        let member = ground.campus.books.member_of_account(&id.into()).await;
        let member = member.expect("books").expect("there");
        assert_eq!(member.id.as_str(), "2030S1");
        let refused = set_to(
            &ground,
            &by("2030S1"),
            "z30110105150042",
            End::None,
            Why::Changed,
        )
        .await;
        assert_eq!(
            refused.expect_err("one's own").detail.as_deref(),
            Some("not_yours")
        );
    }
}
