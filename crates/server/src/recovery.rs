//! Forgotten passwords: account and 证件号 → a channel → a code → a new password, one function a call,
//! shared by the JSON routes and the pages (seed B §二 (2)).
//!
//! Whether an account exists is never said: account and 证件号 go together or they do not, with the same
//! words after the same work. A password that strangers guessed at can be recovered by its owner, because
//! whoever reads a code sent to a bound channel is no stranger.

mod question;

use menhu_protocol::api::CodeSent;
use menhu_protocol::api::captcha::CaptchaPurpose;
use menhu_protocol::api::recovery as api;
use menhu_protocol::api::recovery::{Begun, Resumed, Way, Ways};
use menhu_protocol::api::session::Done;
use menhu_protocol::values::{AccountName, CertificateNumber, Channel, MemberId, Secret};
use menhu_protocol::{Code, Failure};
use subtle::ConstantTimeEq as _;

use crate::books::attempt::{Attempt, Kind};
use crate::books::person::Person;
use crate::books::recovery::{Finished, RecoveryDone};
use crate::captcha::{self, Bound, PROGRAM};
use crate::config::Network;
use crate::credentials::{Buckets, Guesser};
use crate::identity::code::Purpose;
use crate::identity::lockout;
use crate::keys::{self, fingerprint};
use crate::password::{End, Setting, Why};
use crate::trace::Trace;
use crate::{Caller, Campus, codes, credentials, identity, password, question as questions};

pub(crate) use question::{answer, asked};

/// What somebody says who forgot their password.
pub(crate) struct Claim<'a> {
    pub account: &'a AccountName,
    pub certificate: &'a CertificateNumber,
    /// Fingerprint of the browser's own cookie: one its owner was in with is not held up by strangers.
    pub browser: Option<&'a str>,
    /// Where they were going, sealed.
    pub return_ticket: Option<String>,
}

/// A recovery on its way and whose it is.
struct OnTheWay {
    attempt: Attempt,
    person: Person,
}

impl OnTheWay {
    fn proven(&self) -> Option<Channel> {
        proven(&self.attempt)
    }

    /// By a channel, or by 密保问题.
    fn is_proven(&self) -> bool {
        self.proven().is_some() || self.attempt.answered.is_some()
    }
}

/// Begins a recovery.
///
/// # Errors
/// `captcha_wrong`, `recovery_wrong`, `slow`.
pub async fn begin(campus: &Campus, caller: &Caller, ask: api::Begin) -> Result<Begun, Failure> {
    let bound = Bound {
        purpose: CaptchaPurpose::Recovery,
        asker: PROGRAM,
    };
    captcha::solved(campus, caller, bound, &ask.captcha).await?;
    let claim = Claim {
        account: &ask.account,
        certificate: &ask.certificate,
        browser: None,
        return_ticket: None,
    };
    identified(campus, caller, claim).await
}

/// Begins a recovery whose captcha was right.
///
/// # Errors
/// `recovery_wrong`, `slow`.
pub(crate) async fn identified(
    campus: &Campus,
    caller: &Caller,
    claim: Claim<'_>,
) -> Result<Begun, Failure> {
    // From here to the comparison nothing depends on whether there is such an account: the same queries,
    // the same counts, and a 证件号 of nobody to compare with.
    let member = campus.books.member_of_account(claim.account).await?;
    let (member, theirs) = match member {
        Some(member) => (member.id.as_str().to_owned(), member.person),
        None => (String::new(), String::new()),
    };
    let known = match claim.browser {
        Some(browser) => campus.books.browser_is_known(&theirs, browser).await?,
        None => false,
    };
    let browser = claim.browser.filter(|_| known);
    let counted_as = if theirs.is_empty() {
        claim.account.as_str()
    } else {
        &theirs
    };
    let buckets = buckets(caller, claim.account, counted_as, browser);
    let free = match credentials::counted(campus, &buckets.all()).await? {
        Ok(free) => free,
        // Not compared any more: the words of a wrong one send the person to the desk.
        Err(held) if held.stopped => return Err(wrong(0)),
        Err(held) => return Err(credentials::slow(held)),
    };
    let person = campus.books.person(&theirs).await?;
    let is_closed = person.as_ref().is_some_and(|p| p.closed_at.is_some());
    let is_right = certificate_is(campus, person.as_ref(), claim.certificate);
    let (Some(person), true, false) = (person, is_right, is_closed) else {
        return Err(wrong(free));
    };
    let mut cleared = buckets.cleared();
    if browser.is_some() {
        cleared.push(strangers(counted_as));
    }
    credentials::forgiven(campus, &cleared, &buckets.shared).await?;

    let recovery = identity::secret(campus.dice.as_ref());
    let attempt = Attempt {
        id: fingerprint(recovery.expose()),
        person: Some(person.id.clone()),
        member: Some(member),
        return_ticket: claim.return_ticket,
        ..Attempt::default()
    };
    let (kind, now) = (Kind::Recovery, campus.clock.now());
    campus.books.attempt_begin(kind, &attempt, now).await?;
    let ways = ways(campus, &person).await?;
    Ok(Begun { recovery, ways })
}

