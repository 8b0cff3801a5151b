//! Steps that many of these tests take.

use menhu_protocol::Failure;
use menhu_protocol::api::captcha::{CaptchaPurpose, Puzzle, PuzzleRead, Solved};
use menhu_protocol::api::recovery::{
    Begin, Begun, CodeProve, CodeSend, PasswordSet, Proven, Resume, Resumed, Way,
};
use menhu_protocol::api::session::Done;
use menhu_protocol::api::{Call, CodeSent};
use menhu_protocol::values::{AccountName, CertificateNumber, Secret};
use menhu_server::books::{Entry, Trouble};
use menhu_testkit::Person;
use sha2::{Digest as _, Sha256};
use sqlx::AnyConnection;

use crate::api::people::{activated, code};
use crate::ground::Ground;

/// Keeps every profile's rules.
pub const NEW: &str = "Xin-mima#2026-lu";

pub async fn puzzle(ground: &Ground, purpose: CaptchaPurpose) -> Puzzle {
    ground.ask(&PuzzleRead { purpose }).await.expect("a puzzle")
}

/// A nonce that does the work, or one that does not.
pub fn nonce(puzzle: &Puzzle, done: bool) -> u64 {
    let is_done = |n: &u64| {
        let digest = Sha256::digest(format!("{}{n}", puzzle.puzzle.expose()));
        let head = u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]);
        head.leading_zeros() >= u32::from(puzzle.bits)
    };
    (0..).find(|n| is_done(n) == done).expect("some nonce")
}

pub async fn worked(ground: &Ground) -> Solved {
    let puzzle = puzzle(ground, CaptchaPurpose::Recovery).await;
    Solved {
        nonce: nonce(&puzzle, true),
        puzzle: puzzle.puzzle,
    }
}

pub async fn claim(ground: &Ground, account: &str, certificate: &str) -> Result<Begun, Failure> {
    ground
        .ask(&claiming(ground, account, certificate).await)
        .await
}

pub async fn claiming(ground: &Ground, account: &str, certificate: &str) -> Begin {
    Begin {
        account: AccountName::parse(account).expect("a name"),
        certificate: CertificateNumber::parse(certificate).expect("a number"),
        captcha: worked(ground).await,
    }
}

/// An activated person's recovery.
pub async fn begun(ground: &Ground, person: &Person) -> Secret {
    let begun = claim(ground, person.member, person.certificate).await;
    begun.expect("begun").recovery
}

pub async fn send(
    ground: &Ground,
    recovery: &Secret,
    way: Way,
    again: bool,
) -> Result<CodeSent, Failure> {
    let send = CodeSend {
        recovery: recovery.clone(),
        way,
        again,
    };
    ground.ask(&send).await
}

pub async fn prove(ground: &Ground, recovery: &Secret, digits: &str) -> Result<Proven, Failure> {
    let prove = CodeProve {
        recovery: recovery.clone(),
        code: code(digits),
    };
    ground.ask(&prove).await
}

pub async fn set(ground: &Ground, recovery: &Secret, password: &str) -> Result<Done, Failure> {
    let set = PasswordSet {
        recovery: recovery.clone(),
        password: Secret::new(password),
        end_sessions: true,
    };
    ground.ask(&set).await
}

pub async fn resumed(ground: &Ground, recovery: &Secret) -> Result<Resumed, Failure> {
    let resume = Resume {
        recovery: recovery.clone(),
    };
    ground.ask(&resume).await
}

/// An activated person's recovery, with a code proven by phone.
pub async fn proven(ground: &Ground, person: &Person) -> Secret {
    let recovery = begun(ground, person).await;
    send(ground, &recovery, Way::Phone, false)
        .await
        .expect("sent");
    let digits = ground.code_to(&e164(person)).await.expect("a code");
    prove(ground, &recovery, &digits).await.expect("proven");
    recovery
}

pub fn e164(person: &Person) -> String {
    crate::api::people::phone(person.phone).e164().to_owned()
}

/// One statement about a person, as if it had happened elsewhere meanwhile.
pub struct Meanwhile<'a>(pub &'a str, pub &'a Person);

impl Entry for Meanwhile<'_> {
    type Out = ();
    async fn write(&self, page: &mut AnyConnection) -> Result<(), Trouble> {
        let statement = format!(
            "UPDATE person SET {} WHERE id = (SELECT person FROM member WHERE id = $1)",
            self.0
        );
        sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(self.1.member)
            .execute(page)
            .await?;
        Ok(())
    }
}

pub async fn meanwhile(ground: &Ground, what: &str, person: &Person) {
    let entry = Meanwhile(what, person);
    ground.campus.books.enter(&entry).await.expect("books");
}

/// Activated, with the phone of the roster and a mail.
pub async fn with_mail(ground: &Ground, person: &Person) {
    activated(ground, person).await;
    meanwhile(ground, &format!("mail = '{}'", person.mail), person).await;
}

/// The answer to a call as it came.
pub async fn raw<C: Call>(ground: &Ground, call: &C) -> crate::ground::Answer {
    ground.raw(call, None, None).await
}
