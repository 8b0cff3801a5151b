//! The security centre: what it does, what it refuses, and who is told.

mod links;
mod mail;
mod password;
mod phone;
mod sessions;
mod tables;
mod times;

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Mutex;

use axum::body::Body;
use axum::http::Request;
use menhu_protocol::api::Call;
use menhu_protocol::api::security::{MailSend, MailSent, Prove, Security, SecurityRead, SigninWay};
use menhu_protocol::api::session::{Refresh, Tokens};
use menhu_protocol::values::{MailAddress, MemberId, Secret};
use menhu_protocol::{Clock as _, Failure, Millis};
use menhu_server::books::audit::{AuditRow, What};
use menhu_server::books::browser::{BrowserSession, BrowserStart};
use menhu_server::books::person::Person;
use menhu_server::delivery;
use menhu_server::security::{self, Actor, LinkDone};
use menhu_server::session::SessionRef;
use menhu_server::trace::Trace;
use menhu_server::{Caller, Campus};
use menhu_testkit as testkit;

use crate::api::people::{activated, member, signed_in};
use crate::device::Handset;
use crate::ground::{Answer, Ground};

pub const MAIL: &str = "chen@mail.example";
pub const NEW_PHONE: &str = "13912345678";
pub const NEW_E164: &str = "+8613912345678";

/// A device that is in.
pub struct Insider<'a> {
    ground: &'a Ground,
    handset: Handset,
    tokens: Mutex<Tokens>,
    password: &'static str,
}

impl<'a> Insider<'a> {
    /// The first device of a person who is activated by it.
    pub async fn first(ground: &'a Ground, person: &testkit::Person) -> Self {
        activated(ground, person).await;
        // A key of each person's own.
        let key = person.member.bytes().fold(100, u8::wrapping_add);
        Self::another(ground, person, key).await
    }

    /// The whole way in with the key of this number.
    pub async fn another(ground: &'a Ground, person: &testkit::Person, key: u8) -> Self {
        let handset = Handset::new(key);
        let tokens = signed_in(ground, &handset, person).await;
        Self {
            ground,
            handset,
            tokens: tokens.into(),
            password: person.password,
        }
    }

    pub fn access(&self) -> Secret {
        self.tokens.lock().expect("one test").access.clone()
    }

    pub async fn ask<C: Call>(&self, call: &C) -> Result<C::Reply, Failure> {
        self.ground
            .ask_in(&self.handset, &self.access(), call)
            .await
    }

    /// Takes new tokens; time went by.
    pub async fn refresh(&self) -> Result<(), Failure> {
        let refresh = self.tokens.lock().expect("one test").refresh.clone();
        let next = self
            .ground
            .ask_by(&self.handset, &Refresh { refresh })
            .await?;
        *self.tokens.lock().expect("one test") = next;
        Ok(())
    }

    /// A call as it goes over the wire, to be bent before it is sent.
    pub async fn request<C: Call>(&self, call: &C) -> Request<Body> {
        let (handset, access) = (&self.handset, self.access());
        self.ground
            .request(call, Some(handset), Some(&access))
            .await
    }

    /// The same call with a body of one's own choice.
    pub async fn raw<C: Call>(&self, call: &C, body: &[u8]) -> Answer {
        let (parts, _) = self.request(call).await.into_parts();
        let body = Body::from(body.to_vec());
        self.ground.send(Request::from_parts(parts, body)).await
    }

    /// An hour later, with the password proven: ten more messages may go out.
    pub async fn next_hour(&self) {
        self.ground.clock.forward_s(3_601);
        self.refresh().await.expect("in");
        let prove = Prove {
            password: Secret::new(self.password),
        };
        self.ask(&prove).await.expect("right");
    }

    pub async fn read(&self) -> Security {
        self.ask(&SecurityRead {}).await.expect("read")
    }

    pub async fn mail_send(&self, mail: &str) -> Result<MailSent, Failure> {
        let mail = MailAddress::parse(mail).expect("a mail");
        self.ask(&MailSend { mail }).await
    }