/// The buckets one try of account and 证件号 counts in: as those of a password, so that no stranger stops the
/// recovery of somebody elsewhere.
fn buckets(
    caller: &Caller,
    account: &AccountName,
    counted_as: &str,
    browser: Option<&str>,
) -> Buckets {
    if let Some(browser) = browser {
        let bucket = format!("certificate:{counted_as}:known:{browser}");
        return Buckets {
            own: vec![(bucket, lockout::CERTIFICATE)],
            shared: Vec::new(),
        };
    }
    let from = Network::of(caller.address);
    let name = fingerprint(account.as_str());
    let of_person = format!("certificate:{counted_as}:{from}");
    let of_name = (format!("{of_person}:{name}"), lockout::CERTIFICATE);
    let mut shared = vec![(strangers(counted_as), lockout::STRANGERS)];
    shared.extend(credentials::of_place(caller));
    Buckets {
        own: vec![of_name, (of_person, lockout::CERTIFICATE_ALL_NAMES)],
        shared,
    }
}

/// The bucket of all strangers' guesses at a 证件号.
fn strangers(counted_as: &str) -> String {
    format!("certificate:{counted_as}:strangers")
}

/// Compares in constant time, also where there is nothing to compare with.
fn certificate_is(campus: &Campus, person: Option<&Person>, typed: &CertificateNumber) -> bool {
    let macs = campus
        .keys
        .macs(keys::Purpose::Certificate, &[typed.as_str().as_bytes()]);
    let nobody = "";
    let on_record = person.and_then(|person| person.certificate.as_deref());
    let on_record = on_record.unwrap_or(nobody).as_bytes();
    macs.iter().fold(false, |is, mac| {
        is | bool::from(mac.as_bytes().ct_eq(on_record))
    })
}

fn wrong(free: u32) -> Failure {
    Failure::new(Code::RecoveryWrong).left(free)
}

/// Where the recovery stands.
///
/// # Errors
/// `attempt_over`.
pub async fn resume(campus: &Campus, ask: api::Resume) -> Result<Resumed, Failure> {
    let here = looked_at(campus, &ask.recovery).await?;
    if here.attempt.done {
        return Ok(Resumed::Done);
    }
    if here.is_proven() {
        return Ok(Resumed::Password(rules(campus)));
    }
    let ways = ways(campus, &here.person).await?;
    let now = campus.clock.now();
    let (id, purpose) = (&here.attempt.id, Purpose::Recovery);
    let Some(out) = campus.books.code_out(id, purpose, now).await? else {
        return Ok(Resumed::Choose { ways });
    };
    let way = match &out.to {
        Channel::Phone(_) => Way::Phone,
        Channel::Mail(_) => Way::Mail,
    };
    match codes::out(campus, id, purpose).await? {
        // Nothing to go on with: the channel is not theirs any more.
        Some(_) if channel(&here.person, way).as_ref() != Some(&out.to) => {
            Ok(Resumed::Choose { ways })
        }
        Some(sent) => Ok(Resumed::Code {
            ways,
            way,
            sent: hinted(sent, &out.to),
        }),
        None => Ok(Resumed::Choose { ways }),
    }
}

