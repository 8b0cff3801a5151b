//! The new password (mission.md B9), and whom a lock does not lock out.

use menhu_protocol::Code;
use menhu_protocol::api::recovery::{PasswordSet, Resumed, Way};
use menhu_protocol::api::session::{DevicesRead, Refresh};
use menhu_protocol::values::{MemberId, Secret};
use menhu_server::books::{Entry, Trouble};
use menhu_testkit::Person;
use sqlx::AnyConnection;

use super::steps::{NEW, begun, claim, e164, prove, proven, resumed, send, set, with_mail};
use crate::api::people::{CHEN, WANG, ZHAO, ZHAO_TOO, activated, failed, open, signed_in};
use crate::device::Handset;
use crate::ground::Ground;

struct Closed<'a>(&'a Person);

impl Entry for Closed<'_> {
    type Out = ();
    async fn write(&self, page: &mut AnyConnection) -> Result<(), Trouble> {
        sqlx::query(
            "UPDATE person SET closed_at = 1
             WHERE id = (SELECT person FROM member WHERE id = $1)",
        )
        .bind(self.0.member)
        .execute(page)
        .await?;
        Ok(())
    }
}

/// 注销账号 took effect.
pub async fn closed(ground: &Ground, person: &Person) {
    let books = &ground.campus.books;
    books.enter(&Closed(person)).await.expect("books");
}

async fn told(ground: &Ground) {
    menhu_server::delivery::drain(&ground.campus)
        .await
        .expect("told");
}

#[tokio::test]
async fn the_new_password_is_the_one_password_of_all_ids_and_every_channel_is_told_once() {
    let ground = Ground::new().await;
    with_mail(&ground, ZHAO).await;
    let recovery = proven(&ground, ZHAO).await;
    set(&ground, &recovery, NEW).await.expect("set");
    for person in [ZHAO, ZHAO_TOO] {
        open(&ground, person, NEW).await.expect("the new one");
        let refused = open(&ground, person, person.password).await;
        assert_eq!(failed(refused), Code::PasswordWrong);
    }
    told(&ground).await;
    assert_eq!(ground.messages_to(&e164(ZHAO)).await, 2, "code and notice");
    assert_eq!(ground.messages_to(ZHAO.mail).await, 1, "a notice");
}

#[tokio::test]
async fn asked_again_after_a_lost_answer_it_is_set_once_and_told_once() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let recovery = proven(&ground, CHEN).await;
    let all = (0..5).map(|_| set(&ground, &recovery, NEW));
    for answer in futures::future::join_all(all).await {
        answer.expect("the same answer");
    }
    told(&ground).await;
    assert_eq!(ground.messages_to(&e164(CHEN)).await, 2, "told twice");
    let at = resumed(&ground, &recovery).await.expect("known");
    assert_eq!(at, Resumed::Done);
    for refused in [
        send(&ground, &recovery, Way::Phone, true).await.err(),
        prove(&ground, &recovery, "000000").await.err(),
    ] {
        assert_eq!(refused.expect("over").code, Code::OutOfOrder);
    }
}

#[tokio::test]
async fn nobody_is_told_that_a_password_was_set_which_was_not() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let recovery = proven(&ground, CHEN).await;
    set(&ground, &recovery, NEW).await.expect("set");
    for password in ["Other-mima#2027", NEW] {
        let refused = set(&ground, &recovery, password).await;
        assert_eq!(failed(refused), Code::AttemptOver, "one look, no more");
    }
    open(&ground, CHEN, NEW)
        .await
        .expect("the first one counts");
}

#[tokio::test]
async fn a_password_that_breaks_the_rules_changes_nothing_and_the_attempt_goes_on() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let recovery = proven(&ground, CHEN).await;
    for (password, code) in [
        ("", Code::Malformed),
        ("a1", Code::PasswordWeak),
        ("abcDEF", Code::PasswordWeak),
        ("abc 123", Code::PasswordWeak),
        ("abc\u{3000}123", Code::PasswordWeak),
        ("abc\u{a0}123", Code::PasswordWeak),
        ("abc\t123", Code::PasswordWeak),
        ("198803017", Code::PasswordWeak),
    ] {
        let refused = set(&ground, &recovery, password).await;
        assert_eq!(failed(refused), code, "{password:?}");
    }
    open(&ground, CHEN, CHEN.password).await.expect("as it was");
    set(&ground, &recovery, NEW).await.expect("it goes on");
}

