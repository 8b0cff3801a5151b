use menhu_protocol::api::security::{PhoneProve, PhoneSend, PhoneUnbind, PhoneUnbindSend};
use menhu_protocol::{Clock as _, Code, Field};
use menhu_server::books::audit::What;
use menhu_server::books::dispute::Dispute;
use menhu_server::security;

use super::*;
use crate::api::people::{CHEN, LI, WANG, another, begun, code, coded, failed, phone, proven};

fn send(to: &str) -> PhoneSend {
    PhoneSend { phone: phone(to) }
}

fn prove(digits: &str) -> PhoneProve {
    PhoneProve { code: code(digits) }
}

async fn sent(ground: &Ground, me: &Insider<'_>, to: &str) -> String {
    me.ask(&send(to)).await.expect("sent");
    ground
        .code_to(phone(to).e164())
        .await
        .expect("a code in an SMS")
}

#[tokio::test]
async fn a_phone_is_bound_at_once_and_the_old_one_the_new_one_and_the_mail_are_told() {
    let ground = Ground::new().await;
    let me = Insider::first(&ground, CHEN).await.with_mail(MAIL).await;
    let digits = sent(&ground, &me, NEW_PHONE).await;
    let after = me.ask(&prove(&digits)).await.expect("bound");
    assert_eq!(after.phone.as_deref(), Some("139****5678"));
    let now = person(&ground, CHEN).await;
    assert_eq!(now.phone, Some(phone(NEW_PHONE)));
    // At the same moment: nothing waits for a clock.
    assert_eq!(drained(&ground).await, 3);
    let all = ["+8613800138000", NEW_E164, MAIL];
    told(&ground, all, "已改用尾号 5678 的手机").await;
    for text in texts_to(&ground, "+8613800138000").await {
        assert!(!text.contains(NEW_PHONE), "{text}");
    }
    assert_eq!(noted(&ground.campus, &now, What::PhoneBound).await, 1);
    // The former number opens nothing any more, the new one does.
    let handset = Handset::new(9);
    let attempt = begun(&ground, &handset).await;
    ground.clock.forward_s(60);
    let former = proven(&ground, &handset, &attempt, CHEN.phone).await;
    assert_eq!(failed(former), Code::PhoneUnknown);
    proven(&ground, &handset, &attempt, NEW_PHONE)
        .await
        .expect("the new one");
}

#[tokio::test]
async fn binding_asked_for_again_answers_the_same_and_tells_nobody_twice() {
    let ground = Ground::new().await;
    let me = Insider::first(&ground, CHEN).await;
    let digits = sent(&ground, &me, NEW_PHONE).await;
    let first = me.ask(&prove(&digits)).await.expect("bound");
    let again = me.ask(&prove(&digits)).await.expect("the same");
    assert_eq!(first, again);
    assert_eq!(drained(&ground).await, 2, "the old one and the new one");
    let now = person(&ground, CHEN).await;
    assert_eq!(noted(&ground.campus, &now, What::PhoneBound).await, 1);
}

#[tokio::test]
async fn a_number_that_is_bound_already_gets_no_sms() {
    let ground = Ground::new().await;
    let me = Insider::first(&ground, CHEN).await;
    let before = messages(&ground).await;
    let failure = me.ask(&send(CHEN.phone)).await.expect_err("bound");
    assert_eq!(
        (failure.code, failure.field),
        (Code::OutOfOrder, Some(Field::Phone))
    );
    assert_eq!(messages(&ground).await, before);
}

#[tokio::test]
async fn whose_a_number_is_is_said_only_to_who_holds_it() {
    let ground = Ground::new().await;
    activated(&ground, WANG).await;
    let me = Insider::first(&ground, CHEN).await;
    let free = me.ask(&send(NEW_PHONE)).await.expect("nobody's");
    let taken = me.ask(&send(WANG.phone)).await.expect("the same answer");
    assert_eq!(
        (free.good_for_s, free.resend_after_s),
        (taken.good_for_s, taken.resend_after_s)
    );
    let digits = ground.code_to("+8613900139001").await.expect("an SMS");
    let wrong = me
        .ask(&PhoneProve {
            code: another(&digits),
        })
        .await;
    assert_eq!(failed(wrong), Code::CodeWrong, "not a word of the owner");
    let failure = me.ask(&prove(&digits)).await.expect_err("taken");
    assert_eq!(
        (failure.code, failure.field),
        (Code::PhoneTaken, Some(Field::Phone))
    );
    assert_eq!(person(&ground, CHEN).await.phone, Some(phone(CHEN.phone)));
    assert_eq!(person(&ground, WANG).await.phone, Some(phone(WANG.phone)));
    assert_eq!(
        drained(&ground).await,
        0,
        "nothing happened: nobody is told"
    );
}