    /// Binds a mail by its letter.
    pub async fn with_mail(self, mail: &str) -> Self {
        self.mail_send(mail).await.expect("sent");
        let link = link_to(self.ground, mail).await.expect("a letter");
        press(self.ground, &link).await.expect("bound");
        drained(self.ground).await;
        self
    }
}

pub async fn person(ground: &Ground, id: &testkit::Person) -> Person {
    let member = ground.campus.books.member(&member(id)).await;
    let member = member.expect("books").expect("a member");
    let person = ground.campus.books.person(&member.person).await;
    person.expect("books").expect("a person")
}

pub fn trace() -> Trace {
    Trace {
        caller: Caller {
            address: IpAddr::V4(Ipv4Addr::new(203, 0, 113, 9)),
        },
        device: "Windows · Chrome".to_owned(),
    }
}

/// Somebody who is in with a browser, as the pages make them.
pub fn browser<'a>(
    person: &'a Person,
    member: &'a MemberId,
    proven_at: Millis,
    trace: &'a Trace,
) -> Actor<'a> {
    Actor {
        person,
        member: Some(member),
        session: SessionRef::Browser("browser"),
        proven_at: Some(proven_at),
        trace,
    }
}

/// The session of [`browser`], in the books.
pub async fn browser_in_books(ground: &Ground, person: &Person, member: &MemberId) {
    let now = ground.clock.now();
    let session = BrowserSession {
        id: "browser".to_owned(),
        secret: "a secret".to_owned(),
        person: person.id.clone(),
        member: member.clone(),
        browser: "its own".to_owned(),
        browser_name: trace().device,
        way: SigninWay::Password,
        signed_in_at: now,
        seen_at: now,
        proven_at: now,
        unmet: Vec::new(),
    };
    let start = BrowserStart {
        session: &session,
        password_at: None,
        before: None,
        noted: &AuditRow::new(&ground.campus, &person.id, What::SignedIn, &trace()),
        now,
    };
    ground.campus.books.enter(&start).await.expect("in");
}

/// The texts that went to a channel, newest first.
pub async fn texts_to(ground: &Ground, to: &str) -> Vec<String> {
    let outbox = delivery::outbox_read(&ground.campus).await;
    let outbox = outbox.expect("the outbox").into_iter();
    outbox.filter(|m| m.to == to).map(|m| m.text).collect()
}

/// Asserts that something was said to all of them.
pub async fn told<const N: usize>(ground: &Ground, channels: [&str; N], what: &str) {
    for to in channels {
        let texts = texts_to(ground, to).await;
        assert!(
            texts.iter().any(|text| text.contains(what)),
            "{to}: {texts:?}"
        );
    }
}

/// How many messages went out at all.
pub async fn messages(ground: &Ground) -> usize {
    let outbox = delivery::outbox_read(&ground.campus).await;
    outbox.expect("the outbox").len()
}

/// Sends the notices that wait; how many there were.
pub async fn drained(ground: &Ground) -> u32 {
    let sent = delivery::drain(&ground.campus).await.expect("sent");
    assert_eq!(ground.campus.books.jobs_waiting().await.expect("books"), 0);
    sent
}

/// The secret of the link in the newest letter to an address that has one.
pub async fn link_to(ground: &Ground, mail: &str) -> Option<Secret> {
    let text = texts_to(ground, mail).await;
    let text = text.iter().find(|text| text.contains("/mail/"))?;
    let (_, rest) = text.split_once("/mail/")?;
    Some(Secret::new(rest.split_whitespace().next()?))
}

pub async fn press(ground: &Ground, link: &Secret) -> Result<LinkDone, Failure> {
    security::link_press(&ground.campus, link, &trace()).await
}

/// How often something is in a person's audit.
pub async fn noted(campus: &Campus, person: &Person, what: What) -> usize {
    let rows = campus.books.audit_of(&person.id, 1_000).await;
    let rows = rows.expect("books").into_iter();
    rows.filter(|row| row.what == what).count()
}
