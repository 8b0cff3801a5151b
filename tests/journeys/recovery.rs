//! A forgotten password, and one that is too easy to guess: from the app to the campus and back, killed
//! at every step.

use anyhow::{Context, Result, ensure};
use menhu_protocol::Code;
use menhu_protocol::api::recovery::Way;
use menhu_protocol::ipc::{
    AppStart, Bookmark, BookmarkKeep, HomeRead, RecoveryBegin, RecoveryBookmark, RecoveryCode,
    RecoveryDrop, RecoveryPassword, RecoveryProve, RecoveryStep, SignOut, SigninPassword,
    SigninRenew, SigninRules, SigninStep,
};
use menhu_protocol::password::Rule;
use menhu_protocol::values::{PhoneCode, Secret};
use menhu_testkit::{PEOPLE, Person};
use menhu_tests::campus::Campus;
use menhu_tests::devhost::Devhost;
use menhu_tests::window::Device;
use menhu_tests::world::{App, World, password, prove_phone, register};

use crate::kills::{activated, assert_no_secret_on_disk, at_campus, bookmark};

const NEW: &str = "shufen#2026";

/// A freshman as the roster has them: digits only, as many campuses give out.
const FRESHMAN: Person = Person {
    member: "2026S2002",
    password: "20260901",
    ..PEOPLE[2]
};

fn begin(person: &Person) -> RecoveryBegin {
    RecoveryBegin {
        account: person.member.to_owned(),
        certificate: Secret::new(person.certificate),
    }
}

fn by_phone(again: bool) -> RecoveryCode {
    let way = Way::Phone;
    RecoveryCode { way, again }
}

fn set(password: &str) -> RecoveryPassword {
    RecoveryPassword {
        password: Secret::new(password),
        end_sessions: true,
    }
}

fn with(person: &Person, password: &str) -> SigninPassword {
    SigninPassword {
        account: person.member.to_owned(),
        password: Secret::new(password),
    }
}

/// The code from the outbox is right.
async fn prove(app: &impl App, campus: &Campus, person: &Person) -> Result<()> {
    let code = Secret::new(campus.code_for(person.phone).await?);
    app.tell(RecoveryProve { code }).await.context("prove")?;
    Ok(())
}

