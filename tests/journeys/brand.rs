//! A campus's own build: it knows one campus, and no poster, link or typed address leads it to another.

use anyhow::{Context, Result};
use menhu_protocol::Code;
use menhu_protocol::ipc::{AppStart, CampusAdopt, CampusFind, CampusLeave, CampusTexts, HomeRead};
use menhu_protocol::values::CampusAddress;
use menhu_testkit::PEOPLE;
use menhu_tests::handset::Handset;
use menhu_tests::world::{World, adopt, consent, register, sign_in};

async fn refused(phone: &Handset, other: &World) -> Result<()> {
    let address = CampusAddress::parse(&other.campus.origin)?;
    let host = other.campus.origin.replace("http://", "menhu://");
    let asked_before = other.wire.connections();
    for text in [other.campus.origin.clone(), host] {
        let failure = phone.ask(CampusFind { text }).await.expect_err("refused");
        let said = (failure.code, failure.detail.as_deref());
        assert_eq!(said, (Code::NotACampus, Some("other_campus")));
    }
    let texts = CampusTexts {
        address: address.clone(),
    };
    assert!(phone.ask(texts).await.is_err());
    let agreed = vec![];
    assert!(phone.ask(CampusAdopt { address, agreed }).await.is_err());
    assert_eq!(
        other.wire.connections(),
        asked_before,
        "the other campus heard nothing"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn own_build_goes_to_its_campus_and_to_no_other() -> Result<()> {
    let (own, other) = (World::start().await?, World::start().await?);
    let mut phone = own.device("phone")?;
    let campus = CampusAddress::parse(&own.campus.origin)?;
    phone.rebuilt_for(campus.clone())?;
    let start = phone.ask(AppStart {}).await?;
    assert_eq!((start.pinned.as_ref(), start.campus), (Some(&campus), None));
    assert_eq!(own.wire.connections(), 0, "nothing is asked before consent");
    consent(&phone).await?;
    refused(&phone, &other).await?;
    adopt(&phone, &campus.origin()).await?;
    let left = phone
        .ask(CampusLeave {})
        .await
        .expect_err("there is no other");
    assert_eq!(left.code, Code::OutOfOrder);
    register(&phone, &PEOPLE[0]).await?;
    sign_in(&phone, &own.campus, &PEOPLE[0]).await?;
    refused(&phone, &other).await?;
    phone.restart()?;
    assert!(phone.ask(AppStart {}).await?.signed_in);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn build_whose_campus_has_moved_leaves_the_old_address_when_the_person_agrees() -> Result<()>
{
    let (old, new) = (World::start().await?, World::start().await?);
    let mut phone = old.device_of("phone", &PEOPLE[0]).await?;
    let items = phone.vault().items();
    phone.rebuilt_for(CampusAddress::parse(&new.campus.origin)?)?;
    let start = phone.ask(AppStart {}).await?;
    assert!(!start.signed_in && start.campus.is_none());
    assert_eq!(
        phone.vault().items(),
        items,
        "nothing is deleted before the person agrees"
    );
    adopt(&phone, &new.campus.origin).await?;
    register(&phone, &PEOPLE[0]).await?;
    sign_in(&phone, &new.campus, &PEOPLE[0])
        .await
        .context("at the new address")?;
    let home = phone.ask(HomeRead { fresh: true }).await?;
    assert_eq!(home.stale, None);
    for item in items.keys() {
        assert_ne!(
            phone.vault().items().get(item),
            items.get(item),
            "{item} is gone"
        );
    }
    Ok(())
}
