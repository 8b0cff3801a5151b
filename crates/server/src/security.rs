//! 安全中心: password, phone, mail, and who is in, one function a call, shared by the JSON routes and the
//! pages.
//!
//! Whatever changes how an account is reached asks for the password again after ten minutes, is noted for
//! the owner and told to the old and the new channel (security.md RC-6). The last channel stays.

mod mail;
mod phone;
mod sessions;

use menhu_protocol::api::security as api;
use menhu_protocol::api::security::{MailPending, Security, SigninSeen, SigninWay};
use menhu_protocol::api::session::Done;
use menhu_protocol::values::{MailAddress, MemberId, Phone, Secret};
use menhu_protocol::{Code, Failure, Field, Millis};

use crate::Campus;
use crate::books::audit::{AuditRow, What};
use crate::books::budget::Budget;
use crate::books::person::Person;
use crate::credentials::{self, Guesser};
use crate::identity::code::RESEND_AFTER_MS;
use crate::identity::{HOUR_MS, link, reproof};
use crate::password::{self, End, Setting, Why};
use crate::session::SessionRef;
use crate::trace::Trace;

pub use mail::{
    LinkDone, LinkShown, link_look, link_press, mail_again, mail_send, mail_unbind_send,
};
pub use phone::{code_again, code_out, phone_prove, phone_send, phone_unbind, phone_unbind_send};
pub(crate) use sessions::ENDED_WHY;
pub use sessions::{session_end, sessions, sessions_end_others};

/// How many sign-ins are shown (protocol, `SigninsRead`).
const SIGNINS: i64 = 50;
/// Codes and letters one person may have sent to whatever channel: twice what one number may have, so
/// that nobody who is in writes to strangers on the campus's account.
const MESSAGES_AN_HOUR: i64 = 10;

/// Who asks, in a session that is in.
#[derive(Clone, Copy, Debug)]
pub struct Actor<'a> {
    pub person: &'a Person,
    /// The ID that signed in; `None`: the session is older than that was written down.
    pub member: Option<&'a MemberId>,
    pub session: SessionRef<'a>,
    /// When the password was last proven in this session.
    pub proven_at: Option<Millis>,
    pub trace: &'a Trace,
}

impl Actor<'_> {
    /// What this session's codes and guesses are counted by: no other session can use or spend them.
    fn name(&self) -> String {
        match self.session {
            SessionRef::Device(id) => format!("device:{id}"),
            SessionRef::Browser(id) => format!("browser:{id}"),
        }
    }

    pub(crate) fn noted(&self, campus: &Campus, what: What) -> AuditRow {
        AuditRow::new(campus, &self.person.id, what, self.trace)
    }
}

/// Whether a sensitive act may be done now: a proof of the password counts for ten minutes.
///
/// # Errors
/// `proof_old`.
pub fn fresh(campus: &Campus, actor: &Actor<'_>) -> Result<(), Failure> {
    if reproof::is_fresh(actor.proven_at, campus.clock.now()) {
        Ok(())
    } else {
        Err(Code::ProofOld.into())
    }
}

/// What the security centre shows.
///
/// # Errors
/// `server_fault`.
pub async fn read(campus: &Campus, actor: &Actor<'_>) -> Result<Security, Failure> {
    shown(campus, actor.person).await
}

/// As [`read`], after something changed.
async fn read_again(campus: &Campus, actor: &Actor<'_>) -> Result<Security, Failure> {
    let person = campus.books.person(&actor.person.id).await?;
    shown(campus, &person.ok_or(Code::SessionEnded)?).await
}

async fn shown(campus: &Campus, person: &Person) -> Result<Security, Failure> {
    let now = campus.clock.now();
    let members = campus.books.members_of(&person.id).await?;
    let letter = campus.books.link_out(&person.id, now).await?;
    let closing = campus.books.closing_of(&person.id).await?;
    let pending = letter.filter(|letter| !letter.used);
    Ok(Security {
        phone: person.phone.as_ref().map(Phone::masked),
        mail: person.mail.as_ref().map(MailAddress::masked),
        mail_pending: pending.map(|letter| MailPending {
            to: letter.mail.masked(),
            act: letter.act,
            good_for_s: left_s(letter.sent_at + link::GOOD_FOR_MS, now),
            resend_after_s: left_s(letter.sent_at + RESEND_AFTER_MS, now),
        }),
        password_at: members.iter().filter_map(|m| m.password_at).max(),
        rules: password::rules(campus),
        closes_at: closing.map(|closing| closing.due_at),
        last_channel: person.phone.is_some() != person.mail.is_some(),
    })
}

