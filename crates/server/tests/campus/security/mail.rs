use menhu_protocol::api::security::{MailAct, MailUnbindSend};
use menhu_protocol::{Clock as _, Code, Field};
use menhu_server::books::audit::What;
use menhu_server::config::MailConfig;
use menhu_server::security;

use super::*;
use crate::api::people::{CHEN, WANG, failed};

#[tokio::test]
async fn a_mail_is_bound_by_the_button_and_phone_and_mails_old_and_new_are_told() {
    let ground = Ground::new().await;
    let me = Insider::first(&ground, CHEN).await.with_mail(MAIL).await;
    let sent = me.mail_send("shufen@new.example").await.expect("sent");
    assert_eq!(sent.to, "s****@new.example");
    assert_eq!((sent.good_for_s, sent.resend_after_s), (7_200, 60));
    let waits = me.read().await;
    assert_eq!(waits.mail.as_deref(), Some("c****@mail.example"), "not yet");
    let pending = waits.mail_pending.expect("a letter");
    assert_eq!((pending.act, pending.good_for_s), (MailAct::Bind, 7_200));
    assert_eq!(pending.resend_after_s, 60, "as the answer said");
    ground.clock.forward_s(59);
    let pending = me.read().await.mail_pending.expect("a letter");
    assert_eq!((pending.good_for_s, pending.resend_after_s), (7_141, 1));
    assert_eq!(drained(&ground).await, 0, "nothing happened yet");

    let link = link_to(&ground, "shufen@new.example")
        .await
        .expect("a link");
    let shown = security::link_look(&ground.campus, &link).await;
    let shown = shown.expect("good");
    assert_eq!(
        (shown.act, &*shown.name, &*shown.mail, shown.done),
        (MailAct::Bind, "陈**", "s****@new.example", false)
    );
    press(&ground, &link).await.expect("bound");
    let after = me.read().await;
    assert_eq!(after.mail.as_deref(), Some("s****@new.example"));
    assert_eq!(after.mail_pending, None);
    assert_eq!(drained(&ground).await, 3);
    let all = ["+8613800138000", MAIL, "shufen@new.example"];
    told(&ground, all, "绑定了邮箱 s****@new.example").await;
}

#[tokio::test]
async fn the_letter_is_in_both_languages_and_names_the_way_out() {
    let ground = Ground::new().await;
    let me = Insider::first(&ground, CHEN).await;
    me.mail_send(MAIL).await.expect("sent");
    let text = texts_to(&ground, MAIL).await.remove(0);
    let desk = &ground.campus.config.campus.desk.phone;
    for part in ["绑定", "2 小时", "2 hours", "Bind", desk] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(
        !text.contains(CHEN.name) && !text.contains(CHEN.member),
        "{text}"
    );
}

#[tokio::test]
async fn a_mail_that_is_bound_already_gets_no_letter() {
    let ground = Ground::new().await;
    let me = Insider::first(&ground, CHEN).await.with_mail(MAIL).await;
    let before = messages(&ground).await;
    // Case makes no other mailbox.
    let failure = me.mail_send("Chen@MAIL.example").await.expect_err("bound");
    assert_eq!(
        (failure.code, failure.field),
        (Code::OutOfOrder, Some(Field::Mail))
    );
    assert_eq!(messages(&ground).await, before);
}

#[tokio::test]
async fn whose_a_mail_is_is_said_only_at_the_button() {
    let ground = Ground::new().await;
    let wang = Insider::first(&ground, WANG)
        .await
        .with_mail("wang@mail.example");
    let _wang = wang.await;
    let me = Insider::first(&ground, CHEN).await;
    let taken = me.mail_send("wang@mail.example").await;
    let free = me.mail_send("nobody@mail.example").await.expect("sent");
    // A minute has passed for neither: the answers are those of any address.
    assert_eq!(
        failed(taken),
        Code::CodeTooSoon,
        "it was written to just now"
    );
    ground.clock.forward_s(60);
    let taken = me
        .mail_send("wang@mail.example")
        .await
        .expect("the same answer");
    assert_eq!(
        (taken.good_for_s, taken.resend_after_s),
        (free.good_for_s, free.resend_after_s)
    );
    let link = link_to(&ground, "wang@mail.example").await.expect("a link");
    let failure = press(&ground, &link).await.expect_err("taken");
    assert_eq!(
        (failure.code, failure.field),
        (Code::MailTaken, Some(Field::Mail))
    );
    assert_eq!(person(&ground, CHEN).await.mail, None);
    assert_eq!(
        drained(&ground).await,
        0,
        "nothing happened: nobody is told"
    );
}

