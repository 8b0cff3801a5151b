//! Signing in with a browser: account and password, a new password where the old one breaks today's
//! rules, the password once more before what is sensitive, and out again.

use menhu_protocol::api::security::{Prove, SigninWay};
use menhu_protocol::values::{AccountName, Secret};
use menhu_protocol::{Code, Failure};

use crate::books::audit::{AuditRow, What};
use crate::books::browser::{BrowserSession, BrowserStart};
use crate::books::person::Person;
use crate::credentials::{self, Guesser, Proven};
use crate::identity::lockout::{self, Turn};
use crate::keys::{self, fingerprint, written};
use crate::password::{self, End, Setting, Why};
use crate::security::Actor;
use crate::trace::Trace;
use crate::{Campus, identity, security};

/// What a browser came with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cookies<'a> {
    /// Of the session it is in, or was.
    pub session: Option<&'a Secret>,
    /// Its own, which outlives its sessions.
    pub browser: Option<&'a Secret>,
}

/// What a person typed.
#[derive(Clone, Debug)]
pub struct Ask {
    pub account: AccountName,
    pub password: Secret,
}

/// A browser that is in.
#[derive(Clone, Debug)]
pub struct In {
    /// Opens the session; never one the browser had before (security.md TK-10).
    pub session: Secret,
    /// The browser's own; from here on strangers cannot lock it out.
    pub browser: Secret,
    pub person: Person,
    pub next: Next,
}

/// What comes before the page they were going to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// The password breaks today's rules: nothing else can be reached until there is a new one.
    NewPassword,
    /// No phone is bound: without one nobody recovers a password. It can wait.
    BindPhone,
    Land,
}

impl Next {
    /// What comes next in a session.
    pub fn of(session: &BrowserSession, person: &Person) -> Self {
        if !session.unmet.is_empty() {
            Self::NewPassword
        } else if person.phone.is_none() {
            Self::BindPhone
        } else {
            Self::Land
        }
    }
}

/// Whether a sign-in has to bring a captcha (design.md §9, "guessing": after the free tries).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Captcha {
    No,
    /// The free tries are used up and the wait is not over: nothing is checked, so none is needed yet.
    Later,
    Now,
}

/// What a sign-in to this account would have to bring. Accounts that do not exist ask the same.
///
/// # Errors
/// `server_fault`.
pub async fn captcha(
    campus: &Campus,
    trace: &Trace,
    cookies: Cookies<'_>,
    account: &AccountName,
) -> Result<Captcha, Failure> {
    let seen = Seen::of(campus, cookies, account).await?;
    let (caller, guesser) = (&trace.caller, seen.guesser());
    let turn = credentials::turn(campus, caller, account, &seen.person, guesser).await?;
    Ok(match turn {
        turn if !turn.is_past_free(&lockout::BY_ONE) => Captcha::No,
        Turn::Wait(_) => Captcha::Later,
        Turn::Go { .. } => Captcha::Now,
    })
}

/// What is known of an account and the browser before the password is looked at.
struct Seen {
    /// Whose account it is; empty: nobody's.
    person: String,
    /// Fingerprint of the browser's own cookie, empty without one.
    browser: String,
    is_known: bool,
}

impl Seen {
    async fn of(
        campus: &Campus,
        cookies: Cookies<'_>,
        account: &AccountName,
    ) -> Result<Self, Failure> {
        let member = campus.books.member_of_account(account).await?;
        // Asked for accounts that do not exist as well: the same work, the same time.
        let person = member.map(|member| member.person).unwrap_or_default();
        let browser = cookies.browser.map(|own| fingerprint(own.expose()));
        let browser = browser.unwrap_or_default();
        let is_known = campus.books.browser_is_known(&person, &browser).await?;
        Ok(Self {
            person,
            browser,
            is_known,
        })
    }

    fn guesser(&self) -> Guesser<'_> {
        if self.is_known {
            Guesser::Known(&self.browser)
        } else {
            Guesser::Stranger
        }
    }
}

