use menhu_protocol::api::security::{
    CloseAsk, MailUnbindSend, PasswordChange, PhoneProve, PhoneSend, PhoneUnbind, PhoneUnbindSend,
    Prove, SigninsRead,
};
use menhu_protocol::api::session::MeRead;
use menhu_protocol::{Code, Field};
use menhu_server::books::audit::What;

use super::*;
use crate::api::people::{CHEN, ZHAO_TOO, code, failed, phone};

const NEW: &str = "lingyige-1949";

fn prove(password: &str) -> Prove {
    Prove {
        password: Secret::new(password),
    }
}

fn change(old: &str, new: &str, end_others: bool) -> PasswordChange {
    PasswordChange {
        old: Secret::new(old),
        new: Secret::new(new),
        end_others,
    }
}

/// Every sensitive call, and what it answers now.
async fn sensitive(me: &Insider<'_>) -> Vec<Option<Code>> {
    let code = || code("123456");
    let phone = phone(NEW_PHONE);
    vec![
        me.ask(&PhoneSend { phone }).await.err().map(|f| f.code),
        me.ask(&PhoneProve { code: code() })
            .await
            .err()
            .map(|f| f.code),
        me.ask(&PhoneUnbindSend {}).await.err().map(|f| f.code),
        me.ask(&PhoneUnbind { code: code() })
            .await
            .err()
            .map(|f| f.code),
        me.mail_send("new@mail.example").await.err().map(|f| f.code),
        me.ask(&MailUnbindSend {}).await.err().map(|f| f.code),
        me.ask(&CloseAsk {}).await.err().map(|f| f.code),
    ]
}

#[tokio::test]
async fn sensitive_acts_want_the_password_again_after_ten_minutes() {
    let ground = Ground::new().await;
    let me = Insider::first(&ground, CHEN).await.with_mail(MAIL).await;
    ground.clock.forward_s(601);
    me.refresh().await.expect("in");
    let before = messages(&ground).await;
    let answers = sensitive(&me).await;
    assert_eq!(answers, vec![Some(Code::ProofOld); answers.len()]);
    assert_eq!(messages(&ground).await, before, "nothing left");
    // What changes nothing is not asked about.
    me.read().await;
    me.ask(&SigninsRead {}).await.expect("read");
    me.ask(&prove(CHEN.password)).await.expect("right");
    let answers = sensitive(&me).await;
    assert!(!answers.contains(&Some(Code::ProofOld)), "{answers:?}");
    // The proof is this session's: another one is asked.
    ground.clock.forward_s(60);
    let there = Insider::another(&ground, CHEN, 2).await;
    ground.clock.forward_s(590);
    me.refresh().await.expect("in");
    let send = PhoneSend {
        phone: phone(NEW_PHONE),
    };
    assert_eq!(failed(me.ask(&send).await), Code::ProofOld);
    there.ask(&send).await.expect("signed in ten minutes ago");
}

#[tokio::test]
async fn a_wrong_password_proves_nothing_and_is_shown_to_the_owner() {
    let ground = Ground::new().await;
    let me = Insider::first(&ground, CHEN).await;
    ground.clock.forward_s(601);
    me.refresh().await.expect("in");
    let failure = me.ask(&prove("wrong-1949")).await.expect_err("wrong");
    assert_eq!(
        (failure.code, failure.field),
        (Code::PasswordWrong, Some(Field::Password))
    );
    let send = PhoneSend {
        phone: phone(NEW_PHONE),
    };
    assert_eq!(failed(me.ask(&send).await), Code::ProofOld);
    let seen = me.ask(&SigninsRead {}).await.expect("read");
    assert!(!seen[0].ok);
    assert_eq!(seen[0].device, "华为 P30");
}

#[tokio::test]
async fn a_stolen_session_gets_five_guesses_and_then_waits() {
    let ground = Ground::new().await;
    let me = Insider::first(&ground, CHEN).await;
    for _ in 0..5 {
        let wrong = me.ask(&prove("wrong-1949")).await;
        assert_eq!(failed(wrong), Code::PasswordWrong);
    }
    // The right one is not even looked at, on neither path.
    assert_eq!(failed(me.ask(&prove(CHEN.password)).await), Code::Slow);
    let changed = me.ask(&change(CHEN.password, NEW, false)).await;
    assert_eq!(failed(changed), Code::Slow);
    // Another of the owner's devices is not held up by it.
    ground.clock.forward_s(60);
    let there = Insider::another(&ground, CHEN, 2).await;
    there.ask(&prove(CHEN.password)).await.expect("in time");
}

#[tokio::test]
async fn a_password_is_changed_by_the_old_one_whenever_that_was_proven() {
    let ground = Ground::new().await;
    let me = Insider::first(&ground, CHEN).await.with_mail(MAIL).await;
    assert_eq!(me.read().await.password_at, None, "the initial one");
    ground.clock.forward_s(3_600);
    me.refresh().await.expect("in");
    let wrong = me.ask(&change("wrong-1949", NEW, true)).await;
    assert_eq!(failed(wrong), Code::PasswordWrong);
    let weak = me.ask(&change(CHEN.password, "abc", true)).await;
    assert_eq!(failed(weak), Code::PasswordWeak);
    let after = me.ask(&change(CHEN.password, NEW, false)).await;
    let after = after.expect("changed");
    assert!(after.password_at.is_some());
    assert_eq!(drained(&ground).await, 2, "phone and mail are told");
    let now = person(&ground, CHEN).await;
    assert_eq!(noted(&ground.campus, &now, What::PasswordChanged).await, 1);
    assert_eq!(
        failed(me.ask(&prove(CHEN.password)).await),
        Code::PasswordWrong
    );
    me.ask(&prove(NEW)).await.expect("the new one");
}

#[tokio::test]
async fn other_sessions_end_with_the_old_password_if_that_is_wished() {
    for end_others in [false, true] {
        let ground = Ground::new().await;
        let old = Insider::first(&ground, CHEN).await;
        ground.clock.forward_s(60);
        let me = Insider::another(&ground, CHEN, 2).await;
        me.ask(&change(CHEN.password, NEW, end_others))
            .await
            .expect("changed");
        me.ask(&MeRead {}).await.expect("this one stays");
        assert_eq!(old.ask(&MeRead {}).await.is_err(), end_others);
        assert_eq!(old.refresh().await.is_err(), end_others);
    }
}

/// 赵敏 signs in with her second ID, whose initial password is its own.
#[tokio::test]
async fn the_password_is_that_of_the_id_that_signed_in() {
    let ground = Ground::on(None, |_| {}).await;
    let mut people = menhu_testkit::PEOPLE.to_vec();
    people[5].password = "bieyige-2024";
    ground.import(&menhu_testkit::roster_csv(&people)).await;
    let second = menhu_testkit::Person {
        password: "bieyige-2024",
        ..*ZHAO_TOO
    };
    let me = Insider::first(&ground, &second).await;
    me.ask(&prove("bieyige-2024")).await.expect("hers");
}