#[tokio::test]
async fn a_code_of_one_session_or_one_purpose_is_none_in_another() {
    let ground = Ground::new().await;
    let me = Insider::first(&ground, CHEN).await.with_mail(MAIL).await;
    ground.clock.forward_s(60);
    let there = Insider::another(&ground, CHEN, 2).await;
    let digits = sent(&ground, &me, NEW_PHONE).await;
    let elsewhere = there.ask(&prove(&digits)).await;
    assert_eq!(failed(elsewhere), Code::OutOfOrder);
    let unbind = PhoneUnbind {
        code: code(&digits),
    };
    assert_eq!(failed(me.ask(&unbind).await), Code::OutOfOrder);
    me.ask(&prove(&digits)).await.expect("its own");
}

#[tokio::test]
async fn a_code_is_good_at_299_seconds_and_not_at_301() {
    for (wait, good) in [(299, true), (301, false)] {
        let ground = Ground::new().await;
        let me = Insider::first(&ground, CHEN).await;
        let digits = sent(&ground, &me, NEW_PHONE).await;
        ground.clock.forward_s(wait);
        let bound = me.ask(&prove(&digits)).await;
        assert_eq!(bound.is_ok(), good, "after {wait} s");
        if let Err(failure) = bound {
            assert_eq!(failure.code, Code::CodeExpired);
            assert_eq!(person(&ground, CHEN).await.phone, Some(phone(CHEN.phone)));
        }
    }
}

#[tokio::test]
async fn five_wrong_codes_and_the_right_one_is_refused_too() {
    let ground = Ground::new().await;
    let me = Insider::first(&ground, CHEN).await;
    let digits = sent(&ground, &me, NEW_PHONE).await;
    let wrong = PhoneProve {
        code: another(&digits),
    };
    for left in (0..5).rev() {
        let failure = me.ask(&wrong).await.expect_err("wrong");
        assert_eq!(failure.left, Some(left));
    }
    assert_eq!(failed(me.ask(&prove(&digits)).await), Code::CodeSpent);
    assert_eq!(person(&ground, CHEN).await.phone, Some(phone(CHEN.phone)));
}

#[tokio::test]
async fn the_only_channel_cannot_be_unbound_and_no_sms_is_paid_for_it() {
    let ground = Ground::new().await;
    let me = Insider::first(&ground, CHEN).await;
    assert!(me.read().await.last_channel);
    let before = messages(&ground).await;
    assert_eq!(failed(me.ask(&PhoneUnbindSend {}).await), Code::LastChannel);
    let unbind = PhoneUnbind {
        code: code("123456"),
    };
    assert_eq!(failed(me.ask(&unbind).await), Code::LastChannel);
    assert_eq!(messages(&ground).await, before);
    assert_eq!(person(&ground, CHEN).await.phone, Some(phone(CHEN.phone)));
}

#[tokio::test]
async fn an_unbound_phone_lets_no_new_device_in_and_those_that_are_in_stay() {
    let ground = Ground::new().await;
    let me = Insider::first(&ground, CHEN).await.with_mail(MAIL).await;
    ground.clock.forward_s(60);
    me.ask(&PhoneUnbindSend {}).await.expect("sent");
    let digits = ground.code_to("+8613800138000").await.expect("an SMS");
    let unbind = PhoneUnbind {
        code: code(&digits),
    };
    let after = me.ask(&unbind).await.expect("unbound");
    assert_eq!((after.phone.as_deref(), after.last_channel), (None, true));
    assert_eq!(me.ask(&unbind).await.expect("the same"), after);
    assert_eq!(drained(&ground).await, 2);
    let both = ["+8613800138000", MAIL];
    told(&ground, both, "不再绑定尾号 8000 的手机").await;
    // The number on the roster is no way in either.
    ground.clock.forward_s(60);
    let handset = Handset::new(9);
    let attempt = begun(&ground, &handset).await;
    let former = proven(&ground, &handset, &attempt, CHEN.phone).await;
    assert_eq!(failed(former), Code::PhoneUnknown);
    me.read().await;
    // Bound again, it is.
    ground.clock.forward_s(60);
    let digits = sent(&ground, &me, CHEN.phone).await;
    let after = me.ask(&prove(&digits)).await.expect("bound");
    assert!(!after.last_channel);
    assert_eq!(drained(&ground).await, 2);
    told(&ground, both, "绑定了尾号 8000 的手机").await;
    ground.clock.forward_s(60);
    proven(&ground, &handset, &attempt, CHEN.phone)
        .await
        .expect("in");
}

