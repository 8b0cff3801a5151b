use menhu_protocol::api::signin::{CodeProve, Resume, Resumed};
use menhu_protocol::values::Secret;
use menhu_protocol::{Clock as _, Code, Failure, Retry};

use super::people::{
    CHEN, WANG, ZHAO, ZHAO_TOO, activated, another, begun, code, coded, failed, open, password,
    proven, signed_in,
};
use crate::device::Handset;
use crate::ground::Ground;

async fn resumed(ground: &Ground, handset: &Handset, attempt: &Secret) -> Result<Resumed, Failure> {
    let resume = Resume {
        attempt: attempt.clone(),
    };
    ground.ask_by(handset, &resume).await
}

async fn prove(
    ground: &Ground,
    handset: &Handset,
    attempt: &Secret,
    digits: &str,
) -> Result<(), Failure> {
    let prove = CodeProve {
        attempt: attempt.clone(),
        code: code(digits),
    };
    ground.ask_by(handset, &prove).await.map(|_| ())
}

#[tokio::test]
async fn phone_then_code_then_password_signs_in_also_on_a_device_that_believes_it_is_1970() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let handset = Handset::new(1);
    let attempt = begun(&ground, &handset).await;
    assert_eq!(
        resumed(&ground, &handset, &attempt).await,
        Ok(Resumed::Phone)
    );
    let digits = coded(&ground, &handset, &attempt, CHEN.phone)
        .await
        .expect("a code");
    let Ok(Resumed::Code(sent)) = resumed(&ground, &handset, &attempt).await else {
        panic!("a code is out")
    };
    assert_eq!((sent.good_for_s, sent.resend_after_s), (300, 60));
    prove(&ground, &handset, &attempt, &digits)
        .await
        .expect("proven");
    assert!(matches!(
        resumed(&ground, &handset, &attempt).await,
        Ok(Resumed::Password(proven)) if proven.phone == "138****8000"
    ));
    let tokens = password(&ground, &handset, &attempt, CHEN, CHEN.password).await;
    assert_eq!(tokens.expect("in").access_good_for_s, 600);
}

#[tokio::test]
async fn a_lost_answer_of_the_password_gives_the_same_session_again() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let handset = Handset::new(1);
    let attempt = begun(&ground, &handset).await;
    proven(&ground, &handset, &attempt, CHEN.phone)
        .await
        .expect("proven");
    let first = password(&ground, &handset, &attempt, CHEN, CHEN.password).await;
    let again = password(&ground, &handset, &attempt, CHEN, CHEN.password).await;
    let (first, again) = (first.expect("in"), again.expect("in"));
    assert_eq!(first.refresh, again.refresh);
    let sessions = ground.campus.books.sessions_of(&first.person).await;
    assert_eq!(sessions.expect("books").len(), 1);
}

#[tokio::test]
async fn whose_a_phone_is_is_said_after_the_code_and_never_before() {
    let ground = Ground::new().await;
    activated(&ground, WANG).await;
    let handset = Handset::new(1);
    for (number, told) in [
        ("13512345678", Code::PhoneUnknown),
        (CHEN.phone, Code::NotActivated),
    ] {
        let attempt = begun(&ground, &handset).await;
        let digits = coded(&ground, &handset, &attempt, number).await;
        let digits = digits.expect("a code goes to any number");
        let refused = prove(&ground, &handset, &attempt, &digits).await;
        assert_eq!(failed(refused), told);
        let early = password(&ground, &handset, &attempt, CHEN, CHEN.password).await;
        assert_eq!(failed(early), told, "and it leads no further");
    }
    let attempt = begun(&ground, &handset).await;
    proven(&ground, &handset, &attempt, WANG.phone)
        .await
        .expect("his");
    let other = password(&ground, &handset, &attempt, CHEN, CHEN.password).await;
    assert_eq!(failed(other), Code::PhoneOfAnother);
    let wrong = password(&ground, &handset, &attempt, CHEN, "wrong").await;
    assert_eq!(
        failed(wrong),
        Code::PasswordWrong,
        "only the right password learns whose it is"
    );
}

#[tokio::test]
async fn a_code_of_301_seconds_is_refused_and_a_new_one_helps() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let handset = Handset::new(1);
    let attempt = begun(&ground, &handset).await;
    let digits = coded(&ground, &handset, &attempt, CHEN.phone)
        .await
        .expect("a code");
    ground.clock.forward_s(301);
    assert_eq!(
        failed(prove(&ground, &handset, &attempt, &digits).await),
        Code::CodeExpired
    );
    assert_eq!(
        resumed(&ground, &handset, &attempt).await,
        Ok(Resumed::Phone)
    );
    let digits = coded(&ground, &handset, &attempt, CHEN.phone)
        .await
        .expect("another");
    ground.clock.forward_s(299);
    prove(&ground, &handset, &attempt, &digits)
        .await
        .expect("in time");
}

#[tokio::test]
async fn wrong_codes_count_down_and_a_spent_one_stays_spent() {
    let ground = Ground::new().await;
    let handset = Handset::new(1);
    let attempt = begun(&ground, &handset).await;
    let digits = coded(&ground, &handset, &attempt, CHEN.phone)
        .await
        .expect("a code");
    let wrong = another(&digits);
    let all = (0..100).map(|_| prove(&ground, &handset, &attempt, wrong.as_str()));
    let results = futures::future::join_all(all).await;
    let wrong = results
        .iter()
        .filter(|r| r.as_ref().is_err_and(|f| f.code == Code::CodeWrong));
    assert_eq!(wrong.count(), 4);
    assert_eq!(
        failed(prove(&ground, &handset, &attempt, &digits).await),
        Code::CodeSpent
    );
}

