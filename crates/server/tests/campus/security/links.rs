//! The link of a letter, over the wire and pressed by anybody.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use menhu_protocol::Code;
use menhu_protocol::api::security::{MailUnbindSend, PasswordChange};
use menhu_server::books::audit::What;

use super::*;
use crate::api::people::{CHEN, failed};

async fn sent(ground: &Ground, me: &Insider<'_>, mail: &str) -> Secret {
    me.mail_send(mail).await.expect("sent");
    link_to(ground, mail).await.expect("a link")
}

/// The button of the page, as a browser presses it that was never here.
async fn pressed(ground: &Ground, link: &Secret) -> StatusCode {
    let request = Request::post(format!("/mail/{}", link.expose()))
        .header(header::ORIGIN, ground.campus.config.origin.origin())
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::empty())
        .expect("a request");
    ground.send(request).await.status
}

#[tokio::test]
async fn looking_at_a_link_presses_nothing() {
    let ground = Ground::new().await;
    let me = Insider::first(&ground, CHEN).await;
    let link = sent(&ground, &me, MAIL).await;
    let path = format!("/mail/{}", link.expose());
    for _ in 0..20 {
        for method in ["GET", "HEAD", "OPTIONS"] {
            let request = Request::builder().method(method).uri(&path);
            let answer = ground.send(request.body(Body::empty()).expect("a request"));
            assert!(!answer.await.status.is_server_error(), "{method}");
        }
    }
    assert_eq!(person(&ground, CHEN).await.mail, None);
    assert_eq!(pressed(&ground, &link).await, StatusCode::SEE_OTHER);
    assert!(person(&ground, CHEN).await.mail.is_some());
}

#[tokio::test]
async fn a_link_is_good_at_7199_seconds_and_not_at_7201() {
    for (wait, good) in [(7_199, true), (7_201, false)] {
        let ground = Ground::new().await;
        let me = Insider::first(&ground, CHEN).await;
        let link = sent(&ground, &me, MAIL).await;
        ground.clock.forward_s(wait);
        let done = press(&ground, &link).await;
        assert_eq!(done.is_ok(), good, "after {wait} s");
        assert_eq!(person(&ground, CHEN).await.mail.is_some(), good);
        if let Err(failure) = done {
            assert_eq!(failure.code, Code::LinkOver);
            assert_eq!(drained(&ground).await, 0);
        }
    }
}

#[tokio::test]
async fn a_newer_letter_puts_the_links_before_it_out() {
    let ground = Ground::new().await;
    let me = Insider::first(&ground, CHEN).await;
    let first = sent(&ground, &me, MAIL).await;
    ground.clock.forward_s(60);
    let again = sent(&ground, &me, MAIL).await;
    let other = sent(&ground, &me, "other@mail.example").await;
    for old in [&first, &again] {
        assert_eq!(failed(press(&ground, old).await), Code::LinkOver);
        let path = format!("/mail/{}", old.expose());
        assert!(ground.get(&path).await.status.is_client_error());
    }
    assert_eq!(person(&ground, CHEN).await.mail, None);
    press(&ground, &other).await.expect("the newest");
    // Even the newest of before stays out when the one after it was pressed.
    assert_eq!(failed(press(&ground, &again).await), Code::LinkOver);
}

#[tokio::test]
async fn a_link_pressed_twice_happens_once() {
    let ground = Ground::new().await;
    let me = Insider::first(&ground, CHEN).await;
    let link = sent(&ground, &me, MAIL).await;
    assert_eq!(pressed(&ground, &link).await, StatusCode::SEE_OTHER);
    assert_eq!(pressed(&ground, &link).await, StatusCode::SEE_OTHER);
    let done = press(&ground, &link).await.expect("the same answer");
    assert_eq!(done.mail, "c****@mail.example");
    assert_eq!(drained(&ground).await, 2, "phone and mail, once");
    let now = person(&ground, CHEN).await;
    assert_eq!(noted(&ground.campus, &now, What::MailBound).await, 1);
    // And so it is with unbinding.
    ground.clock.forward_s(60);
    me.ask(&MailUnbindSend {}).await.expect("sent");
    let link = link_to(&ground, MAIL).await.expect("a link");
    for _ in 0..2 {
        press(&ground, &link).await.expect("the same answer");
    }
    assert_eq!(drained(&ground).await, 2, "phone and mail, once");
    assert_eq!(noted(&ground.campus, &now, What::MailUnbound).await, 1);
}

