//! Many at once: exactly one wins, the others read why, nobody sees a server fault.

use std::sync::Arc;

use anyhow::Result;
use menhu_protocol::api::registration::{Activate, Activation, Open, Opened};
use menhu_protocol::values::{MemberId, Phone, Secret};
use menhu_protocol::{Code, Failure};
use menhu_testkit::{PEOPLE, Person};
use menhu_tests::api::{Answer, call};
use menhu_tests::campus::{Campus, http};
use menhu_tests::world::World;
use reqwest::StatusCode;
use sqlx::Connection;
use tokio::sync::Barrier;

/// As many as the issue asks for.
const MANY: usize = 100;

async fn open(campus: &Campus, person: &Person) -> Result<Secret> {
    let ask = Open {
        account: MemberId::parse(person.member)?,
        password: Secret::new(person.password),
    };
    let opened: Answer<Opened> = call(&http()?, &campus.origin, &ask).await?;
    Ok(opened
        .map_err(|(status, failure)| anyhow::anyhow!("{status} {failure:?}"))?
        .registration)
}

/// Writes the same proven phone into every registration on its way.
async fn prove_all(campus: &Campus, phone: &Phone) -> Result<u64> {
    let url = format!("sqlite://{}", campus.database().display());
    let mut books = sqlx::SqliteConnection::connect(&url).await?;
    let done = sqlx::query("UPDATE attempt SET phone = $1, proven_at = touched_at")
        .bind(phone.e164())
        .execute(&mut books)
        .await?;
    Ok(done.rows_affected())
}

/// Every registration presses the button at the same moment.
async fn all_at_once(origin: &str, registrations: Vec<Secret>) -> Result<Vec<Answer<Activation>>> {
    let gate = Arc::new(Barrier::new(registrations.len()));
    let mut tasks = tokio::task::JoinSet::new();
    for (n, registration) in registrations.into_iter().enumerate() {
        let (gate, origin, http) = (gate.clone(), origin.to_owned(), http()?);
        tasks.spawn(async move {
            let ask = Activate {
                registration,
                key: format!("00000000-0000-7000-8000-{n:012}"),
            };
            gate.wait().await;
            call(&http, &origin, &ask).await
        });
    }
    let mut answers = Vec::new();
    while let Some(answer) = tasks.join_next().await {
        answers.push(answer??);
    }
    Ok(answers)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_browsers_activating_one_id_make_one_activation() -> Result<()> {
    let world = World::start().await?;
    let person = &PEOPLE[0];
    let mut registrations = Vec::new();
    for _ in 0..MANY {
        registrations.push(open(&world.campus, person).await?);
    }
    let answers = all_at_once(&world.campus.origin, registrations).await?;
    let mut seen = std::collections::HashSet::new();
    for answer in &answers {
        match answer {
            Ok(done) => {
                seen.insert((done.at, done.phone.clone()));
            }
            Err((status, failure)) => panic!("{status} {failure:?}"),
        }
    }
    assert_eq!(seen.len(), 1, "all of them read about the same activation");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_people_binding_one_phone_leave_it_with_exactly_one() -> Result<()> {
    // A hundred people without a phone on record, who all prove the same new number.
    let members: Vec<(String, String)> = (0..MANY)
        .map(|n| (format!("R{n:05}"), format!("P{n:08}")))
        .collect();
    let people: Vec<Person> = members
        .iter()
        .map(|(member, certificate)| Person {
            member: member.clone().leak(),
            name: "同号",
            department: "离退休工作处",
            category: "退休",
            certificate: certificate.clone().leak(),
            phone: "",
            mail: "",
            password: "tonghao#2026",
        })
        .collect();
    let world = World::start_with(&people).await?;
    let phone = Phone::parse("13500135000")?;
    let mut registrations = Vec::new();
    for person in &people {
        registrations.push(open(&world.campus, person).await?);
    }
    // The budget of SMS lets nobody prove a number a hundred times in an hour; in the books it is done.
    let proven = prove_all(&world.campus, &phone).await?;
    assert_eq!(proven, MANY as u64);
    let answers = all_at_once(&world.campus.origin, registrations).await?;
    let winners = answers.iter().filter(|a| a.is_ok()).count();
    assert_eq!(winners, 1, "{answers:?}");
    for (status, failure) in answers.into_iter().filter_map(Result::err) {
        assert_eq!(
            (status, failure.code),
            (StatusCode::CONFLICT, Code::PhoneTaken)
        );
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_guesses_at_once_are_not_a_thousand_tries() -> Result<()> {
    let world = World::start().await?;
    let person = &PEOPLE[0];
    let gate = Arc::new(Barrier::new(MANY));
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..MANY {
        let (gate, origin, http) = (gate.clone(), world.campus.origin.clone(), http()?);
        let account = MemberId::parse(person.member)?;
        tasks.spawn(async move {
            gate.wait().await;
            let mut answers: Vec<(StatusCode, Failure)> = Vec::new();
            for m in 0..10 {
                let ask = Open {
                    account: account.clone(),
                    password: Secret::new(format!("guess-{n}-{m}")),
                };
                if let Err(refused) = call(&http, &origin, &ask).await? {
                    answers.push(refused);
                }
            }
            anyhow::Ok(answers)
        });
    }
    let mut compared = 0;
    while let Some(answers) = tasks.join_next().await {
        for (status, failure) in answers?? {
            assert!(
                !status.is_server_error() || failure.code == Code::Busy,
                "{status} {failure:?}"
            );
            match failure.code {
                Code::PasswordWrong => compared += 1,
                Code::Slow | Code::Busy => {}
                other => panic!("{other:?}"),
            }
        }
    }
    assert!(
        (1..=6).contains(&compared),
        "{compared} of a thousand guesses were compared"
    );
    Ok(())
}
