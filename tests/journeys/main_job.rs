//! The main job, and what belongs to it.

use anyhow::Result;
use menhu_protocol::api::registration::Standing;
use menhu_protocol::ipc::{
    AppStart, CampusFind, ConsentWithdraw, DeviceEnd, DevicesRead, HomeRead, RegistrationOpen,
    SignOut, SigninCode, SigninCodeProve, SigninPassword,
};
use menhu_protocol::values::Secret;
use menhu_protocol::{Code, Field};
use menhu_testkit::PEOPLE;
use menhu_tests::wire::Weather;
use menhu_tests::world::{World, adopt, consent, open, password, prove_phone, register, sign_in};

#[tokio::test(flavor = "multi_thread")]
async fn a_retired_teacher_signs_in_once_and_is_still_in_after_a_restart_without_a_network()
-> Result<()> {
    let world = World::start().await?;
    let mut phone = world.device("phone")?;
    consent(&phone).await?;
    let poster = std::fs::read(world.campus.poster()?.join("poster.png"))?;
    let text = phone.scan(poster).await?;
    let card = phone.ask(CampusFind { text }).await?;
    assert_eq!(
        card.manifest.origin.origin(),
        world.campus.origin,
        "the poster names its campus"
    );
    adopt(&phone, &world.campus.origin).await?;
    let teacher = &PEOPLE[0];
    register(&phone, teacher).await?;
    sign_in(&phone, &world.campus, teacher).await?;
    let home = phone.ask(HomeRead { fresh: true }).await?;
    assert_eq!(home.me.map(|me| me.name).as_deref(), Some(teacher.name));

    world.wire.weather(Weather::Gone);
    phone.restart()?;
    let before = world.wire.connections();
    let start = phone.ask(AppStart {}).await?;
    assert!(start.signed_in, "straight in");
    assert_eq!(
        world.wire.connections(),
        before,
        "starting needs no network"
    );
    let home = phone.ask(HomeRead { fresh: true }).await?;
    assert_eq!(
        home.me.map(|me| me.name).as_deref(),
        Some(teacher.name),
        "the last good answer stays"
    );
    assert_eq!(
        home.stale.map(|f| f.code),
        Some(Code::Offline),
        "and says that it is old"
    );

    world.wire.weather(Weather::Fine);
    let home = phone.ask(HomeRead { fresh: true }).await?;
    assert_eq!(home.stale, None, "back on the network it is fresh again");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_before_consent() -> Result<()> {
    let world = World::start().await?;
    let phone = world.device("phone")?;
    let start = phone.ask(AppStart {}).await?;
    assert!(start.first && start.consent.is_none() && !start.signed_in);
    let refused = phone
        .ask(CampusFind {
            text: world.campus.origin.clone(),
        })
        .await;
    assert_eq!(
        refused.map_err(|f| f.code).err(),
        Some(Code::ConsentMissing)
    );
    let refused = phone
        .ask(SigninCode {
            phone: PEOPLE[0].phone.into(),
        })
        .await;
    assert_eq!(
        refused.map_err(|f| f.code).err(),
        Some(Code::ConsentMissing)
    );
    assert_eq!(world.wire.connections(), 0, "not one connection");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn scanning_again_after_activation_leads_straight_to_registered() -> Result<()> {
    let world = World::start().await?;
    let phone = world.device_at_campus("phone").await?;
    register(&phone, &PEOPLE[0]).await?;
    let again = world.device_at_campus("another").await?;
    let standing = again.ask(open(&PEOPLE[0])).await?;
    let Standing::Activated(done) = standing else {
        panic!("信息确认 must not come again")
    };
    assert_eq!(done.phone, "138****8000");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_wrong_phone_screen_says_which_of_three_it_is_and_only_after_the_code() -> Result<()> {
    let world = World::start().await?;
    let (teacher, colleague) = (&PEOPLE[0], &PEOPLE[1]);
    let phone = world.device_at_campus("phone").await?;
    register(&phone, teacher).await?;
    // Before the code the answers are alike, whoever has the number.
    let unknown = phone
        .ask(SigninCode {
            phone: "13500135999".into(),
        })
        .await?;
    let code = world.campus.code_for("13500135999").await?;
    let failure = phone
        .ask(SigninCodeProve {
            code: Secret::new(code),
        })
        .await
        .expect_err("unknown");
    assert_eq!(failure.code, Code::PhoneUnknown);

    let phone = world.device_at_campus("second").await?;
    let known = phone
        .ask(SigninCode {
            phone: colleague.phone.into(),
        })
        .await?;
    // To the second in which each was answered.
    assert!(
        known.good_for_s.abs_diff(unknown.good_for_s) <= 1,
        "{known:?} {unknown:?}"
    );
    assert!(
        known.resend_after_s.abs_diff(unknown.resend_after_s) <= 1,
        "{known:?} {unknown:?}"
    );
    let code = world.campus.code_for(colleague.phone).await?;
    let failure = phone
        .ask(SigninCodeProve {
            code: Secret::new(code),
        })
        .await
        .expect_err("inactive");
    assert_eq!(failure.code, Code::NotActivated);

    let phone = world.device_at_campus("third").await?;
    prove_phone(&phone, &world.campus, teacher).await?;
    let failure = phone.ask(password(colleague)).await.expect_err("another's");
    assert_eq!(failure.code, Code::PhoneOfAnother);
    assert!(
        !phone.ask(AppStart {}).await?.signed_in,
        "and nobody is signed in"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_counts_down_and_keeps_the_phone_proven() -> Result<()> {
    let world = World::start().await?;
    let teacher = &PEOPLE[0];
    let phone = world.device_at_campus("phone").await?;
    register(&phone, teacher).await?;
    prove_phone(&phone, &world.campus, teacher).await?;
    let wrong = || SigninPassword {
        account: teacher.member.into(),
        password: Secret::new("not-her-password1"),
    };
    let first = phone.ask(wrong()).await.expect_err("wrong");
    let second = phone.ask(wrong()).await.expect_err("wrong");
    assert_eq!(
        (first.code, second.code),
        (Code::PasswordWrong, Code::PasswordWrong)
    );
    assert!(
        first.left > second.left,
        "{:?} then {:?}",
        first.left,
        second.left
    );
    phone.ask(password(teacher)).await?;
    assert!(phone.ask(AppStart {}).await?.signed_in);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn both_ids_of_one_person_sign_in() -> Result<()> {
    let world = World::start().await?;
    let (staff, student) = (&PEOPLE[4], &PEOPLE[5]);
    let phone = world.device_of("phone", staff).await?;
    let me = phone
        .ask(HomeRead { fresh: true })
        .await?
        .me
        .expect("signed in");
    assert_eq!(me.members.len(), 2, "{:?}", me.members);
    let other = world.device_at_campus("other").await?;
    other
        .ask(SigninCode {
            phone: student.phone.into(),
        })
        .await
        .expect_err("within sixty seconds");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_forgets_everything_of_that_person() -> Result<()> {
    let world = World::start().await?;
    let mut phone = world.device_of("phone", &PEOPLE[0]).await?;
    phone.ask(HomeRead { fresh: true }).await?;
    phone.ask(SignOut {}).await?;
    let refused = phone
        .ask(HomeRead { fresh: false })
        .await
        .expect_err("signed out");
    assert_eq!(refused.code, Code::SignedOut);
    phone.restart()?;
    let start = phone.ask(AppStart {}).await?;
    assert!(
        !start.signed_in && start.campus.is_some(),
        "the campus stays, the person does not"
    );
    let folder = std::fs::read_dir(phone.folder())?;
    for file in folder {
        let bytes = std::fs::read(file?.path()).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        for trace in [PEOPLE[0].name, PEOPLE[0].phone, PEOPLE[0].member] {
            assert!(!text.contains(trace), "{trace} is still on the device");
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn withdrawing_consent_asks_again_at_the_next_start() -> Result<()> {
    let world = World::start().await?;
    let mut phone = world.device_of("phone", &PEOPLE[0]).await?;
    phone.ask(ConsentWithdraw {}).await?;
    phone.restart()?;
    let start = phone.ask(AppStart {}).await?;
    assert!(start.consent.is_none() && start.campus.is_none() && !start.signed_in);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_can_be_ended_from_another() -> Result<()> {
    let world = World::start().await?;
    let teacher = &PEOPLE[0];
    let phone = world.device_of("phone", teacher).await?;
    let devices = phone.ask(DevicesRead {}).await?;
    assert_eq!(devices.len(), 1);
    assert!(devices[0].this_one);
    phone
        .ask(DeviceEnd {
            id: devices[0].id.clone(),
        })
        .await?;
    let home = phone.ask(HomeRead { fresh: true }).await;
    assert!(
        home.is_err_and(|f| matches!(f.code, Code::SessionEnded | Code::SignedOut)),
        "an ended session shows nothing new"
    );
    assert!(!phone.ask(AppStart {}).await?.signed_in);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn malformed_input_names_its_field() -> Result<()> {
    let world = World::start().await?;
    let phone = world.device_at_campus("phone").await?;
    let failure = phone
        .ask(SigninCode {
            phone: "1380013".into(),
        })
        .await
        .expect_err("short");
    assert_eq!(
        (failure.code, failure.field),
        (Code::Malformed, Some(Field::Phone))
    );
    let failure = phone
        .ask(RegistrationOpen {
            account: "　".into(),
            password: Secret::new("x"),
        })
        .await
        .expect_err("empty");
    assert_eq!(
        (failure.code, failure.field),
        (Code::Malformed, Some(Field::Account))
    );
    Ok(())
}