/// Sends a code by the chosen way; see [`api::CodeSend`].
///
/// # Errors
/// Those of a code; `out_of_order` for a way this account does not have, and once it is proven;
/// `attempt_over`.
pub async fn code_send(
    campus: &Campus,
    caller: &Caller,
    ask: api::CodeSend,
) -> Result<CodeSent, Failure> {
    let here = on_the_way(campus, &ask.recovery).await?;
    let to = channel(&here.person, ask.way).ok_or(Code::OutOfOrder)?;
    let (id, purpose) = (&here.attempt.id, Purpose::Recovery);
    // Proven already by this way: what comes next is the password.
    if here.attempt.done || here.proven().as_ref() == Some(&to) {
        return Err(Code::OutOfOrder.into());
    }
    if !ask.again {
        let out = campus.books.code_out(id, purpose, campus.clock.now());
        if out.await?.is_some_and(|out| out.to == to)
            && let Some(sent) = codes::out(campus, id, purpose).await?
        {
            return Ok(hinted(sent, &to));
        }
    }
    let sent = codes::send(campus, caller, id, purpose, &to).await?;
    if here.is_proven() {
        campus.books.attempt_unprove(id).await?;
    }
    Ok(hinted(sent, &to))
}

/// Proves the channel.
///
/// # Errors
/// Those of a code; `attempt_over`, also when the channel was changed since the code was sent.
pub async fn code_prove(campus: &Campus, ask: api::CodeProve) -> Result<api::Proven, Failure> {
    let here = on_the_way(campus, &ask.recovery).await?;
    if here.attempt.done {
        return Err(Code::OutOfOrder.into());
    }
    let id = &here.attempt.id;
    let to = codes::prove(campus, id, Purpose::Recovery, &ask.code).await?;
    if !is_bound(&here.person, &to) {
        campus.books.attempt_unprove(id).await?;
        return Err(Code::AttemptOver.into());
    }
    Ok(rules(campus))
}

/// Sets the password. Asked again with the same one, the answer is the same and nothing happens.
///
/// # Errors
/// `malformed` at the new password, `password_weak`, `busy`; `out_of_order` before a channel is proven;
/// `attempt_over`, also when the channel was changed, or another password set, since the proof.
pub async fn password_set(
    campus: &Campus,
    by: &Trace,
    ask: api::PasswordSet,
) -> Result<Done, Failure> {
    let here = on_the_way(campus, &ask.recovery).await?;
    if here.attempt.done {
        return set_before(campus, by, &here, &ask.password).await;
    }
    if !here.is_proven() {
        return Err(Code::OutOfOrder.into());
    }
    let setting = Setting {
        person: &here.person,
        new: &ask.password,
        end: if ask.end_sessions {
            End::All
        } else {
            End::None
        },
        why: Why::Recovered,
        by,
    };
    let judged = password::judged(campus, setting, here.attempt.proven_at).await?;
    let entry = RecoveryDone {
        attempt: &here.attempt.id,
        set: judged.entry(setting),
        now: campus.clock.now(),
    };
    match campus.books.enter(&entry).await? {
        Finished::Now => Ok(Done {}),
        // Two at once: the other one was first.
        Finished::Before => set_before(campus, by, &here, &ask.password).await,
        Finished::Over => Err(Code::AttemptOver.into()),
    }
}

/// The answer to who sends a password after one was set: the same again if it is this one. Another ends the
/// attempt, so that nobody tries one after the other here; those sent at once are counted as guesses.
async fn set_before(
    campus: &Campus,
    by: &Trace,
    here: &OnTheWay,
    password: &Secret,
) -> Result<Done, Failure> {
    let account = here.attempt.member.as_deref().map(MemberId::parse);
    let Some(Ok(member)) = account else {
        return Err(Code::AttemptOver.into());
    };
    let guesser = Guesser::Known("recovery");
    match credentials::proven(campus, &by.caller, &member.into(), password, guesser).await {
        Ok(_) => Ok(Done {}),
        Err(failure) if failure.code == Code::PasswordWrong => {
            campus.books.attempt_end(&here.attempt.id).await?;
            Err(Code::AttemptOver.into())
        }
        Err(failure) => Err(failure),
    }
}

