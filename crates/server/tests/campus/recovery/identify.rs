//! Account and 证件号 (mission.md B7).

use menhu_protocol::api::recovery::Ways;
use menhu_protocol::{Code, Retry};
use menhu_testkit::PEOPLE;

use super::steps::{begun, claim, claiming, e164, meanwhile, raw, with_mail};
use crate::api::people::{CHEN, LI, WANG, ZHAO, ZHAO_TOO, activated, failed, open, signed_in};
use crate::device::Handset;
use crate::ground::Ground;

/// 周晓雨, a freshman with a phone on the roster that she has not proven yet.
const ZHOU: &menhu_testkit::Person = &PEOPLE[2];

#[tokio::test]
async fn account_and_certificate_lead_to_hints_of_what_was_proven() {
    let ground = Ground::new().await;
    with_mail(&ground, CHEN).await;
    for (account, certificate) in [
        (CHEN.member, CHEN.certificate),
        (
            " １９８８０３０１７",
            "１１０１０５１９４９１２３１００２ｘ",
        ),
        ("ChenShufen@Example.edu.cn", "110105 19491231 002X"),
        ("+86 138 0013 8000", CHEN.certificate),
        ("13800138000", CHEN.certificate),
    ] {
        let begun = claim(&ground, account, certificate).await.expect(account);
        let ways = Ways {
            phone: Some("13*****".to_owned()),
            mail: Some("*****@*****.cn".to_owned()),
            device: false,
        };
        assert_eq!(begun.ways, ways, "{account}");
    }
    assert_eq!(
        ground.messages_to(&e164(CHEN)).await,
        0,
        "nothing is sent yet"
    );
}

#[tokio::test]
async fn what_only_the_roster_says_is_no_way() {
    let ground = Ground::new().await;
    for person in [ZHOU, LI] {
        let begun = claim(&ground, person.member, person.certificate).await;
        assert_eq!(begun.expect("known").ways, Ways::default());
    }
}

#[tokio::test]
async fn a_device_that_is_in_is_one_of_the_ways() {
    let ground = Ground::new().await;
    activated(&ground, WANG).await;
    let handset = Handset::new(1);
    signed_in(&ground, &handset, WANG).await;
    let begun = claim(&ground, WANG.member, WANG.certificate).await;
    assert!(begun.expect("known").ways.device);
}

#[tokio::test]
async fn any_id_of_a_person_recovers_the_one_password() {
    let ground = Ground::new().await;
    activated(&ground, ZHAO).await;
    for person in [ZHAO, ZHAO_TOO] {
        let begun = claim(&ground, person.member, person.certificate).await;
        assert!(begun.expect("known").ways.phone.is_some());
    }
}

#[tokio::test]
async fn nobody_learns_from_an_answer_whether_an_account_exists() {
    let ground = Ground::new().await;
    with_mail(&ground, CHEN).await;
    meanwhile(
        &ground,
        "phone = NULL, mail = NULL, activated_at = NULL",
        ZHAO,
    )
    .await;
    let mut answers = Vec::new();
    for (account, certificate) in [
        (CHEN.member, "E00000000"),
        (LI.member, CHEN.certificate),
        ("999999999", CHEN.certificate),
        ("999999998", "E00000000"),
        ("nobody@example.edu.cn", CHEN.certificate),
        ("+8613900009999", CHEN.certificate),
    ] {
        let begin = claiming(&ground, account, certificate).await;
        let answer = raw(&ground, &begin).await;
        answers.push((answer.status, answer.headers, answer.body));
    }
    for answer in &answers {
        assert_eq!(answer, &answers[0], "an answer tells them apart");
    }
    let body = String::from_utf8(answers[0].2.clone()).expect("text");
    assert_eq!(body, r#"{"code":"recovery_wrong","left":4,"retry":"no"}"#);
}

#[tokio::test]
async fn a_closed_account_is_one_that_never_was() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    meanwhile(
        &ground,
        "phone = NULL, mail = NULL, activated_at = NULL",
        CHEN,
    )
    .await;
    claim(&ground, CHEN.member, CHEN.certificate)
        .await
        .expect("not activated is not closed");
    super::password::closed(&ground, CHEN).await;
    let refused = claim(&ground, CHEN.member, CHEN.certificate).await;
    assert_eq!(failed(refused), Code::RecoveryWrong);
}

