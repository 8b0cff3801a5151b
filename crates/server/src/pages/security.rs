//! 安全中心 (seed B §三): W-31 what there is, W-32 修改密码, W-33/34 another phone, W-35 no phone any
//! more, W-36/37 another mail, W-28 no mail any more, W-29 密保问题, W-39 登录的设备和最近登录. The link in a letter, W-38,
//! is [`super::mail_link`]: it needs no sign-in.
//!
//! The rules are [`crate::security`]'s. Whoever did not prove the password for ten minutes is asked for it
//! before a form is shown, so that nothing typed is lost on the way.

mod letter;
mod mail;
mod password;
mod phone;
mod questions;
mod sessions;
mod unmail;
mod unphone;

use askama::Template;
use axum::Router;
use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use menhu_protocol::api::security::{MailAct, MailPending, Security};
use menhu_protocol::{Code, Failure};

use super::Portal;
use super::frame::{Frame, go, page};
use super::guard::Refused;
use super::me::Inside;
use super::wording;
use crate::{Campus, question, security};

/// Where the pages of this folder begin.
pub(crate) const CENTRE: &str = "/me/security";

pub(crate) fn routes(campus: &Campus) -> Router<Portal> {
    let pages = Router::new()
        .route("/me/security", get(show))
        .route(
            "/me/security/password",
            get(password::show).post(password::send),
        )
        .route("/me/security/phone", get(phone::show).post(phone::send))
        .route(
            "/me/security/phone/code",
            get(phone::code).post(phone::prove),
        )
        .route(
            "/me/security/phone/code/again",
            get(phone::code).post(phone::again),
        )
        .route(
            "/me/security/phone/unbind",
            get(unphone::show).post(unphone::prove),
        )
        .route(
            "/me/security/phone/unbind/send",
            get(unphone::show).post(unphone::send),
        )
        .route("/me/security/mail", get(mail::show).post(mail::send))
        .route(
            "/me/security/mail/letter",
            get(letter::show).post(letter::again),
        )
        .route(
            "/me/security/mail/unbind",
            get(unmail::show).post(unmail::send),
        )
        .route("/me/sessions", get(sessions::show))
        .route("/me/sessions/end", get(sessions::show).post(sessions::end))
        .route(
            "/me/sessions/end-others",
            get(sessions::show).post(sessions::end_others),
        );
    if question::are_on(campus) {
        pages.route(questions::HERE, get(questions::show).post(questions::send))
    } else {
        pages
    }
}

/// What was done on the page before, as W-31 tells it: the query of its address. It names nobody, and a
/// made-up one can only claim what the rows below it show not to be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Happened {
    Password,
    PasswordAndOthersEnded,
    PhoneBound,
    PhoneChanged,
    PhoneUnbound,
    Questions,
}