#[tokio::test]
async fn a_link_that_was_used_brings_back_nothing_that_was_undone() {
    let ground = Ground::new().await;
    let me = Insider::first(&ground, CHEN).await;
    let bound = sent(&ground, &me, MAIL).await;
    press(&ground, &bound).await.expect("bound");
    ground.clock.forward_s(60);
    me.ask(&MailUnbindSend {}).await.expect("sent");
    let unbound = link_to(&ground, MAIL).await.expect("a link");
    press(&ground, &unbound).await.expect("unbound");
    assert_eq!(failed(press(&ground, &bound).await), Code::LinkOver);
    assert_eq!(person(&ground, CHEN).await.mail, None);
}

#[tokio::test]
async fn an_invented_link_is_over_and_never_a_fault() {
    let ground = Ground::new().await;
    let me = Insider::first(&ground, CHEN).await;
    let link = sent(&ground, &me, MAIL).await;
    let link = link.expose();
    for invented in [
        "x".to_owned(),
        "A".repeat(43),
        "A".repeat(4_000),
        link[1..].to_owned(),
        format!("{link}A"),
        link.to_ascii_uppercase(),
        "%00".to_owned(),
        "%E9%97%A8".to_owned(),
        "..%2f..%2fme".to_owned(),
        "' or '1'='1".replace(' ', "%20"),
    ] {
        for path in [format!("/mail/{invented}")] {
            let status = ground.get(&path).await.status;
            assert!(status.is_client_error(), "{path:.60}: {status}");
        }
        assert!(
            !pressed(&ground, &Secret::new(invented))
                .await
                .is_server_error()
        );
    }
    assert_eq!(person(&ground, CHEN).await.mail, None);
}

#[tokio::test]
async fn a_new_password_that_ends_sessions_ends_links_too() {
    for end_others in [false, true] {
        let ground = Ground::new().await;
        let thief = Insider::first(&ground, CHEN).await;
        let link = sent(&ground, &thief, "thief@mail.example").await;
        ground.clock.forward_s(60);
        let me = Insider::another(&ground, CHEN, 2).await;
        let change = PasswordChange {
            old: Secret::new(CHEN.password),
            new: Secret::new("lingyige-1949"),
            end_others,
        };
        me.ask(&change).await.expect("changed");
        assert_eq!(press(&ground, &link).await.is_err(), end_others);
    }
}

/// security.md RC-4, §4 9: the host of a link is nobody's to choose.
#[tokio::test]
async fn the_host_of_a_link_is_the_configured_one_whatever_a_request_says() {
    let headers = [
        ("host", "evil.example"),
        ("host", "evil.example:8443"),
        ("host", "menhu@evil.example"),
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "http"),
        ("x-forwarded-port", "8443"),
        ("x-forwarded-prefix", "/evil.example"),
        ("x-forwarded-server", "evil.example"),
        ("x-original-host", "evil.example"),
        ("x-host", "evil.example"),
        ("forwarded", "host=evil.example;proto=http"),
        ("x-original-url", "https://evil.example/"),
        ("x-rewrite-url", "https://evil.example/"),
        ("origin", "https://evil.example"),
        ("referer", "https://evil.example/"),
    ];
    let ground = Ground::new().await;
    let me = Insider::first(&ground, CHEN).await;
    let origin = ground.campus.config.origin.origin();
    for (n, (name, value)) in headers.into_iter().enumerate() {
        if n % 9 == 8 {
            me.next_hour().await;
        }
        let mail = format!("m{n}@mail.example");
        let call = MailSend {
            mail: MailAddress::parse(&mail).expect("a mail"),
        };
        let mut request = me.request(&call).await;
        request
            .headers_mut()
            .insert(name, value.parse().expect("a header"));
        let answer = ground.send(request).await;
        assert!(answer.status.is_success(), "{name}: {}", answer.status);
        let text = texts_to(&ground, &mail).await.remove(0);
        assert!(text.contains(&format!("{origin}/mail/")), "{name}: {text}");
        assert!(!text.contains("evil"), "{name}: {text}");
    }
}
