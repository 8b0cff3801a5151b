//! Who may guess, how often, and whom a guesser cannot lock out.

use menhu_protocol::api::registration::{Open, Opened, PhoneBind};
use menhu_protocol::values::{CertificateNumber, MemberId, Secret};
use menhu_protocol::{Code, Failure, Retry};
use menhu_server::books::{Entry, Trouble};
use sqlx::{AnyConnection, Row as _};

use super::people::{CHEN, WANG, activated, failed, member, opened, phone, signed_in};
use crate::device::Handset;
use crate::ground::Ground;
use crate::portal::browser::Browser;
use crate::recovery::steps::claim;

async fn open_from(
    ground: &Ground,
    address: &str,
    account: &MemberId,
    password: &str,
) -> Result<Opened, Failure> {
    let open = Open {
        account: account.clone(),
        password: Secret::new(password),
    };
    ground.ask_from(address, &open).await
}

fn nobody(number: usize) -> MemberId {
    MemberId::parse(&format!("9{number:07}")).expect("an ID")
}

#[tokio::test]
async fn a_guesser_behind_a_campus_address_holds_its_neighbours_up_for_seconds_only() {
    let ground = Ground::behind_a_proxy().await;
    let address = "198.51.100.7";
    for round in 0..30 {
        for guess in 0..10 {
            let account = nobody(round * 10 + guess);
            let _ = open_from(&ground, address, &account, "wrong").await;
        }
        ground.clock.forward_s(6);
    }
    // The six seconds that passed last are room for one.
    open_from(&ground, address, &member(CHEN), CHEN.password)
        .await
        .expect("an honest person is let through");
    let full = loop {
        if let Err(failure) = open_from(&ground, address, &nobody(1), "wrong").await
            && failure.code == Code::Slow
        {
            break failure;
        }
    };
    assert!(
        matches!(full.retry, Retry::After(wait) if wait <= 30),
        "{full:?}"
    );
}

#[tokio::test]
async fn a_machine_does_not_guess_on_by_taking_another_address_of_its_own() {
    let ground = Ground::behind_a_proxy().await;
    let before = ground.campus.hashing.evaluated();
    for n in 0..60 {
        let address = format!("2001:db8:1:1::{n:x}");
        let _ = open_from(&ground, &address, &member(CHEN), "wrong").await;
    }
    assert_eq!(ground.campus.hashing.evaluated() - before, 5);
    // Nor does a site by taking another /64 for every account.
    for n in 0..250 {
        let address = format!("2001:db8:2:{n:x}::1");
        let _ = open_from(&ground, &address, &nobody(n), "wrong").await;
    }
    assert_eq!(ground.campus.hashing.evaluated() - before, 205);
}

#[tokio::test]
async fn a_stranger_does_not_lock_the_owner_out_from_another_address() {
    let ground = Ground::behind_a_proxy().await;
    for _ in 0..10 {
        let _ = open_from(&ground, "198.51.100.7", &member(CHEN), "wrong").await;
    }
    let locked = open_from(&ground, "198.51.100.7", &member(CHEN), CHEN.password).await;
    assert_eq!(failed(locked), Code::Slow);
    open_from(&ground, "203.0.113.9", &member(CHEN), CHEN.password)
        .await
        .expect("the owner comes from elsewhere");
}

#[tokio::test]
async fn strangers_from_everywhere_have_a_hundred_guesses_until_the_owner_was_right() {
    let ground = Ground::behind_a_proxy().await;
    activated(&ground, CHEN).await;
    let before = ground.campus.hashing.evaluated();
    let guess = async |n: usize| {
        let address = format!("198.51.{}.{}", n / 250, n % 250);
        let guess = open_from(&ground, &address, &member(CHEN), "wrong").await;
        guess.expect_err("wrong")
    };
    let mut n = 0;
    while ground.campus.hashing.evaluated() - before < 100 {
        guess(n).await;
        ground.clock.forward_s(601);
        n += 1;
        assert!(n <= 100, "each of them was worth a hash");
    }
    let stopped = guess(n).await;
    assert!(
        matches!(stopped.retry, Retry::After(wait) if wait > 80_000),
        "{stopped:?}"
    );
    signed_in(&ground, &Handset::new(1), CHEN).await;
    let wrong = guess(n + 1).await;
    assert_eq!(wrong.code, Code::PasswordWrong, "counted anew");
}