#[tokio::test]
async fn a_code_of_one_attempt_proves_nothing_in_another() {
    let ground = Ground::new().await;
    let handset = Handset::new(1);
    let (a, b) = (
        begun(&ground, &handset).await,
        begun(&ground, &handset).await,
    );
    let digits = coded(&ground, &handset, &a, CHEN.phone)
        .await
        .expect("a code");
    assert_eq!(
        failed(prove(&ground, &handset, &b, &digits).await),
        Code::OutOfOrder
    );
    let stranger = Handset::new(2);
    assert_eq!(
        failed(prove(&ground, &stranger, &a, &digits).await),
        Code::AttemptOver
    );
}

#[tokio::test]
async fn resending_waits_sixty_seconds_and_an_hour_has_five() {
    let ground = Ground::new().await;
    let handset = Handset::new(1);
    let attempt = begun(&ground, &handset).await;
    coded(&ground, &handset, &attempt, CHEN.phone)
        .await
        .expect("first");
    ground.clock.forward_s(59);
    let stranger = Handset::new(2);
    let other = begun(&ground, &stranger).await;
    let soon = coded(&ground, &stranger, &other, CHEN.phone).await;
    let soon = soon.expect_err("too soon, whoever asks");
    assert_eq!(
        (soon.code, soon.retry),
        (Code::CodeTooSoon, Retry::After(1))
    );
    for _ in 0..4 {
        ground.clock.forward_s(60);
        coded(&ground, &handset, &attempt, CHEN.phone)
            .await
            .expect("within five");
    }
    ground.clock.forward_s(60);
    let spent = coded(&ground, &handset, &attempt, CHEN.phone).await;
    assert_eq!(failed(spent), Code::CodeBudget);
    assert_eq!(ground.messages_to("+8613800138000").await, 5);
    coded(&ground, &handset, &attempt, WANG.phone)
        .await
        .expect("others are not held up");
    // Two windows of an hour give ten; the day has no eleventh.
    for _ in 0..2 {
        ground.clock.forward_s(3600);
        for _ in 0..5 {
            let again = begun(&ground, &handset).await;
            let _ = coded(&ground, &handset, &again, CHEN.phone).await;
            ground.clock.forward_s(60);
        }
    }
    assert_eq!(ground.messages_to("+8613800138000").await, 10);
}

#[tokio::test]
async fn a_hundred_requests_at_once_for_one_number_send_one_code() {
    let ground = Ground::new().await;
    let handset = Handset::new(1);
    let attempt = begun(&ground, &handset).await;
    let all = (0..100).map(|_| coded(&ground, &handset, &attempt, CHEN.phone));
    let results = futures::future::join_all(all).await;
    assert_eq!(results.iter().filter(|r| r.is_ok()).count(), 1);
    assert_eq!(ground.messages_to("+8613800138000").await, 1);
}

#[tokio::test]
async fn a_gateway_that_is_down_uses_nothing_up() {
    let ground = Ground::on(None, |config| {
        config.sms = menhu_server::config::SmsConfig::Off
    })
    .await;
    let handset = Handset::new(1);
    let attempt = begun(&ground, &handset).await;
    for _ in 0..12 {
        let down = coded(&ground, &handset, &attempt, CHEN.phone).await;
        assert_eq!(failed(down), Code::SmsDown);
    }
    let now = ground.clock.now();
    let used = ground
        .campus
        .books
        .budget_used("sms:day:+8613800138000", now);
    assert_eq!(used.await.expect("books"), 0);
}

#[tokio::test]
async fn foreign_numbers_need_the_campuss_permission() {
    let handset = Handset::new(1);
    for (allowed, told) in [(false, Some(Code::PhoneForeign)), (true, None)] {
        let ground = Ground::on(None, |config| config.campus.foreign_phones = allowed).await;
        let attempt = begun(&ground, &handset).await;
        let send = menhu_protocol::api::signin::CodeSend {
            attempt,
            phone: super::people::phone("+12025550123"),
        };
        let sent = ground.ask_by(&handset, &send).await;
        assert_eq!(sent.err().map(|f| f.code), told);
    }
}

#[tokio::test]
async fn strangers_cannot_lock_out_a_known_device_nor_the_holder_of_the_phone() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    for _ in 0..8 {
        let _ = open(&ground, CHEN, "wrong").await;
    }
    assert_eq!(failed(open(&ground, CHEN, CHEN.password).await), Code::Slow);
    signed_in(&ground, &Handset::new(1), CHEN).await;
}

#[tokio::test]
async fn every_id_of_a_person_signs_in_with_the_persons_phone() {
    let ground = Ground::new().await;
    activated(&ground, ZHAO).await;
    let first = signed_in(&ground, &Handset::new(1), ZHAO).await;
    ground.clock.forward_s(61);
    let second = signed_in(&ground, &Handset::new(2), ZHAO_TOO).await;
    assert_eq!(first.person, second.person);
}