#[tokio::test]
async fn an_activated_person_without_a_phone_registers_again_without_a_fault() {
    let ground = Ground::new().await;
    let me = Insider::first(&ground, CHEN).await.with_mail(MAIL).await;
    ground.clock.forward_s(60);
    me.ask(&PhoneUnbindSend {}).await.expect("sent");
    let digits = ground.code_to("+8613800138000").await.expect("an SMS");
    let unbind = PhoneUnbind {
        code: code(&digits),
    };
    me.ask(&unbind).await.expect("unbound");
    let (registration, _) = crate::api::people::opened(&ground, CHEN).await;
    let again = crate::api::people::activate(&ground, &registration).await;
    assert_ne!(
        again.map_err(|failure| failure.code).err(),
        Some(Code::ServerFault)
    );
}

/// 李国强 has no phone on record and was never activated: he is in by account and password.
#[tokio::test]
async fn binding_activates_who_was_not_activated_yet() {
    let ground = Ground::new().await;
    let (li, member, trace) = (person(&ground, LI).await, member(LI), trace());
    browser_in_books(&ground, &li, &member).await;
    let me = browser(&li, &member, ground.clock.now(), &trace);
    security::phone_send(&ground.campus, &me, send(NEW_PHONE))
        .await
        .expect("sent");
    let digits = ground.code_to(NEW_E164).await.expect("an SMS");
    security::phone_prove(&ground.campus, &me, prove(&digits))
        .await
        .expect("bound");
    let after = person(&ground, LI).await;
    assert_eq!(after.activated_at, Some(ground.clock.now()));
    let handset = Handset::new(1);
    let attempt = begun(&ground, &handset).await;
    ground.clock.forward_s(60);
    proven(&ground, &handset, &attempt, NEW_PHONE)
        .await
        .expect("at once");
}

#[tokio::test]
async fn a_disputed_name_keeps_a_phone_from_being_bound_and_costs_no_sms() {
    let ground = Ground::new().await;
    let (li, member, trace) = (person(&ground, LI).await, member(LI), trace());
    browser_in_books(&ground, &li, &member).await;
    let me = browser(&li, &member, ground.clock.now(), &trace);
    security::phone_send(&ground.campus, &me, send(NEW_PHONE))
        .await
        .expect("not yet disputed");
    let digits = ground.code_to(NEW_E164).await.expect("an SMS");
    let dispute = Dispute {
        person: &li.id,
        member: LI.member,
        field: Field::Name,
        should_be: "李国祥",
        number: "000007",
        can_block: true,
        now: ground.clock.now(),
    };
    ground.campus.books.enter(&dispute).await.expect("a case");
    let bound = security::phone_prove(&ground.campus, &me, prove(&digits)).await;
    let failure = bound.expect_err("disputed");
    assert_eq!(
        (failure.code, failure.detail.as_deref()),
        (Code::Disputed, Some("000007"))
    );
    ground.clock.forward_s(60);
    let before = messages(&ground).await;
    let sent = security::phone_send(&ground.campus, &me, send("13912345679")).await;
    assert_eq!(failed(sent), Code::Disputed);
    assert_eq!(messages(&ground).await, before);
    assert_eq!(person(&ground, LI).await.activated_at, None);
}

#[tokio::test]
async fn nobody_writes_to_more_than_ten_numbers_an_hour() {
    let ground = Ground::new().await;
    let me = Insider::first(&ground, CHEN).await;
    for n in 0..10 {
        me.ask(&send(&format!("1391234{n}678")))
            .await
            .expect("sent");
    }
    let eleventh = me.ask(&send("13988887777")).await;
    assert_eq!(failed(eleventh), Code::CodeBudget);
    assert_eq!(ground.messages_to("+8613988887777").await, 0);
    let letter = me.mail_send(MAIL).await;
    assert_eq!(failed(letter), Code::CodeBudget);
    let handset = Handset::new(9);
    let attempt = begun(&ground, &handset).await;
    coded(&ground, &handset, &attempt, WANG.phone)
        .await
        .expect("others are not held up");
}
