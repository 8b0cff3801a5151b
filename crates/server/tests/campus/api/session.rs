use menhu_protocol::api::session::{DeviceEnd, DevicesRead, MeRead, Refresh, Revoke, Tokens};
use menhu_protocol::values::Secret;
use menhu_protocol::{Code, Failure};

use super::people::{CHEN, WANG, ZHAO, activated, failed, signed_in};
use crate::device::Handset;
use crate::ground::Ground;

async fn refresh(ground: &Ground, handset: &Handset, token: &Secret) -> Result<Tokens, Failure> {
    let refresh = Refresh {
        refresh: token.clone(),
    };
    ground.ask_by(handset, &refresh).await
}

#[tokio::test]
async fn a_person_reads_who_they_are_with_every_id() {
    let ground = Ground::new().await;
    activated(&ground, ZHAO).await;
    let handset = Handset::new(1);
    let tokens = signed_in(&ground, &handset, ZHAO).await;
    let me = ground
        .ask_in(&handset, &tokens.access, &MeRead {})
        .await
        .expect("me");
    assert_eq!(me.name, "赵敏");
    assert_eq!(me.phone, "136****6003");
    let ids: Vec<_> = me.members.iter().map(|m| m.member.as_str()).collect();
    assert_eq!(ids, ["202001888", "2024B7001"]);
}

#[tokio::test]
async fn an_access_token_ends_after_ten_minutes_and_a_refresh_gives_another() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let handset = Handset::new(1);
    let tokens = signed_in(&ground, &handset, CHEN).await;
    ground.clock.forward_s(599);
    ground
        .ask_in(&handset, &tokens.access, &MeRead {})
        .await
        .expect("good");
    ground.clock.forward_s(1);
    let over = ground.ask_in(&handset, &tokens.access, &MeRead {}).await;
    assert_eq!(failed(over), Code::SessionEnded);
    // A year in a drawer changes nothing.
    ground.clock.forward_s(365 * 86_400);
    let next = refresh(&ground, &handset, &tokens.refresh)
        .await
        .expect("in");
    ground
        .ask_in(&handset, &next.access, &MeRead {})
        .await
        .expect("good");
}

#[tokio::test]
async fn a_stolen_access_token_opens_nothing_from_another_key() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let handset = Handset::new(1);
    let tokens = signed_in(&ground, &handset, CHEN).await;
    let stolen = ground
        .ask_in(&Handset::new(2), &tokens.access, &MeRead {})
        .await;
    assert_eq!(failed(stolen), Code::ProofWrong);
    ground
        .ask_in(&handset, &tokens.access, &MeRead {})
        .await
        .expect("the owner stays in");
}

#[tokio::test]
async fn a_stolen_refresh_token_from_another_key_ends_the_session() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let handset = Handset::new(1);
    let tokens = signed_in(&ground, &handset, CHEN).await;
    let stolen = refresh(&ground, &Handset::new(2), &tokens.refresh).await;
    assert_eq!(failed(stolen), Code::SessionEnded);
    let over = refresh(&ground, &handset, &tokens.refresh).await;
    assert_eq!(failed(over), Code::SessionEnded);
}

#[tokio::test]
async fn an_invented_refresh_token_ends_nobodys_session() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let handset = Handset::new(1);
    let tokens = signed_in(&ground, &handset, CHEN).await;
    for text in ["", "x", "测", &"A".repeat(64), &"A".repeat(60_000)] {
        let invented = refresh(&ground, &handset, &Secret::new(text)).await;
        assert_eq!(failed(invented), Code::SessionEnded);
    }
    refresh(&ground, &handset, &tokens.refresh)
        .await
        .expect("still in");
}

#[tokio::test]
async fn signing_out_is_the_same_when_it_happened_already() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let handset = Handset::new(1);
    let tokens = signed_in(&ground, &handset, CHEN).await;
    let revoke = Revoke {
        refresh: tokens.refresh.clone(),
    };
    ground
        .ask_by(&Handset::new(2), &revoke)
        .await
        .expect("said to anybody");
    refresh(&ground, &handset, &tokens.refresh)
        .await
        .expect("but done for the owner only");
    for _ in 0..2 {
        ground.ask_by(&handset, &revoke).await.expect("out");
    }
    assert_eq!(
        failed(refresh(&ground, &handset, &tokens.refresh).await),
        Code::SessionEnded
    );
    let me = ground.ask_in(&handset, &tokens.access, &MeRead {}).await;
    assert_eq!(failed(me), Code::SessionEnded);
}

#[tokio::test]
async fn a_person_lists_and_ends_their_own_devices_and_nobody_elses() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    activated(&ground, WANG).await;
    let (old, new, his) = (Handset::new(1), Handset::new(2), Handset::new(3));
    let lost = signed_in(&ground, &old, CHEN).await;
    ground.clock.forward_s(61);
    let kept = signed_in(&ground, &new, CHEN).await;
    let wang = signed_in(&ground, &his, WANG).await;
    let devices = ground
        .ask_in(&new, &kept.access, &DevicesRead {})
        .await
        .expect("devices");
    assert_eq!(devices.len(), 2);
    assert_eq!(devices.iter().filter(|d| d.this_one).count(), 1);
    assert_eq!(devices[0].name, "华为 P30");
    let other = devices.iter().find(|d| !d.this_one).expect("the lost one");
    let end = DeviceEnd {
        id: other.id.clone(),
    };
    ground
        .ask_in(&his, &wang.access, &end)
        .await
        .expect("said, but not done");
    refresh(&ground, &old, &lost.refresh)
        .await
        .expect("still in");
    ground
        .ask_in(&new, &kept.access, &end)
        .await
        .expect("ended");
    assert_eq!(
        failed(refresh(&ground, &old, &lost.refresh).await),
        Code::SessionEnded
    );
    refresh(&ground, &new, &kept.refresh)
        .await
        .expect("this one stays");
}
