//! The code (mission.md B8).

use menhu_protocol::api::recovery::{Resumed, Way};
use menhu_protocol::api::registration::PhoneBind;
use menhu_protocol::values::CertificateNumber;
use menhu_protocol::{Code, Retry};

use super::steps::{NEW, begun, e164, meanwhile, prove, proven, resumed, send, set, with_mail};
use crate::api::people::{
    CHEN, LI, WANG, activated, another, begun as signing_in, coded, failed, opened, phone,
    proven as phone_proven,
};
use crate::device::Handset;
use crate::ground::Ground;

#[tokio::test]
async fn a_code_goes_to_the_chosen_channel_and_only_a_hint_comes_back() {
    let ground = Ground::new().await;
    with_mail(&ground, CHEN).await;
    for (way, to, hint) in [
        (Way::Phone, e164(CHEN), "13*****"),
        (Way::Mail, CHEN.mail.to_owned(), "*****@*****.cn"),
    ] {
        let recovery = begun(&ground, CHEN).await;
        let sent = send(&ground, &recovery, way, false).await.expect("sent");
        assert_eq!((sent.to.as_str(), sent.good_for_s), (hint, 300));
        assert_eq!(sent.resend_after_s, 60);
        assert_eq!(ground.messages_to(&to).await, 1);
        let digits = ground.code_to(&to).await.expect("a code");
        prove(&ground, &recovery, &digits).await.expect("proven");
    }
}

#[tokio::test]
async fn a_way_the_account_does_not_have_sends_nothing() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let recovery = begun(&ground, CHEN).await;
    let refused = send(&ground, &recovery, Way::Mail, false).await;
    assert_eq!(failed(refused), Code::OutOfOrder);
    assert_eq!(ground.messages_to(CHEN.mail).await, 0);
    let recovery = begun(&ground, LI).await;
    let refused = send(&ground, &recovery, Way::Phone, true).await;
    assert_eq!(failed(refused), Code::OutOfOrder);
}

#[tokio::test]
async fn going_back_sends_nothing_until_it_is_asked_for_again() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let recovery = begun(&ground, CHEN).await;
    for passed in [0, 100, 100] {
        ground.clock.forward_s(passed);
        send(&ground, &recovery, Way::Phone, false)
            .await
            .expect("out");
        assert_eq!(ground.messages_to(&e164(CHEN)).await, 1);
    }
    send(&ground, &recovery, Way::Phone, true)
        .await
        .expect("sent");
    assert_eq!(ground.messages_to(&e164(CHEN)).await, 2);
    let refused = send(&ground, &recovery, Way::Phone, true).await;
    let refused = refused.expect_err("too soon");
    assert_eq!(refused.code, Code::CodeTooSoon);
    assert_eq!(refused.retry, Retry::After(60));
    assert_eq!(ground.messages_to(&e164(CHEN)).await, 2);
    // Out of date: the same choice sends a new one.
    ground.clock.forward_s(301);
    send(&ground, &recovery, Way::Phone, false)
        .await
        .expect("sent");
    assert_eq!(ground.messages_to(&e164(CHEN)).await, 3);
}

#[tokio::test]
async fn a_code_is_good_at_299_seconds_and_not_at_301() {
    for way in [Way::Phone, Way::Mail] {
        for (passed, code) in [(299, None), (301, Some(Code::CodeExpired))] {
            let ground = Ground::new().await;
            with_mail(&ground, CHEN).await;
            let recovery = begun(&ground, CHEN).await;
            send(&ground, &recovery, way, false).await.expect("sent");
            let to = match way {
                Way::Phone => e164(CHEN),
                Way::Mail => CHEN.mail.to_owned(),
            };
            let digits = ground.code_to(&to).await.expect("a code");
            ground.clock.forward_s(passed);
            let tried = prove(&ground, &recovery, &digits).await;
            assert_eq!(tried.err().map(|f| f.code), code, "{way:?} {passed}");
        }
    }
}

#[tokio::test]
async fn a_sixth_try_is_not_compared_and_a_new_code_forgives_no_guess_at_the_old_one() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let recovery = begun(&ground, CHEN).await;
    send(&ground, &recovery, Way::Phone, false)
        .await
        .expect("sent");
    let right = ground.code_to(&e164(CHEN)).await.expect("a code");
    let wrong = another(&right);
    for left in [4, 3, 2, 1] {
        let refused = prove(&ground, &recovery, wrong.as_str()).await;
        let refused = refused.expect_err("wrong");
        assert_eq!((refused.code, refused.left), (Code::CodeWrong, Some(left)));
    }
    for digits in [wrong.as_str(), &right] {
        let refused = prove(&ground, &recovery, digits).await;
        assert_eq!(failed(refused), Code::CodeSpent);
    }
    // Five codes an hour, whatever attempt asks: 25 tries, and then the way out is named.
    for _ in 0..4 {
        ground.clock.forward_s(61);
        let recovery = begun(&ground, CHEN).await;
        send(&ground, &recovery, Way::Phone, true)
            .await
            .expect("sent");
    }
    ground.clock.forward_s(61);
    let recovery = begun(&ground, CHEN).await;
    let refused = send(&ground, &recovery, Way::Phone, true).await;
    assert_eq!(failed(refused), Code::CodeBudget);
    assert_eq!(ground.messages_to(&e164(CHEN)).await, 5);
}