/// Account and password.
///
/// # Errors
/// `malformed` at the password, `password_wrong`, `slow`, `busy`.
pub async fn sign_in(
    campus: &Campus,
    trace: &Trace,
    cookies: Cookies<'_>,
    ask: &Ask,
) -> Result<In, Failure> {
    let seen = Seen::of(campus, cookies, &ask.account).await?;
    let (way, guesser) = (SigninWay::Password, seen.guesser());
    let (account, password) = (&ask.account, &ask.password);
    let proven = credentials::proven(campus, &trace.caller, account, password, guesser).await;
    let Proven {
        member,
        person,
        unmet,
        ..
    } = match proven {
        Ok(proven) => proven,
        Err(failure) => {
            guessed(campus, trace, way, account, &seen.person, &failure).await?;
            return Err(failure);
        }
    };
    // Only one that this person was in with before: who left their own cookie at a shared computer would
    // be known to everybody who signs in there.
    let browser = match cookies.browser {
        Some(browser) if seen.is_known => browser.clone(),
        _ => identity::secret(campus.dice.as_ref()),
    };
    let secret = identity::secret(campus.dice.as_ref());
    let now = campus.clock.now();
    let session = BrowserSession {
        id: identity::id(campus.clock.as_ref(), campus.dice.as_ref()),
        secret: fingerprint(secret.expose()),
        person: person.id.clone(),
        member: member.id,
        browser: fingerprint(browser.expose()),
        browser_name: trace.device.clone(),
        way,
        signed_in_at: now,
        seen_at: now,
        proven_at: now,
        unmet: unmet.iter().map(|rule| rule.name().to_owned()).collect(),
    };
    let before = cookies.session.map(|before| fingerprint(before.expose()));
    let start = BrowserStart {
        session: &session,
        password_at: member.password_at,
        before: before.as_deref(),
        noted: &AuditRow::new(campus, &person.id, What::SignedIn, trace).way(way),
        now,
    };
    campus.books.enter(&start).await?;
    Ok(In {
        next: Next::of(&session, &person),
        session: secret,
        browser,
        person,
    })
}

/// Writes down a wrong guess, for the owner of the account. One at an account that does not exist is
/// written down too, for nobody, and goes with the next tidying: the same work, the same time (security.md
/// TH-6). `person`: whose account it is, empty for nobody's.
///
/// # Errors
/// `server_fault`.
pub(crate) async fn guessed(
    campus: &Campus,
    trace: &Trace,
    way: SigninWay,
    account: &AccountName,
    person: &str,
    failure: &Failure,
) -> Result<(), Failure> {
    if failure.code != Code::PasswordWrong {
        return Ok(());
    }
    let name = account.as_str().as_bytes();
    let nobody = written(&campus.keys.mac(keys::Purpose::Nobody, &[name]));
    let whose = if person.is_empty() { &nobody } else { person };
    let mut row = AuditRow::guess_wrong(campus, whose, way, trace);
    person.clone_into(&mut row.person);
    Ok(campus.books.audit_put(&row).await?)
}

/// A new password in the place of the one that broke the rules; the session is in from here on, under
/// another secret.
///
/// # Errors
/// `malformed`, `password_weak`; `session_ended` when somebody else set one meanwhile.
pub async fn renew(
    campus: &Campus,
    session: &BrowserSession,
    person: &Person,
    trace: &Trace,
    new: &Secret,
) -> Result<Secret, Failure> {
    let setting = Setting {
        person,
        new,
        end: End::Halfway(&session.id),
        why: Why::Renewed,
        by: trace,
    };
    let judged = password::judged(campus, setting, Some(session.proven_at)).await?;
    match campus.books.enter(&judged.entry(setting)).await {
        Ok(()) => {}
        Err(trouble) => {
            let failure = Failure::from(trouble);
            return Err(match failure.code {
                Code::AttemptOver => Code::SessionEnded.into(),
                _ => failure,
            });
        }
    }
    goes_on(campus, session, true).await
}

/// The password once more: for ten minutes sensitive acts are open.
///
/// # Errors
/// `malformed` at the password, `password_wrong`, `slow`, `busy`; `session_ended`.
pub async fn again(
    campus: &Campus,
    session: &BrowserSession,
    actor: &Actor<'_>,
    password: &Secret,
) -> Result<Secret, Failure> {
    let ask = Prove {
        password: password.clone(),
    };
    security::prove(campus, actor, ask).await?;
    goes_on(campus, session, false).await
}

/// The session under another secret (security.md TK-10).
pub(crate) async fn goes_on(
    campus: &Campus,
    session: &BrowserSession,
    renewed: bool,
) -> Result<Secret, Failure> {
    let secret = identity::secret(campus.dice.as_ref());
    let now = campus.clock.now();
    let proven = campus
        .books
        .browser_prove(session, &fingerprint(secret.expose()), renewed, now)
        .await?;
    if proven {
        Ok(secret)
    } else {
        Err(Code::SessionEnded.into())
    }
}

/// Ends the session of this browser; the same when it had ended already.
///
/// # Errors
/// `server_fault`.
pub async fn sign_out(
    campus: &Campus,
    session: &BrowserSession,
    trace: &Trace,
) -> Result<(), Failure> {
    let now = campus.clock.now();
    let (person, id) = (&session.person, &session.id);
    if campus
        .books
        .browser_end(person, id, "signed_out", now)
        .await?
    {
        let row = AuditRow::new(campus, person, What::SignedOut, trace);
        campus.books.audit_put(&row).await?;
    }
    Ok(())
}