#[tokio::test]
async fn no_password_is_set_before_a_code_was_proven() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let recovery = begun(&ground, CHEN).await;
    assert_eq!(failed(set(&ground, &recovery, NEW).await), Code::OutOfOrder);
    send(&ground, &recovery, Way::Phone, false)
        .await
        .expect("sent");
    assert_eq!(failed(set(&ground, &recovery, NEW).await), Code::OutOfOrder);
    let nobody = Secret::new("A".repeat(43));
    assert_eq!(failed(set(&ground, &nobody, NEW).await), Code::AttemptOver);
    open(&ground, CHEN, CHEN.password).await.expect("as it was");
}

#[tokio::test]
async fn a_proof_older_than_half_an_hour_sets_nothing() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let recovery = proven(&ground, CHEN).await;
    // Steps on the way keep the attempt alive, and not the proof.
    for _ in 0..3 {
        ground.clock.forward_s(9 * 60);
        let refused = set(&ground, &recovery, "weak").await;
        assert_eq!(failed(refused), Code::PasswordWeak);
    }
    ground.clock.forward_s(4 * 60);
    assert_eq!(
        failed(set(&ground, &recovery, NEW).await),
        Code::AttemptOver
    );
    open(&ground, CHEN, CHEN.password).await.expect("as it was");
}

#[tokio::test]
async fn a_recovery_that_began_before_another_password_was_set_is_over() {
    let ground = Ground::new().await;
    with_mail(&ground, CHEN).await;
    let first = proven(&ground, CHEN).await;
    ground.clock.forward_s(61);
    let second = proven(&ground, CHEN).await;
    ground.clock.forward_s(1);
    set(&ground, &second, NEW).await.expect("set");
    let refused = set(&ground, &first, "Other-mima#2027").await;
    assert_eq!(failed(refused), Code::AttemptOver);
    open(&ground, CHEN, NEW).await.expect("the new one stays");
}

#[tokio::test]
async fn other_sessions_end_as_wished() {
    for end_sessions in [true, false] {
        let ground = Ground::new().await;
        activated(&ground, WANG).await;
        let handset = Handset::new(1);
        let tokens = signed_in(&ground, &handset, WANG).await;
        ground.clock.forward_s(61);
        let recovery = proven(&ground, WANG).await;
        let ask = PasswordSet {
            recovery,
            password: Secret::new(NEW),
            end_sessions,
        };
        ground.ask(&ask).await.expect("set");
        let read = ground
            .ask_in(&handset, &tokens.access, &DevicesRead {})
            .await;
        assert_eq!(read.is_err(), end_sessions);
        let refresh = Refresh {
            refresh: tokens.refresh.clone(),
        };
        let refreshed = ground.ask_by(&handset, &refresh).await;
        assert_eq!(refreshed.is_err(), end_sessions);
    }
}

#[tokio::test]
async fn an_account_that_strangers_guessed_at_is_recovered_by_its_owner_and_open_again() {
    let ground = Ground::behind_a_proxy().await;
    activated(&ground, CHEN).await;
    let open = |address: String, password: &'static str| {
        let ask = menhu_protocol::api::registration::Open {
            account: MemberId::parse(CHEN.member).expect("an ID"),
            password: Secret::new(password),
        };
        let ground = &ground;
        async move { ground.ask_from(&address, &ask).await }
    };
    for guess in 0..60 {
        let _ = open(format!("198.51.100.{}", guess % 12), "wrong").await;
    }
    let held = open("203.0.113.1".to_owned(), CHEN.password).await;
    assert_eq!(failed(held), Code::Slow, "strangers hold it up");
    let recovery = proven(&ground, CHEN).await;
    set(&ground, &recovery, NEW).await.expect("recovered");
    open("203.0.113.1".to_owned(), NEW)
        .await
        .expect("open again");
}

#[tokio::test]
async fn somebody_taken_off_the_roster_or_closed_meanwhile_sets_nothing() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let recovery = proven(&ground, CHEN).await;
    let what = "phone = NULL, mail = NULL, activated_at = NULL";
    super::steps::meanwhile(&ground, what, CHEN).await;
    closed(&ground, CHEN).await;
    assert_eq!(
        failed(set(&ground, &recovery, NEW).await),
        Code::AttemptOver
    );
    let refused = claim(&ground, CHEN.member, CHEN.certificate).await;
    assert_eq!(failed(refused), Code::RecoveryWrong);
}