/// One wrong 证件号 from an address, and what came of it.
async fn guessed(ground: &Ground, address: &str, name: &str) -> menhu_protocol::Failure {
    let begin = claiming(ground, name, "E00000000").await;
    let refused = ground.ask_from(address, &begin).await;
    refused.expect_err("wrong")
}

#[tokio::test]
async fn twenty_certificates_are_compared_and_no_more_whichever_name_is_typed() {
    let ground = Ground::behind_a_proxy().await;
    with_mail(&ground, CHEN).await;
    let names = [CHEN.member, CHEN.mail, "+8613800138000"];
    let address = "198.51.100.7";
    for guess in 0..20_usize {
        let refused = guessed(&ground, address, names[guess % 3]).await;
        assert_eq!(refused.code, Code::RecoveryWrong, "{guess}");
        ground.clock.forward_s(600);
    }
    for name in names {
        let begin = claiming(&ground, name, CHEN.certificate).await;
        let refused = ground.ask_from(address, &begin).await;
        let refused = refused.expect_err("stopped");
        assert_eq!((refused.code, refused.left), (Code::RecoveryWrong, Some(0)));
    }
    // Others are not held up, nor is she elsewhere, and her password is as good as before.
    begun(&ground, ZHOU).await;
    let begin = claiming(&ground, CHEN.member, CHEN.certificate).await;
    let begun = ground.ask_from("203.0.113.1", &begin).await;
    begun.expect("one stranger does not stop her");
    open(&ground, CHEN, CHEN.password).await.expect("in");
}

#[tokio::test]
async fn strangers_from_everywhere_stop_a_recovery_for_a_day_after_a_hundred() {
    let ground = Ground::behind_a_proxy().await;
    activated(&ground, CHEN).await;
    for guess in 0..100 {
        let address = format!("198.51.100.{guess}");
        let refused = guessed(&ground, &address, CHEN.member).await;
        assert_eq!(
            (refused.code, refused.left),
            (Code::RecoveryWrong, Some(4)),
            "{guess}"
        );
        ground.clock.forward_s(600);
    }
    let right = async || {
        let begin = claiming(&ground, CHEN.member, CHEN.certificate).await;
        ground.ask_from("203.0.113.1", &begin).await
    };
    let refused = right().await.expect_err("not compared");
    assert_eq!((refused.code, refused.left), (Code::RecoveryWrong, Some(0)));
    ground.clock.forward_s(24 * 3600);
    right().await.expect("a day, not a month");
}

#[tokio::test]
async fn guesses_wait_alike_for_accounts_that_do_not_exist() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let mut seen = Vec::new();
    for account in [CHEN.member, "999999999"] {
        let mut answers = Vec::new();
        for guess in 0..7 {
            let refused = claim(&ground, account, &format!("E{guess:08}")).await;
            let refused = refused.expect_err("wrong");
            answers.push((refused.code, refused.left, refused.retry));
        }
        seen.push(answers);
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(seen[0][4], (Code::RecoveryWrong, Some(0), Retry::No));
    assert_eq!(seen[0][5], (Code::Slow, None, Retry::After(30)));
}

#[tokio::test]
async fn the_tries_that_are_left_do_not_tell_that_two_names_are_one_person_s() {
    let ground = Ground::new().await;
    with_mail(&ground, CHEN).await;
    for name in [CHEN.member, CHEN.mail, "+8613800138000"] {
        let refused = claim(&ground, name, "E00000000").await.expect_err("wrong");
        assert_eq!(refused.left, Some(4), "{name}");
    }
}

#[tokio::test]
async fn a_right_certificate_begins_the_count_anew() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    for _ in 0..4 {
        let refused = claim(&ground, CHEN.member, "E00000000").await;
        assert_eq!(failed(refused), Code::RecoveryWrong);
    }
    begun(&ground, CHEN).await;
    let refused = claim(&ground, CHEN.member, "E00000000")
        .await
        .expect_err("wrong");
    assert_eq!(refused.left, Some(4));
}