/// How many codes went to a phone; notices are none.
async fn codes(campus: &Campus, person: &Person) -> Result<usize> {
    let messages = campus.messages_to(person.phone).await?;
    let codes = messages
        .iter()
        .filter(|m| PhoneCode::parse(&m.text).is_ok());
    Ok(codes.count())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_password_is_replaced_and_the_old_one_lets_nobody_in() -> Result<()> {
    let world = World::start().await?;
    let (campus, person) = (&world.campus, &PEOPLE[0]);
    let first = world.device_of("first", person).await?;
    campus.minute_passes().await?;
    let second = world.device_at_campus("second").await?;
    let ways = second.ask(begin(person)).await?;
    assert_eq!(ways.phone.as_deref(), Some("13*****"));
    assert_eq!(
        ways.mail, None,
        "what the roster says of a mail binds nothing"
    );
    assert!(ways.device, "the first device is in");
    let sent = second.ask(by_phone(false)).await?;
    assert!(sent.good_for_s <= 300 && !sent.to.contains(&person.phone[3..]));
    second.ask(by_phone(false)).await?;
    assert_eq!(
        codes(campus, person).await?,
        2,
        "the same way sends no other"
    );
    prove(&second, campus, person).await?;
    let weak = second.ask(set("abcDEF")).await.expect_err("one class");
    assert_eq!(weak.code, Code::PasswordWeak);
    second.ask(set(NEW)).await?;
    second.ask(RecoveryDrop {}).await?;
    let out = first.ask(HomeRead { fresh: true }).await;
    assert_eq!(out.expect_err("ended").code, Code::SessionEnded);
    campus.minute_passes().await?;
    prove_phone(&second, campus, person).await?;
    let old = second.ask(password(person)).await.expect_err("the old one");
    assert_eq!(old.code, Code::PasswordWrong);
    second.ask(with(person, NEW)).await?;
    assert_eq!(
        codes(campus, person).await?,
        3,
        "two sign-ins, one recovery"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_learns_which_of_account_and_certificate_is_wrong() -> Result<()> {
    let world = World::start().await?;
    let device = world.device_at_campus("device").await?;
    activated(&world.campus, &PEOPLE[0]).await?;
    let sent = world.campus.outbox().await?.len();
    let mut said = vec![];
    for (account, certificate) in [
        (PEOPLE[0].member, PEOPLE[1].certificate),
        ("999999999", PEOPLE[0].certificate),
        ("nobody@example.edu.cn", PEOPLE[0].certificate),
    ] {
        let ask = RecoveryBegin {
            account: account.to_owned(),
            certificate: Secret::new(certificate),
        };
        said.push(device.ask(ask).await.expect_err("wrong"));
    }
    assert_eq!(said[0].code, Code::RecoveryWrong);
    assert!(said.iter().all(|failure| *failure == said[0]), "{said:?}");
    assert_eq!(world.campus.outbox().await?.len(), sent, "nothing is sent");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_that_was_left_goes_on_with_the_new_password() -> Result<()> {
    let world = World::start().await?;
    let (campus, person) = (&world.campus, &PEOPLE[0]);
    activated(campus, person).await?;
    let mut device = world.device_at_campus("device").await?;
    prove_phone(&device, campus, person).await?;
    campus.minute_passes().await?;
    device.ask(begin(person)).await?;
    device.ask(by_phone(false)).await?;
    prove(&device, campus, person).await?;
    device.ask(set(NEW)).await?;
    device.ask(RecoveryDrop {}).await?;
    device.restart()?;
    let Some(Bookmark::Signin(place)) = device.ask(AppStart {}).await?.bookmark else {
        panic!("the sign-in is lost")
    };
    assert_eq!(place.step, SigninStep::Password);
    device.ask(with(person, NEW)).await?;
    assert_eq!(codes(campus, person).await?, 2, "the phone was proven once");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recovery_reopens_at_the_step_where_it_was_killed() -> Result<()> {
    for step in RecoveryStep::ALL {
        let scratch = tempfile::tempdir()?;
        let campus = Campus::start(&scratch.path().join("campus"))?;
        let device = Device::new(&scratch.path().join("device"))?;
        let person = &PEOPLE[0];
        activated(&campus, person).await?;
        let app = at_campus(&device, &campus).await?;
        let reached = RecoveryStep::ALL.iter().position(|s| s == step);
        let reached = reached.context("a step of the flow")?;
        if reached == 0 {
            let bookmark = Bookmark::Recovery(RecoveryBookmark {
                step: *step,
                account: person.member.to_owned(),
                ways: Default::default(),
                way: None,
                code: None,
                rules: None,
                signin: None,
            });
            app.tell(BookmarkKeep { bookmark }).await?;
        }
        go_on(&app, &campus, person, 0, reached).await?;
        let sent = campus.outbox().await?.len();
        app.kill();

        let app = Devhost::start(&device)?;
        let Bookmark::Recovery(kept) = bookmark(&app).await? else {
            panic!("{step:?}: another flow")
        };
        assert_eq!((kept.step, kept.account.as_str()), (*step, person.member));
        let outbox = campus.outbox().await?.len();
        assert_eq!(outbox, sent, "{step:?}: reopening sends nothing");
        let mut secrets = vec![NEW.to_owned(), person.certificate.to_owned()];
        if *step == RecoveryStep::Code {
            secrets.push(campus.code_for(person.phone).await?);
        }
        assert_no_secret_on_disk(&device, &secrets)?;
        // And from there it goes on.
        go_on(&app, &campus, person, reached, RecoveryStep::ALL.len() - 1).await?;
        assert_eq!(
            codes(&campus, person).await?,
            1,
            "{step:?}: one code in all"
        );
        campus.minute_passes().await?;
        app.tell(RecoveryDrop {}).await?;
        prove_phone(&app, &campus, person).await?;
        app.tell(with(person, NEW)).await?;
        app.kill();
    }
    Ok(())
}

/// Takes the steps of a recovery between two places of its list.
async fn go_on(
    app: &impl App,
    campus: &Campus,
    person: &Person,
    from: usize,
    to: usize,
) -> Result<()> {
    for step in &RecoveryStep::ALL[from..to] {
        match step {
            RecoveryStep::Account => drop(app.tell(begin(person)).await?),
            RecoveryStep::Choose => drop(app.tell(by_phone(false)).await?),
            RecoveryStep::Code => prove(app, campus, person).await?,
            RecoveryStep::Password => drop(app.tell(set(NEW)).await?),
            RecoveryStep::Done => ensure!(false, "nothing comes after it"),
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_weak_initial_password_is_renewed_at_the_first_sign_in_and_once() -> Result<()> {
    let world = World::start_with(&[FRESHMAN]).await?;
    let campus = &world.campus;
    let mut device = world.device_at_campus("device").await?;
    register(&device, &FRESHMAN).await?;
    prove_phone(&device, campus, &FRESHMAN).await?;
    let weak = device.ask(password(&FRESHMAN)).await.expect_err("weak");
    assert_eq!(weak.code, Code::PasswordMustChange);
    assert!(!device.ask(AppStart {}).await?.signed_in);
    let rules = device.ask(SigninRules {}).await?;
    assert!(
        rules.rules.contains(&Rule::Classes { least: 2 }),
        "{rules:?}"
    );
    let renew = |password: &str| SigninRenew {
        password: Secret::new(password),
    };
    for (refused, why) in [
        ("abcDEF", "classes"),
        ("password1", "not_common"),
        ("a13700137002", "not_yours"),
        ("2026s2002!", "not_yours"),
        ("xin sheng 26", "no_space"),
    ] {
        let failure = device.ask(renew(refused)).await.expect_err(refused);
        assert_eq!(failure.code, Code::PasswordWeak, "{refused}");
        let names = failure.detail.unwrap_or_default();
        assert!(
            names.split(',').any(|name| name == why),
            "{refused}: {names}"
        );
    }
    assert!(device.ask(renew("Yining-2026")).await?.kept);
    device.restart()?;
    assert!(device.ask(AppStart {}).await?.signed_in);
    device.ask(SignOut {}).await?;
    campus.minute_passes().await?;
    prove_phone(&device, campus, &FRESHMAN).await?;
    let old = device.ask(password(&FRESHMAN)).await.expect_err("the old");
    assert_eq!(old.code, Code::PasswordWrong);
    device.ask(with(&FRESHMAN, "Yining-2026")).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renewal_reopens_where_it_was_killed() -> Result<()> {
    let world = World::start_with(&[FRESHMAN]).await?;
    let scratch = tempfile::tempdir()?;
    let device = Device::new(scratch.path())?;
    activated(&world.campus, &FRESHMAN).await?;
    let app = at_campus(&device, &world.campus).await?;
    prove_phone(&app, &world.campus, &FRESHMAN).await?;
    let weak = app.ask(password(&FRESHMAN)).await?;
    assert_eq!(weak.expect_err("weak").code, Code::PasswordMustChange);
    app.kill();

    let app = Devhost::start(&device)?;
    let Bookmark::Signin(kept) = bookmark(&app).await? else {
        panic!("another flow")
    };
    assert_eq!(kept.step, SigninStep::Renewal);
    assert!(kept.unmet.contains(&"classes".to_owned()), "{kept:?}");
    assert_no_secret_on_disk(&device, &[FRESHMAN.password.to_owned()])?;
    app.tell(SigninRules {}).await?;
    let password = Secret::new("Yining-2026");
    assert!(app.tell(SigninRenew { password }).await?.kept);
    app.kill();
    let app = Devhost::start(&device)?;
    assert!(app.tell(AppStart {}).await?.signed_in);
    assert_eq!(codes(&world.campus, &FRESHMAN).await?, 1, "one SMS in all");
    assert_no_secret_on_disk(&device, &["Yining-2026".to_owned()])?;
    Ok(())
}
