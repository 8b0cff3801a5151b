//! What networks do, and what the person sees.

use anyhow::Result;
use menhu_protocol::Code;
use menhu_protocol::ipc::{AppStart, HomeRead, RegistrationActivate, SigninCode, SigninCodeProve};
use menhu_protocol::values::Secret;
use menhu_testkit::PEOPLE;
use menhu_tests::wire::Weather;
use menhu_tests::world::{World, open, password, register};

#[tokio::test(flavor = "multi_thread")]
async fn each_weather_has_its_own_name_and_signs_nobody_out() -> Result<()> {
    let world = World::start().await?;
    let phone = world.device_of("phone", &PEOPLE[0]).await?;
    phone.ask(HomeRead { fresh: true }).await?;
    for (weather, code) in [
        (Weather::Gone, Code::Offline),
        (Weather::Portal, Code::CaptivePortal),
        (Weather::Broken, Code::ServerFault),
    ] {
        world.wire.weather(weather);
        let home = phone.ask(HomeRead { fresh: true }).await?;
        assert_eq!(home.stale.map(|f| f.code), Some(code), "{weather:?}");
        assert!(home.me.is_some(), "{weather:?}: the last good answer stays");
        assert!(
            phone.ask(AppStart {}).await?.signed_in,
            "{weather:?} signs nobody out"
        );
    }
    world.wire.weather(Weather::Fine);
    assert_eq!(phone.ask(HomeRead { fresh: true }).await?.stale, None);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_activation_whose_answer_was_lost_is_the_same_activation_when_asked_again() -> Result<()>
{
    let mut world = World::start().await?;
    let teacher = &PEOPLE[0];
    let mut phone = world.device_at_campus("phone").await?;
    phone.ask(open(teacher)).await?;
    world.wire.weather(Weather::AnswerLost);
    let lost = phone
        .ask(RegistrationActivate {})
        .await
        .expect_err("the answer was lost");
    assert!(lost.is_outage(), "{lost:?}");
    // The campus loses its power, the app is killed; both come back.
    world.campus.restart()?;
    phone.restart()?;
    world.wire.weather(Weather::Fine);
    let first = phone.ask(RegistrationActivate {}).await?;
    let second = phone.ask(RegistrationActivate {}).await?;
    assert_eq!(first, second, "the same activation, not another");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_whose_answers_were_all_lost_once_still_ends_at_home() -> Result<()> {
    let world = World::start().await?;
    let teacher = &PEOPLE[0];
    let phone = world.device_at_campus("phone").await?;
    register(&phone, teacher).await?;

    world.wire.weather(Weather::AnswerLost);
    assert!(
        phone
            .ask(SigninCode {
                phone: teacher.phone.into()
            })
            .await
            .is_err()
    );
    world.wire.weather(Weather::Fine);
    // The lost answer may have been the attempt's or the code's: either way there is a code now, and
    // never a second SMS within the minute.
    match phone
        .ask(SigninCode {
            phone: teacher.phone.into(),
        })
        .await
    {
        Ok(_) => {}
        Err(failure) => assert_eq!(failure.code, Code::CodeTooSoon, "{failure:?}"),
    }
    assert_eq!(
        world.campus.messages_to(teacher.phone).await?.len(),
        1,
        "one SMS"
    );
    let code = world.campus.code_for(teacher.phone).await?;

    world.wire.weather(Weather::AnswerLost);
    assert!(
        phone
            .ask(SigninCodeProve {
                code: Secret::new(code.clone())
            })
            .await
            .is_err()
    );
    world.wire.weather(Weather::Fine);
    phone
        .ask(SigninCodeProve {
            code: Secret::new(code),
        })
        .await?;
    world.wire.weather(Weather::AnswerLost);
    assert!(phone.ask(password(teacher)).await.is_err());
    world.wire.weather(Weather::Fine);
    phone.ask(password(teacher)).await?;
    assert!(phone.ask(AppStart {}).await?.signed_in);
    assert_eq!(
        world.campus.messages_to(teacher.phone).await?.len(),
        1,
        "still one SMS"
    );
    Ok(())
}