/// Whole seconds until then.
fn left_s(until: Millis, now: Millis) -> u32 {
    u32::try_from((until - now).max(0) / 1000).unwrap_or(0)
}

/// The password once more. A device's session is proven from here on; a browser's goes on under another
/// secret, which its page writes (security.md TK-10).
///
/// # Errors
/// `malformed` at the password, `password_wrong`, `slow`, `busy`.
pub async fn prove(campus: &Campus, actor: &Actor<'_>, ask: api::Prove) -> Result<Done, Failure> {
    let at = proven_again(campus, actor, &ask.password).await?;
    if let SessionRef::Device(id) = actor.session {
        campus.books.session_prove(id, at).await?;
    }
    Ok(Done {})
}

/// A new password; the old one is its own proof (ASVS 6.2.3).
///
/// # Errors
/// Those of [`prove`]; `malformed` at the new password, `password_weak` with the rules it breaks.
pub async fn password_change(
    campus: &Campus,
    actor: &Actor<'_>,
    ask: api::PasswordChange,
) -> Result<Security, Failure> {
    let proven_at = proven_again(campus, actor, &ask.old).await?;
    let setting = Setting {
        person: actor.person,
        new: &ask.new,
        end: match ask.end_others {
            true => End::AllBut(actor.session),
            false => End::None,
        },
        why: Why::Changed,
        by: actor.trace,
    };
    let judged = password::judged(campus, setting, Some(proven_at)).await?;
    if let Err(trouble) = campus.books.enter(&judged.entry(setting)).await {
        let failure = Failure::from(trouble);
        // Somebody set another one meanwhile: the old one is that no more.
        return Err(match failure.code {
            Code::AttemptOver => Failure::new(Code::PasswordWrong).at(Field::Password),
            _ => failure,
        });
    }
    if let SessionRef::Device(id) = actor.session {
        campus.books.session_prove(id, campus.clock.now()).await?;
    }
    read_again(campus, actor).await
}

/// Checks the password of whoever is in. Guesses are counted for this session by itself: who holds a
/// stolen one gets no more tries by having it, and strangers cannot lock its owner out. When it was proven.
async fn proven_again(
    campus: &Campus,
    actor: &Actor<'_>,
    password: &Secret,
) -> Result<Millis, Failure> {
    let member = match actor.member {
        Some(member) => member.clone(),
        None => {
            let members = campus.books.members_of(&actor.person.id).await?;
            let newest = members.into_iter().max_by_key(|m| m.password_at);
            newest.ok_or(Code::SessionEnded)?.id
        }
    };
    let name = actor.name();
    let checked = credentials::proven(
        campus,
        &actor.trace.caller,
        &member.into(),
        password,
        Guesser::Known(&name),
    )
    .await;
    match checked {
        Err(failure) if failure.code == Code::PasswordWrong => {
            let way = match actor.session {
                SessionRef::Device(_) => SigninWay::App,
                SessionRef::Browser(_) => SigninWay::Password,
            };
            let row = AuditRow::guess_wrong(campus, &actor.person.id, way, actor.trace);
            campus.books.audit_put(&row).await?;
            Err(failure)
        }
        checked => checked.map(|proven| proven.at),
    }
}

/// My last sign-ins, newest first.
///
/// # Errors
/// `server_fault`.
pub async fn signins(campus: &Campus, actor: &Actor<'_>) -> Result<Vec<SigninSeen>, Failure> {
    let rows = campus.books.signins_of(&actor.person.id, SIGNINS).await?;
    Ok(rows
        .into_iter()
        .map(|row| SigninSeen {
            at: row.at,
            way: row.way.unwrap_or(SigninWay::Other),
            ok: row.what == What::SignedIn,
            device: row.device,
            network: row.network,
        })
        .collect())
}

/// One message of a person's ten an hour. It is paid for with the message, and given back only where that
/// surely did not leave: a gateway that hiccups is no way around it.
fn messages(person: &Person) -> [Budget; 1] {
    [Budget {
        bucket: format!("security:hour:{}", person.id),
        limit: MESSAGES_AN_HOUR,
        window: HOUR_MS,
    }]
}

/// That nothing is to be done: it is so already.
fn so_already(field: Field) -> Failure {
    Failure::new(Code::OutOfOrder).at(field)
}