#[tokio::test]
async fn after_twenty_wrong_certificates_not_even_the_right_one_is_compared() {
    let ground = Ground::new().await;
    let bind = async |registration: &Secret, certificate: &str| {
        let bind = PhoneBind {
            registration: registration.clone(),
            phone: phone("13500135000"),
            certificate: CertificateNumber::parse(certificate).expect("a number"),
        };
        ground.ask(&bind).await.expect_err("wrong")
    };
    for _ in 0..20 {
        let (registration, _) = opened(&ground, CHEN).await;
        let refused = bind(&registration, "E00000000").await;
        assert_eq!(refused.code, Code::CertificateWrong);
        ground.clock.forward_s(600);
    }
    let (registration, _) = opened(&ground, CHEN).await;
    let refused = bind(&registration, CHEN.certificate).await;
    assert_eq!(
        (refused.code, refused.left),
        (Code::CertificateWrong, Some(0))
    );
    assert_eq!(ground.messages_to("+8613500135000").await, 0);
    let (other, _) = opened(&ground, WANG).await;
    let right = PhoneBind {
        registration: other,
        phone: phone("13500135000"),
        certificate: CertificateNumber::parse(WANG.certificate).expect("a number"),
    };
    ground.ask(&right).await.expect("others are not held up");
}

#[tokio::test]
async fn who_has_no_password_does_not_stop_a_registration() {
    let ground = Ground::new().await;
    for _ in 0..20 {
        let wrong = claim(&ground, CHEN.member, "E00000000").await;
        assert_eq!(failed(wrong), Code::RecoveryWrong);
        ground.clock.forward_s(600);
    }
    let (registration, _) = opened(&ground, CHEN).await;
    let bind = PhoneBind {
        registration,
        phone: phone("13500135000"),
        certificate: CertificateNumber::parse(CHEN.certificate).expect("a number"),
    };
    ground.ask(&bind).await.expect("compared");
}

#[tokio::test]
async fn the_tries_that_are_left_do_not_tell_that_two_names_are_one_person_s() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let mut told = Vec::new();
    for name in [CHEN.member, CHEN.phone, "999999999"] {
        let mut browser = Browser::of(&ground);
        let mut answers = Vec::new();
        for _ in 0..5 {
            let page = browser.log_in(name, "wrong-1").await;
            let left = page
                .body
                .split("再试 ")
                .nth(1)
                .map(|rest| rest[..1].to_owned());
            answers.push((page.status, left));
        }
        told.push(answers);
    }
    assert_eq!(told[0], told[1]);
    assert_eq!(told[0], told[2]);
}

struct Rows;

impl Entry for Rows {
    type Out = i64;
    async fn write(&self, page: &mut AnyConnection) -> Result<i64, Trouble> {
        let row = sqlx::query("SELECT COUNT(*) AS n FROM guess");
        Ok(row.fetch_one(page).await?.try_get("n")?)
    }
}

async fn rows(ground: &Ground) -> i64 {
    ground.campus.books.enter(&Rows).await.expect("books")
}

#[tokio::test]
async fn an_address_that_waits_writes_nothing_of_what_it_guesses_at() {
    let ground = Ground::behind_a_proxy().await;
    let address = "198.51.100.7";
    let mut n = 0;
    let full = |refused: Result<Opened, Failure>| failed(refused) == Code::Slow;
    while !full(open_from(&ground, address, &nobody(n), "wrong").await) {
        n += 1;
    }
    assert_eq!(n, 50);
    let before = rows(&ground).await;
    for n in 100..150 {
        assert!(full(open_from(&ground, address, &nobody(n), "wrong").await));
    }
    assert_eq!(rows(&ground).await, before);
}