#[tokio::test]
async fn a_mail_is_unbound_by_a_letter_to_it() {
    let ground = Ground::new().await;
    let me = Insider::first(&ground, CHEN).await.with_mail(MAIL).await;
    ground.clock.forward_s(60);
    me.ask(&MailUnbindSend {}).await.expect("sent");
    let pending = me.read().await.mail_pending.expect("a letter");
    assert_eq!(pending.act, MailAct::Unbind);
    let link = link_to(&ground, MAIL).await.expect("a link");
    let done = press(&ground, &link).await.expect("unbound");
    assert_eq!(done.act, MailAct::Unbind);
    assert_eq!(me.read().await.mail, None);
    assert_eq!(drained(&ground).await, 2);
    let both = ["+8613800138000", MAIL];
    told(&ground, both, "不再绑定邮箱 c****@mail.example").await;
    assert_eq!(
        failed(me.ask(&MailUnbindSend {}).await),
        Code::OutOfOrder,
        "there is none"
    );
}

#[tokio::test]
async fn the_only_channel_is_not_unbound_even_by_a_letter_that_was_sent_before() {
    use menhu_protocol::api::security::{PhoneUnbind, PhoneUnbindSend};
    let ground = Ground::new().await;
    let me = Insider::first(&ground, CHEN).await.with_mail(MAIL).await;
    ground.clock.forward_s(60);
    me.ask(&MailUnbindSend {}).await.expect("sent");
    let link = link_to(&ground, MAIL).await.expect("a link");
    me.ask(&PhoneUnbindSend {}).await.expect("sent");
    let digits = ground.code_to("+8613800138000").await.expect("an SMS");
    let code = crate::api::people::code(&digits);
    me.ask(&PhoneUnbind { code })
        .await
        .expect("the mail is left");
    drained(&ground).await;
    assert_eq!(failed(press(&ground, &link).await), Code::LastChannel);
    assert!(me.read().await.mail.is_some());
    assert_eq!(drained(&ground).await, 0);
    ground.clock.forward_s(60);
    let before = messages(&ground).await;
    assert_eq!(failed(me.ask(&MailUnbindSend {}).await), Code::LastChannel);
    assert_eq!(messages(&ground).await, before, "no letter either");
}

#[tokio::test]
async fn where_somebody_was_going_comes_back_with_the_button() {
    let ground = Ground::new().await;
    activated(&ground, CHEN).await;
    let (chen, member, trace) = (person(&ground, CHEN).await, member(CHEN), trace());
    browser_in_books(&ground, &chen, &member).await;
    let me = browser(&chen, &member, ground.clock.now(), &trace);
    let mail = MailAddress::parse(MAIL).expect("a mail");
    let ticket = Some("sealed-ticket".to_owned());
    security::mail_send(&ground.campus, &me, MailSend { mail }, ticket.clone())
        .await
        .expect("sent");
    ground.clock.forward_s(61);
    // Sent again, it is still the same way.
    security::mail_again(&ground.campus, &me)
        .await
        .expect("sent");
    let link = link_to(&ground, MAIL).await.expect("a link");
    assert_eq!(press(&ground, &link).await.expect("bound").ticket, ticket);
}

#[tokio::test]
async fn a_mail_server_that_is_not_there_is_mail_down_and_the_link_before_stays_good() {
    let ground = Ground::new().await;
    let me = Insider::first(&ground, CHEN).await;
    me.mail_send(MAIL).await.expect("sent");
    let link = link_to(&ground, MAIL).await.expect("a link");
    let (chen, member, trace) = (person(&ground, CHEN).await, member(CHEN), trace());
    browser_in_books(&ground, &chen, &member).await;
    let actor = browser(&chen, &member, ground.clock.now(), &trace);
    // The same books, with no way out for mail.
    let mut config = (*ground.campus.config).clone();
    config.mail = MailConfig::Off;
    let campus = Campus::open(
        config,
        ground.campus.clock.clone(),
        ground.campus.dice.clone(),
    );
    let campus = campus.await.expect("a campus");
    for _ in 0..12 {
        let mail = MailAddress::parse("other@mail.example").expect("a mail");
        let sent = security::mail_send(&campus, &actor, MailSend { mail }, None).await;
        assert_eq!(failed(sent), Code::MailDown, "nothing is used up");
    }
    press(&ground, &link)
        .await
        .expect("the one before counts again");
    let now = person(&ground, CHEN).await;
    assert_eq!(noted(&campus, &now, What::MailBound).await, 1);
}