#[tokio::test]
async fn a_code_of_another_purpose_or_attempt_is_none() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    activated(&ground, WANG).await;
    let handset = Handset::new(1);
    let signin = signing_in(&ground, &handset).await;
    let of_signin = coded(&ground, &handset, &signin, CHEN.phone).await;
    let of_signin = of_signin.expect("a code");
    let recovery = begun(&ground, CHEN).await;
    let refused = prove(&ground, &recovery, &of_signin).await;
    assert_eq!(failed(refused), Code::OutOfOrder);
    // And with one of its own on the way.
    ground.clock.forward_s(61);
    send(&ground, &recovery, Way::Phone, false)
        .await
        .expect("sent");
    let own = ground.code_to(&e164(CHEN)).await.expect("a code");
    if own != of_signin {
        let refused = prove(&ground, &recovery, &of_signin).await;
        assert_eq!(failed(refused), Code::CodeWrong);
    }
    // What was sent for a recovery signs nobody in and binds nothing.
    let attempt = signing_in(&ground, &handset).await;
    let refused = ground
        .ask_by(
            &handset,
            &menhu_protocol::api::signin::CodeProve {
                attempt,
                code: crate::api::people::code(&own),
            },
        )
        .await;
    assert_eq!(failed(refused), Code::OutOfOrder);
    let another_one = begun(&ground, CHEN).await;
    let refused = prove(&ground, &another_one, &own).await;
    assert_eq!(failed(refused), Code::OutOfOrder);
    let of_wang = begun(&ground, WANG).await;
    let refused = prove(&ground, &of_wang, &own).await;
    assert_eq!(failed(refused), Code::OutOfOrder);
    prove(&ground, &recovery, &own)
        .await
        .expect("where it belongs");
    ground.clock.forward_s(61);
    let again = signing_in(&ground, &handset).await;
    phone_proven(&ground, &handset, &again, CHEN.phone)
        .await
        .expect("signing in is as before");
}

#[tokio::test]
async fn two_right_submissions_at_once_are_one_success() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let recovery = begun(&ground, CHEN).await;
    send(&ground, &recovery, Way::Phone, false)
        .await
        .expect("sent");
    let digits = ground.code_to(&e164(CHEN)).await.expect("a code");
    let all = (0..10).map(|_| prove(&ground, &recovery, &digits));
    let all = futures::future::join_all(all).await;
    assert_eq!(all.iter().filter(|tried| tried.is_ok()).count(), 1);
    // Whoever lost the answer asks where it stands.
    let at = resumed(&ground, &recovery).await.expect("on its way");
    assert!(matches!(at, Resumed::Password(_)), "{at:?}");
}

#[tokio::test]
async fn a_channel_that_was_changed_meanwhile_proves_nothing() {
    // Between sending and proving, between proving and setting.
    for proven_first in [false, true] {
        let ground = Ground::new().await;
        with_mail(&ground, CHEN).await;
        let (recovery, digits) = if proven_first {
            (proven(&ground, CHEN).await, String::new())
        } else {
            let recovery = begun(&ground, CHEN).await;
            send(&ground, &recovery, Way::Phone, false)
                .await
                .expect("sent");
            let digits = ground.code_to(&e164(CHEN)).await.expect("a code");
            (recovery, digits)
        };
        meanwhile(&ground, "phone = '+8613700137000'", CHEN).await;
        if !proven_first {
            let refused = prove(&ground, &recovery, &digits).await;
            assert_eq!(failed(refused), Code::AttemptOver);
        }
        let refused = failed(set(&ground, &recovery, NEW).await);
        assert!(matches!(refused, Code::AttemptOver | Code::OutOfOrder));
        crate::api::people::open(&ground, CHEN, CHEN.password)
            .await
            .expect("the password is as it was");
    }
}

#[tokio::test]
async fn another_way_is_another_code_and_the_first_is_out_of_use() {
    let ground = Ground::new().await;
    with_mail(&ground, CHEN).await;
    let recovery = begun(&ground, CHEN).await;
    send(&ground, &recovery, Way::Phone, false)
        .await
        .expect("sent");
    let by_phone = ground.code_to(&e164(CHEN)).await.expect("a code");
    ground.clock.forward_s(5);
    send(&ground, &recovery, Way::Mail, false)
        .await
        .expect("sent");
    let by_mail = ground.code_to(CHEN.mail).await.expect("a code");
    let at = resumed(&ground, &recovery).await.expect("on its way");
    assert!(
        matches!(at, Resumed::Code { way: Way::Mail, ref sent, .. } if sent.to == "*****@*****.cn")
    );
    assert_eq!(
        failed(prove(&ground, &recovery, &by_phone).await),
        Code::CodeSpent
    );
    prove(&ground, &recovery, &by_mail)
        .await
        .expect("the newest");
    assert_eq!(ground.messages_to(&e164(CHEN)).await, 1);
}

#[tokio::test]
async fn a_registration_and_a_recovery_do_not_hold_each_other_up() {
    let ground = Ground::new().await;
    let (registration, _) = opened(&ground, LI).await;
    for guess in 0..5 {
        let bind = PhoneBind {
            registration: registration.clone(),
            phone: phone("13500135000"),
            certificate: CertificateNumber::parse(&format!("E{guess:08}")).expect("a number"),
        };
        assert_eq!(failed(ground.ask(&bind).await), Code::CertificateWrong);
    }
    let begun = super::steps::claim(&ground, LI.member, LI.certificate).await;
    begun.expect("compared");
}
