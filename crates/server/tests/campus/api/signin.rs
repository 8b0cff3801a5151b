use axum::http::StatusCode;
use menhu_protocol::api::signin::{Agreed, Begin, CodeProve, PasswordProve, Resume, Resumed};
use menhu_protocol::values::Secret;
use menhu_protocol::{Clock as _, Code, Failure, Retry};
use menhu_server::config::ForeignPhones;

use super::people::{
    CHEN, WANG, ZHAO, ZHAO_TOO, activated, agreed, another, begun, code, coded, failed, member,
    open, password, proven, signed_in,
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
async fn a_gateway_that_may_have_sent_the_code_uses_it_up_and_the_code_stays_good() {
    let (url, heard) = crate::delivery::gateway(StatusCode::INTERNAL_SERVER_ERROR, "no").await;
    let ground = Ground::on(None, |config| {
        let secret = Secret::new("shared");
        config.sms = menhu_server::config::SmsConfig::Gateway { url, secret };
    })
    .await;
    let handset = Handset::new(1);
    let attempt = begun(&ground, &handset).await;
    // Twice the minute is lifted.
    for told in [
        Code::SmsDown,
        Code::SmsDown,
        Code::SmsDown,
        Code::CodeTooSoon,
    ] {
        ground.clock.forward_s(1);
        let down = coded(&ground, &handset, &attempt, CHEN.phone).await;
        assert_eq!(failed(down), told);
    }
    let now = ground.clock.now();
    let books = &ground.campus.books;
    let used = books.budget_used("sms:day:+8613800138000", now);
    assert_eq!(used.await.expect("books"), 3);
    let (_, body) = heard.lock().expect("one test").remove(2);
    let message: serde_json::Value = serde_json::from_str(&body).expect("json");
    let text = message["text"].as_str().expect("text");
    let (_, digits) = text.split_once("验证码 ").expect("a code");
    let arrived = prove(&ground, &handset, &attempt, &digits[..6]).await;
    assert_eq!(failed(arrived), Code::PhoneUnknown, "the code was right");
}

#[tokio::test]
async fn foreign_numbers_need_the_campuss_permission() {
    let handset = Handset::new(1);
    let hongkong = || ForeignPhones::Of(vec!["+852".to_owned()]);
    let america = || ForeignPhones::Of(vec!["+852".to_owned(), "+1".to_owned()]);
    for (allowed, told) in [
        (ForeignPhones::None, Some("+86")),
        (hongkong(), Some("+86, +852")),
        (america(), None),
        (ForeignPhones::All, None),
    ] {
        let ground = Ground::on(None, |config| config.campus.foreign_phones = allowed).await;
        let attempt = begun(&ground, &handset).await;
        let send = menhu_protocol::api::signin::CodeSend {
            attempt,
            phone: super::people::phone("+12025550123"),
        };
        let sent = ground.ask_by(&handset, &send).await;
        let refused = sent.err().map(|f| (f.code, f.detail));
        let told = told.map(|told| (Code::PhoneForeign, Some(told.to_owned())));
        assert_eq!(refused, told);
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

#[tokio::test]
async fn looking_at_an_attempt_does_not_keep_it_alive() {
    let ground = Ground::new().await;
    let handset = Handset::new(1);
    let attempt = begun(&ground, &handset).await;
    ground.clock.forward_s(29 * 60);
    resumed(&ground, &handset, &attempt)
        .await
        .expect("still on its way");
    ground.clock.forward_s(60);
    let over = resumed(&ground, &handset, &attempt).await;
    assert_eq!(failed(over), Code::AttemptOver);
}

#[tokio::test]
async fn a_phone_that_was_proven_thirty_minutes_ago_is_proven_again() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let handset = Handset::new(1);
    let attempt = begun(&ground, &handset).await;
    proven(&ground, &handset, &attempt, CHEN.phone)
        .await
        .expect("proven");
    ground.clock.forward_s(15 * 60);
    let wrong = password(&ground, &handset, &attempt, CHEN, "wrong").await;
    assert_eq!(failed(wrong), Code::PasswordWrong);
    ground.clock.forward_s(15 * 60);
    let late = password(&ground, &handset, &attempt, CHEN, CHEN.password).await;
    assert_eq!(failed(late), Code::AttemptOver);
    assert_eq!(
        resumed(&ground, &handset, &attempt).await,
        Ok(Resumed::Phone)
    );
    proven(&ground, &handset, &attempt, CHEN.phone)
        .await
        .expect("proven again");
    password(&ground, &handset, &attempt, CHEN, CHEN.password)
        .await
        .expect("in");
}

#[tokio::test]
async fn an_attempt_that_became_one_persons_session_never_becomes_anothers() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    activated(&ground, WANG).await;
    let handset = Handset::new(1);
    let attempt = begun(&ground, &handset).await;
    proven(&ground, &handset, &attempt, CHEN.phone)
        .await
        .expect("proven");
    password(&ground, &handset, &attempt, CHEN, CHEN.password)
        .await
        .expect("in");
    let other = proven(&ground, &handset, &attempt, WANG.phone).await;
    assert_eq!(failed(other), Code::AttemptOver);
    assert_eq!(ground.messages_to("+8613900139001").await, 0);
}

#[tokio::test]
async fn consent_is_to_texts_the_campus_has_and_to_the_newest() {
    let ground = Ground::on(None, |config| {
        let mut older = config.texts[0].clone();
        older.version = "2020-01-01".to_owned();
        config.texts.insert(0, older);
    })
    .await;
    let handset = Handset::new(1);
    let begin = async |texts: Vec<Agreed>| {
        let begin = Begin { agreed: texts };
        ground.ask_by(&handset, &begin).await.map(|_| ())
    };
    let newest = agreed(&ground);
    let with_first = |version: &str| {
        let mut texts = newest.clone();
        texts[0].version = version.to_owned();
        texts
    };
    assert_eq!(
        failed(begin(with_first("2999-01-01")).await),
        Code::BadRequest
    );
    assert_eq!(
        failed(begin(with_first("2020-01-01")).await),
        Code::ConsentMissing
    );
    assert_eq!(
        failed(begin(newest[..1].to_vec()).await),
        Code::ConsentMissing
    );
    assert_eq!(failed(begin(Vec::new()).await), Code::ConsentMissing);
    begin(newest.clone()).await.expect("agreed");
}

#[tokio::test]
async fn a_machine_begins_six_hundred_attempts_an_hour_and_no_more() {
    let ground = Ground::new().await;
    let handset = Handset::new(1);
    let begin = Begin {
        agreed: agreed(&ground),
    };
    for _ in 0..600 {
        ground.ask_by(&handset, &begin).await.expect("begun");
    }
    let full = ground.ask_by(&handset, &begin).await.expect_err("enough");
    assert_eq!(
        (full.code, full.retry),
        (Code::Slow, Retry::After(3600)),
        "and it says when"
    );
    ground.clock.forward_s(3600);
    begun(&ground, &handset).await;
}

#[tokio::test]
async fn a_devices_name_holds_no_characters_that_turn_the_list_around() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let handset = Handset::new(1);
    let attempt = begun(&ground, &handset).await;
    proven(&ground, &handset, &attempt, CHEN.phone)
        .await
        .expect("proven");
    let prove = PasswordProve {
        attempt,
        account: member(CHEN).into(),
        password: Secret::new(CHEN.password),
        device_name: "华为\u{202e} P30\u{200b}".to_owned(),
    };
    let tokens = ground.ask_by(&handset, &prove).await.expect("in");
    let sessions = ground.campus.books.sessions_of(&tokens.person).await;
    assert_eq!(sessions.expect("books")[0].device_name, "华为 P30");
}
