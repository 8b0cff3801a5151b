//! 密保邮箱: bound and unbound by a letter with a link to the address, and the one button behind it. It
//! works wherever the letter is read, signed in or not: who reads it holds the address.
//!
//! An address that another account has is written to like any other, so that nobody learns which have
//! one; pressing the button is what fails.

use menhu_protocol::api::security as api;
use menhu_protocol::api::security::{MailAct, MailSent};
use menhu_protocol::values::{Channel, MailAddress, Secret};
use menhu_protocol::{Code, Failure, Field};

use super::{Actor, fresh, left_s, messages, so_already};
use crate::books::audit::{AuditRow, What};
use crate::books::link::{LinkPress, LinkPut, MailLink};
use crate::delivery::{self, Link, Unsent};
use crate::identity::code::RESEND_AFTER_MS;
use crate::identity::link::GOOD_FOR_MS;
use crate::keys::fingerprint;
use crate::trace::Trace;
use crate::{Campus, codes, identity};

/// What the page behind a link shows before its button is pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkShown {
    pub act: MailAct,
    /// `陈**`: who holds the address sees whose account it is, and no more.
    pub name: String,
    /// Last four of the ID.
    pub member: String,
    /// Masked.
    pub mail: String,
    /// The button was pressed.
    pub done: bool,
}

/// What the button did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkDone {
    pub act: MailAct,
    /// Masked.
    pub mail: String,
    /// Where they were going, sealed.
    pub ticket: Option<String>,
}

/// A letter to the address that is to be bound. `ticket`: where they were going, sealed.
///
/// # Errors
/// `proof_old`; `out_of_order` at a mail that is bound already; `code_too_soon`, `code_budget`,
/// `mail_down`.
pub async fn mail_send(
    campus: &Campus,
    actor: &Actor<'_>,
    ask: api::MailSend,
    ticket: Option<String>,
) -> Result<MailSent, Failure> {
    fresh(campus, actor)?;
    if actor.person.mail.as_ref() == Some(&ask.mail) {
        return Err(so_already(Field::Mail));
    }
    letter(campus, actor, MailAct::Bind, &ask.mail, ticket).await
}

/// A letter to the bound address, so that it can be unbound.
///
/// # Errors
/// `proof_old`, `out_of_order` without a mail, `last_channel`; `code_too_soon`, `code_budget`,
/// `mail_down`.
pub async fn mail_unbind_send(campus: &Campus, actor: &Actor<'_>) -> Result<MailSent, Failure> {
    fresh(campus, actor)?;
    let mail = actor.person.mail.as_ref();
    let mail = mail.ok_or_else(|| so_already(Field::Mail))?;
    if actor.person.phone.is_none() {
        return Err(Code::LastChannel.into());
    }
    letter(campus, actor, MailAct::Unbind, mail, None).await
}

/// The same letter once more; the link before it leads nowhere then.
///
/// # Errors
/// Those of the letter before; `out_of_order` when none waits for its button.
pub async fn mail_again(campus: &Campus, actor: &Actor<'_>) -> Result<MailSent, Failure> {
    let out = out(campus, actor).await?.ok_or(Code::OutOfOrder)?;
    match out.act {
        MailAct::Bind => {
            let ask = api::MailSend { mail: out.mail };
            mail_send(campus, actor, ask, out.return_ticket).await
        }
        MailAct::Unbind => mail_unbind_send(campus, actor).await,
    }
}

/// The letter that waits for its button.
async fn out(campus: &Campus, actor: &Actor<'_>) -> Result<Option<MailLink>, Failure> {
    let now = campus.clock.now();
    let newest = campus.books.link_out(&actor.person.id, now).await?;
    Ok(newest.filter(|link| !link.used))
}

fn told(campus: &Campus, link: &MailLink) -> MailSent {
    let now = campus.clock.now();
    MailSent {
        to: link.mail.masked(),
        good_for_s: left_s(link.sent_at + GOOD_FOR_MS, now),
        resend_after_s: left_s(link.sent_at + RESEND_AFTER_MS, now),
    }
}

async fn letter(
    campus: &Campus,
    actor: &Actor<'_>,
    act: MailAct,
    mail: &MailAddress,
    ticket: Option<String>,
) -> Result<MailSent, Failure> {
    handed_over(campus, actor, act, mail, ticket).await
}

async fn handed_over(
    campus: &Campus,
    actor: &Actor<'_>,
    act: MailAct,
    mail: &MailAddress,
    return_ticket: Option<String>,
) -> Result<MailSent, Failure> {
    let to = Channel::from(mail.clone());
    let paid = codes::paid(campus, &actor.trace.caller, &to, &messages(actor.person)).await?;
    let secret = identity::secret(campus.dice.as_ref());
    let mut link = MailLink {
        id: fingerprint(secret.expose()),
        person: actor.person.id.clone(),
        act,
        mail: mail.clone(),
        return_ticket,
        sent_at: campus.clock.now(),
        used: false,
        void: false,
    };
    let put = LinkPut {
        link: &link,
        session: actor.session,
    };
    campus.books.enter(&put).await?;
    if let Err(unsent) = delivery::send_link(campus, mail, &Link { act, secret }).await? {
        // Where it may arrive, the link stays good.
        if let Unsent::Surely(_) = unsent {
            campus.books.link_unsent(&link.id).await?;
        }
        return Err(paid.unsent(campus, &to, &unsent).await?);
    }
    link.sent_at = campus.clock.now();
    campus.books.link_sent(&link.id, link.sent_at).await?;
    Ok(told(campus, &link))
}

/// What is behind a link. Looking is not pressing, so that a mail scanner does no harm.
///
/// # Errors
/// `link_over`.
pub async fn link_look(campus: &Campus, secret: &Secret) -> Result<LinkShown, Failure> {
    let link = found(campus, secret).await?;
    let person = campus.books.person(&link.person).await?;
    let members = campus.books.members_of(&link.person).await?;
    Ok(LinkShown {
        act: link.act,
        name: person.map(|p| masked(&p.name)).unwrap_or_default(),
        member: members
            .first()
            .map(|member| member.id.last_four())
            .unwrap_or_default(),
        mail: link.mail.masked(),
        done: link.used,
    })
}

/// The button. Pressed twice, it happens once.
///
/// # Errors
/// `link_over`, `mail_taken` when another account was faster, `last_channel`.
pub async fn link_press(
    campus: &Campus,
    secret: &Secret,
    trace: &Trace,
) -> Result<LinkDone, Failure> {
    let link = found(campus, secret).await?;
    let what = match link.act {
        MailAct::Bind => What::MailBound,
        MailAct::Unbind => What::MailUnbound,
    };
    let press = LinkPress {
        id: &link.id,
        person: &link.person,
        noted: &AuditRow::new(campus, &link.person, what, trace).fact(link.mail.masked()),
        now: campus.clock.now(),
    };
    let link = campus.books.enter(&press).await?;
    Ok(LinkDone {
        act: link.act,
        mail: link.mail.masked(),
        ticket: link.return_ticket,
    })
}

async fn found(campus: &Campus, secret: &Secret) -> Result<MailLink, Failure> {
    let id = fingerprint(secret.expose());
    let link = campus.books.link_look(&id, campus.clock.now()).await?;
    link.ok_or_else(|| Code::LinkOver.into())
}

/// The first character of a name.
fn masked(name: &str) -> String {
    let first: String = name.chars().take(1).collect();
    format!("{first}**")
}