/// Where somebody was going when they found that they forgot their password, sealed.
///
/// # Errors
/// `attempt_over`.
pub(crate) async fn return_ticket(
    campus: &Campus,
    recovery: &Secret,
) -> Result<Option<String>, Failure> {
    let here = looked_at(campus, recovery).await?;
    Ok(here.attempt.return_ticket)
}

/// The ways of the running recovery.
///
/// # Errors
/// `attempt_over`.
pub(crate) async fn ways_of(campus: &Campus, recovery: &Secret) -> Result<Ways, Failure> {
    let here = looked_at(campus, recovery).await?;
    ways(campus, &here.person).await
}

async fn on_the_way(campus: &Campus, recovery: &Secret) -> Result<OnTheWay, Failure> {
    let id = fingerprint(recovery.expose());
    let (kind, now) = (Kind::Recovery, campus.clock.now());
    going_on(campus, campus.books.attempt_step(kind, &id, now).await?).await
}

async fn looked_at(campus: &Campus, recovery: &Secret) -> Result<OnTheWay, Failure> {
    let id = fingerprint(recovery.expose());
    let (kind, now) = (Kind::Recovery, campus.clock.now());
    going_on(campus, campus.books.attempt_look(kind, &id, now).await?).await
}

/// Everything that was true when the attempt began is looked at again (security.md TH-3).
async fn going_on(campus: &Campus, attempt: Option<Attempt>) -> Result<OnTheWay, Failure> {
    let attempt = attempt.ok_or(Code::AttemptOver)?;
    let member = attempt.member.as_deref().map(MemberId::parse);
    let Some(Ok(member)) = member else {
        return Err(Code::AttemptOver.into());
    };
    // Somebody the desk took off the roster, or who closed the account, has nothing to recover.
    let member = campus.books.member(&member).await?;
    let member = member.ok_or(Code::AttemptOver)?;
    let person = campus.books.person(&member.person).await?;
    let person = person.ok_or(Code::AttemptOver)?;
    let is_theirs = attempt.person.as_deref() == Some(&person.id);
    let was_answered = match attempt.answered {
        Some(set_at) => questions::stand(campus, &person, set_at).await?,
        None => true,
    };
    let is_stale = attempt.proof_is_old
        || !was_answered
        || proven(&attempt).is_some_and(|channel| !is_bound(&person, &channel));
    if !is_theirs || (is_stale && !attempt.done) {
        return Err(Code::AttemptOver.into());
    }
    Ok(OnTheWay { attempt, person })
}

fn proven(attempt: &Attempt) -> Option<Channel> {
    let phone = attempt.phone.clone().map(Channel::Phone);
    phone.or_else(|| attempt.mail.clone().map(Channel::Mail))
}

/// What the roster says of a phone is a claim; only what was proven counts.
fn channel(person: &Person, way: Way) -> Option<Channel> {
    match way {
        Way::Phone => person.phone.clone().map(Channel::Phone),
        Way::Mail => person.mail.clone().map(Channel::Mail),
    }
}

fn is_bound(person: &Person, to: &Channel) -> bool {
    match to {
        Channel::Phone(phone) => person.phone.as_ref() == Some(phone),
        Channel::Mail(mail) => person.mail.as_ref() == Some(mail),
    }
}

/// Whoever asks has shown a 证件号 and no more: a hint, not the masked number.
async fn ways(campus: &Campus, person: &Person) -> Result<Ways, Failure> {
    let now = campus.clock.now();
    let devices = campus.books.sessions_of(&person.id).await?;
    let browsers = campus.books.browsers_of(&person.id, now).await?;
    let hint = |way| channel(person, way).map(|channel| channel.hint());
    Ok(Ways {
        phone: hint(Way::Phone),
        mail: hint(Way::Mail),
        device: !devices.is_empty() || !browsers.is_empty(),
    })
}

fn hinted(sent: CodeSent, to: &Channel) -> CodeSent {
    CodeSent {
        to: to.hint(),
        ..sent
    }
}

fn rules(campus: &Campus) -> api::Proven {
    api::Proven {
        rules: password::rules(campus),
    }
}