impl Happened {
    const ALL: [(Self, &'static str); 6] = [
        (Self::Password, "password"),
        (Self::PasswordAndOthersEnded, "password-ended"),
        (Self::PhoneBound, "phone-bound"),
        (Self::PhoneChanged, "phone-changed"),
        (Self::PhoneUnbound, "phone-unbound"),
        (Self::Questions, "questions"),
    ];

    fn of(query: Option<&str>) -> Option<Self> {
        let found = Self::ALL.iter().find(|(_, name)| query == Some(name));
        found.map(|(happened, _)| *happened)
    }

    /// Back to W-31, which says it.
    fn go(self) -> Response {
        let found = Self::ALL.iter().find(|(happened, _)| *happened == self);
        go(&format!("{CENTRE}?{}", found.map_or("", |(_, name)| *name)))
    }

    /// What happened; `None` when the rows say otherwise.
    fn worded(self, f: Frame<'_>, security: &Security) -> Option<String> {
        let phone = security.phone.as_deref();
        Some(match (self, phone) {
            (Self::Password, _) => f.say("web-security-done-password"),
            (Self::PasswordAndOthersEnded, _) => f.say("web-security-done-password-ended"),
            (Self::PhoneBound, Some(phone)) => {
                f.say_with("web-security-done-phone-bound", &[("phone", phone)])
            }
            (Self::PhoneChanged, Some(phone)) => {
                f.say_with("web-security-done-phone-changed", &[("phone", phone)])
            }
            (Self::Questions, _) => f.say("web-security-done-questions"),
            (Self::PhoneUnbound, None) => f.say("web-security-done-phone-unbound"),
            _ => return None,
        })
    }

    /// Who was told.
    fn told(self, f: Frame<'_>, security: &Security) -> Option<String> {
        let told = match (security.phone.as_deref(), security.mail.as_deref()) {
            (Some(phone), Some(mail)) => Some(f.say_with(
                "web-security-told-both",
                &[("phone", phone), ("mail", mail)],
            )),
            (Some(phone), None) => Some(f.say_with("web-security-told-phone", &[("phone", phone)])),
            (None, Some(mail)) => Some(f.say_with("web-security-told-mail", &[("mail", mail)])),
            (None, None) => None,
        };
        match self {
            Self::PhoneChanged | Self::PhoneUnbound => {
                let former = f.say("web-security-told-former");
                Some(told.map_or_else(|| former.clone(), |told| format!("{told}{former}")))
            }
            _ => told,
        }
    }
}

#[derive(Template)]
#[template(path = "security/centre.html")]
struct Centre<'a> {
    f: Frame<'a>,
    security: &'a Security,
    /// The day the password was last set.
    password_at: Option<String>,
    letter: Option<Letter>,
    /// `None`: this campus has no 密保问题.
    questions: Option<Questions>,
    /// The day the account will be closed.
    closes: Option<String>,
    done: Option<String>,
    told: Option<String>,
}

/// How 密保问题 stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Questions {
    /// Neither phone nor mail is bound to be told by: first one of them.
    Early,
    Unset,
    Set,
}

impl Questions {
    async fn of(inside: &Inside) -> Result<Option<Self>, Failure> {
        let campus = &inside.visit.portal.campus;
        if !question::are_on(campus) {
            return Ok(None);
        }
        let chosen = question::chosen(campus, &inside.person).await?;
        Ok(Some(match chosen {
            _ if !question::has_channel(&inside.person) => Self::Early,
            Some(_) => Self::Set,
            None => Self::Unset,
        }))
    }
}

/// A letter whose button was not pressed yet.
struct Letter {
    text: String,
    good_for_s: u32,
    /// Time of day until which its link is good.
    until: String,
    /// The script puts minutes and seconds in, as for codes.
    remaining: String,
}

impl Letter {
    fn of(inside: &Inside, f: Frame<'_>, pending: &MailPending) -> Self {
        let to = [("to", pending.to.as_str())];
        Self {
            text: match pending.act {
                MailAct::Bind => f.say_with("web-security-mail-pending-bind", &to),
                MailAct::Unbind => f.say_with("web-security-mail-pending-unbind", &to),
            },
            good_for_s: pending.good_for_s,
            until: letter::until(inside, f, pending.good_for_s),
            remaining: letter::remaining(f),
        }
    }
}

/// W-31.
async fn show(inside: Inside, RawQuery(query): RawQuery) -> Result<Response, Refused> {
    let campus = &inside.visit.portal.campus;
    let security = security::read(campus, &inside.actor()).await?;
    let f = inside.visit.frame("W-31");
    let day = |at| wording::day(inside.visit.words(), at);
    let questions = Questions::of(&inside).await?;
    let happened = Happened::of(query.as_deref())
        .filter(|one| *one != Happened::Questions || questions == Some(Questions::Set));
    let done = happened.and_then(|happened| happened.worded(f, &security));
    let shown = Centre {
        f,
        password_at: security.password_at.map(day),
        letter: security
            .mail_pending
            .as_ref()
            .map(|pending| Letter::of(&inside, f, pending)),
        questions,
        closes: security.closes_at.map(day),
        told: match (&done, happened) {
            (Some(_), Some(happened)) => happened.told(f, &security),
            _ => None,
        },
        done,
        security: &security,
    };
    page(StatusCode::OK, &shown)
}

/// The failures that are no fault of a field: the person is taken to where they can go on.
fn redirected(inside: &Inside, failure: &Failure) -> Option<Response> {
    match failure.code {
        Code::ProofOld => Some(inside.again()),
        // Ended on another device, while the form was filled in.
        Code::SessionEnded => Some(go("/login")),
        _ => None,
    }
}
