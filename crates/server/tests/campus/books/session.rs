use menhu_protocol::values::{MemberId, Secret};
use menhu_protocol::{Clock as _, Code, Failure};
use menhu_server::books::Trouble;
use menhu_server::books::session::{Rotation, SessionStart};
use menhu_server::identity;
use menhu_server::session::token::{self, Refreshed};

use super::activation::people;
use crate::ground::Ground;

async fn start(
    ground: &Ground,
    person: &str,
    device: &str,
    attempt: &str,
) -> Result<Refreshed, Trouble> {
    let tokens = token::first(&ground.campus.keys, &Secret::new(attempt));
    let entry = SessionStart {
        id: &format!("session-{attempt}"),
        person,
        member: &MemberId::parse("P0").expect("an ID"),
        device,
        device_name: "华为 P30",
        tokens: &tokens,
        agreed: &[],
        agreed_at: ground.clock.now(),
        now: ground.clock.now(),
    };
    ground.campus.books.enter(&entry).await?;
    Ok(tokens)
}

/// A session of a person that is in; its id.
pub async fn session_in(ground: &Ground, person: &str) -> String {
    let dice = ground.campus.dice.as_ref();
    let attempt = identity::id(ground.campus.clock.as_ref(), dice);
    let started = start(ground, person, &attempt, &attempt).await;
    started.expect("in");
    format!("session-{attempt}")
}

async fn refreshed(ground: &Ground, refresh: &Secret, device: &str) -> Result<Refreshed, Failure> {
    let family = token::family_of(refresh.expose()).expect("a token of ours");
    let entry = Rotation {
        refresh: refresh.expose(),
        family: &family,
        device,
        keys: &ground.campus.keys,
        now: ground.clock.now(),
    };
    let rotated = ground.campus.books.enter(&entry).await.expect("books");
    rotated.map(|(tokens, _)| tokens)
}

async fn alive(ground: &Ground, person: &str) -> Vec<String> {
    let sessions = ground.campus.books.sessions_of(person).await;
    let mut devices: Vec<_> = sessions
        .expect("books")
        .into_iter()
        .map(|s| s.device)
        .collect();
    devices.sort();
    devices
}

pub async fn parallel_refreshes_get_the_same_successor(ground: &Ground) {
    let person = people(ground, 1, true).await.remove(0);
    let first = start(ground, &person, "key", "a").await.expect("in");
    let all = (0..100).map(|_| refreshed(ground, &first.refresh, "key"));
    let results = futures::future::join_all(all).await;
    let successors: std::collections::HashSet<_> = results
        .into_iter()
        .map(|r| {
            let tokens = r.expect("nobody is signed out");
            (
                tokens.refresh.expose().to_owned(),
                tokens.access.expose().to_owned(),
            )
        })
        .collect();
    assert_eq!(successors.len(), 1);
}

pub async fn ten_thousand_rotations_with_lost_answers_never_end_a_session(ground: &Ground) {
    // A tenth here, on each database; the journey with a real core runs all of them.
    let person = people(ground, 1, true).await.remove(0);
    let mut held = start(ground, &person, "key", "a")
        .await
        .expect("in")
        .refresh;
    for round in 0..1000 {
        let first = refreshed(ground, &held, "key").await.expect("in");
        // Every third answer is lost, a day passes, and the same token is shown again.
        if round % 3 == 0 {
            ground.clock.forward_s(86_400);
            let again = refreshed(ground, &held, "key").await.expect("still in");
            assert_eq!(again, first, "asked twice, the same");
        }
        held = first.refresh;
    }
    assert_eq!(alive(ground, &person).await, ["key"]);
}

pub async fn an_old_token_ends_the_family(ground: &Ground) {
    let person = people(ground, 1, true).await.remove(0);
    let first = start(ground, &person, "key", "a").await.expect("in");
    let second = refreshed(ground, &first.refresh, "key").await.expect("in");
    let third = refreshed(ground, &second.refresh, "key").await.expect("in");
    let replay = refreshed(ground, &first.refresh, "key").await;
    assert_eq!(replay.expect_err("a replay").code, Code::SessionEnded);
    let rightful = refreshed(ground, &third.refresh, "key").await;
    assert_eq!(rightful.expect_err("ended").code, Code::SessionEnded);
    assert!(alive(ground, &person).await.is_empty());
}

pub async fn a_token_from_another_key_ends_the_family(ground: &Ground) {
    let person = people(ground, 1, true).await.remove(0);
    let first = start(ground, &person, "key", "a").await.expect("in");
    let thief = refreshed(ground, &first.refresh, "thief").await;
    assert_eq!(thief.expect_err("stolen").code, Code::SessionEnded);
    assert!(alive(ground, &person).await.is_empty());
}

pub async fn the_eleventh_device_ends_the_least_recently_seen(ground: &Ground) {
    let person = people(ground, 1, true).await.remove(0);
    let mut tokens = Vec::new();
    for i in 0..10 {
        let device = format!("device{i}");
        tokens.push(start(ground, &person, &device, &device).await.expect("in"));
        ground.clock.forward_s(60);
    }
    // The first is used again; the second is then the least recently seen.
    refreshed(ground, &tokens[0].refresh, "device0")
        .await
        .expect("in");
    ground.clock.forward_s(60);
    start(ground, &person, "eleventh", "eleventh")
        .await
        .expect("in");
    let alive = alive(ground, &person).await;
    assert_eq!(alive.len(), 10);
    assert!(!alive.contains(&"device1".to_owned()));
    assert!(alive.contains(&"device0".to_owned()));
}

pub async fn eleven_sign_ins_at_once_leave_ten(ground: &Ground) {
    let person = people(ground, 1, true).await.remove(0);
    let names: Vec<String> = (0..14).map(|i| format!("device{i}")).collect();
    let all = names.iter().map(|d| start(ground, &person, d, d));
    for result in futures::future::join_all(all).await {
        result.expect("in");
    }
    assert_eq!(alive(ground, &person).await.len(), 10);
}

pub async fn an_attempt_is_one_persons_on_one_device(ground: &Ground) {
    let people = people(ground, 2, true).await;
    start(ground, &people[0], "key", "a").await.expect("in");
    for (person, device) in [(&people[1], "key"), (&people[0], "other")] {
        let refused = start(ground, person, device, "a").await;
        assert!(
            matches!(refused, Err(Trouble::Refused(f)) if f.code == Code::AttemptOver),
            "{device}"
        );
    }
    assert_eq!(alive(ground, &people[0]).await, ["key"]);
    assert!(alive(ground, &people[1]).await.is_empty());
}

pub async fn one_attempt_is_one_session(ground: &Ground) {
    let person = people(ground, 1, true).await.remove(0);
    let all = (0..20).map(|_| start(ground, &person, "key", "a"));
    let results = futures::future::join_all(all).await;
    let tokens: Vec<_> = results.into_iter().map(|r| r.expect("in")).collect();
    assert!(tokens.windows(2).all(|pair| pair[0] == pair[1]));
    assert_eq!(alive(ground, &person).await, ["key"]);
    refreshed(ground, &tokens[0].refresh, "key")
        .await
        .expect("in");
    let late = start(ground, &person, "key", "a").await;
    assert!(
        matches!(late, Err(Trouble::Refused(f)) if f.code == Code::AttemptOver),
        "once its token was used, an attempt gives no more"
    );
    assert_eq!(alive(ground, &person).await, ["key"], "and harms nothing");
}
