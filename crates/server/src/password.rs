//! The password of a person: what the campus asks of it, and setting it.

use menhu_protocol::password::{PasswordRules, Rule};
use menhu_protocol::values::{Malformed, Secret};
use menhu_protocol::{Code, Failure, Field, Millis};

use crate::Campus;
use crate::books::audit::{AuditRow, What};
use crate::books::password::PasswordSet;
use crate::books::person::Person;
use crate::credentials;
use crate::delivery::News;
use crate::identity::lockout;
use crate::identity::password::common::Place;
use crate::identity::password::is_nobodys;
use crate::identity::password::own::{Own, Tried};
use crate::keys::{Purpose, ServerKeys};
use crate::session::SessionRef;
use crate::trace::Trace;

/// Longer passwords are nobody's, in bytes (security.md PW-1 asks for 64, its table ends at 4096).
pub(crate) const LONGEST: usize = 4096;

/// Which sessions end with the former password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End<'a> {
    /// None that is in. A browser that was let in halfway, only to choose a new password, ends always:
    /// its proof was the former one.
    None,
    /// As [`End::None`], but for this browser (its id), in which the new one is chosen.
    Halfway(&'a str),
    All,
    AllBut(SessionRef<'a>),
}

/// What a password is set for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// By somebody who was in.
    Changed,
    /// Forgotten, and found again by a channel.
    Recovered,
    /// The former one broke the rules at a sign-in.
    Renewed,
}

impl Why {
    fn shown(self) -> Shown {
        match self {
            Self::Changed | Self::Renewed => Shown::Password,
            Self::Recovered => Shown::Recovery,
        }
    }
}

/// A password that is to be set.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    pub person: &'a Person,
    pub new: &'a Secret,
    pub end: End<'a>,
    pub why: Why,
    pub by: &'a Trace,
}

/// What this campus asks of a password now.
pub fn rules(campus: &Campus) -> PasswordRules {
    campus.config.password.rules()
}

/// The rules a person's password breaks, in the order they are shown; only for one that is theirs already.
/// Of a new one [`judged`] tells, and counts.
///
/// # Errors
/// `server_fault` when the books cannot be read.
pub(crate) async fn unmet(
    campus: &Campus,
    person: &Person,
    password: &Secret,
) -> Result<Vec<Rule>, Failure> {
    let facts = Facts::of(campus, person).await?;
    let profile = campus.config.password;
    Ok(profile.unmet(password, &place(campus), &facts.own()))
}

/// What somebody showed before they typed a text that is compared with their own facts: who showed less
/// does not use up the tries of who showed more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    /// The password.
    Password,
    /// The password, within ten minutes, for new 密保问题.
    Answers,
    /// A channel, or 密保问题.
    Recovery,
}

/// Whether something of a person's own is in a text that somebody typed. The answer tells of 证件号, birthday
/// and channels, whichever it is: each is counted, before it is looked for.
///
/// # Errors
/// `slow` after many of them.
pub(crate) async fn is_yours(
    campus: &Campus,
    person: &Person,
    shown: Shown,
    text: &Secret,
) -> Result<bool, Failure> {
    let by = match shown {
        Shown::Password => "password",
        Shown::Answers => "answers",
        Shown::Recovery => "recovery",
    };
    let bucket = (format!("yours:{}:{by}", person.id), lockout::YOURS);
    let counted = credentials::counted(campus, &[bucket]).await?;
    counted.map_err(credentials::slow)?;
    let facts = Facts::of(campus, person).await?;
    Ok(!is_nobodys(text, &facts.own()))
}

/// What is known of a person that must not be in their password.
struct Facts<'a> {
    person: &'a Person,
    card: Card<'a>,
    /// IDs and other names of the account.
    accounts: Vec<String>,
}

impl<'a> Facts<'a> {
    async fn of(campus: &'a Campus, person: &'a Person) -> Result<Self, Failure> {
        let members = campus.books.members_of(&person.id).await?;
        let names = campus.books.account_names_of(&person.id).await?;
        let mut accounts: Vec<String> = names.into_iter().map(|(_, name)| name).collect();
        accounts.extend(members.iter().map(|member| member.id.as_str().to_owned()));
        let keys = &campus.keys;
        Ok(Self {
            person,
            card: Card { keys, person },
            accounts,
        })
    }

    fn own(&self) -> Own<'_> {
        let person = self.person;
        let accounts = self.accounts.iter().map(String::as_str);
        let mut own = accounts.fold(Own::new(&self.card).name(&person.name), Own::account);
        for phone in [&person.phone, &person.phone_on_record]
            .into_iter()
            .flatten()
        {
            own = own.phone(phone);
        }
        if let Some(mail) = &person.mail {
            own = own.mail(mail);
        }
        own
    }
}

/// What a campus is called: its names are nobody's password.
pub(crate) fn place(campus: &Campus) -> Place {
    let config = &campus.config;
    Place::of(
        &config.campus.slug,
        &config.campus.name,
        config.origin.host(),
    )
}

/// The document of a person, of which only MACs are stored.
struct Card<'a> {
    keys: &'a ServerKeys,
    person: &'a Person,
}

impl Card<'_> {
    fn is(&self, purpose: Purpose, stored: Option<&str>, text: &str) -> bool {
        let (Some(stored), Some(certificate)) = (stored, &self.person.certificate) else {
            return false;
        };
        about_certificate(self.keys, purpose, certificate, text)
            .iter()
            .any(|mac| mac == stored)
    }
}

impl Tried for Card<'_> {
    fn is_certificate_tail(&self, tail: &str) -> bool {
        let stored = self.person.certificate_tail.as_deref();
        self.is(Purpose::CertificateTail, stored, tail)
    }

    fn is_birthday(&self, day: &str) -> bool {
        let stored = self.person.birthday.as_deref();
        self.is(Purpose::Birthday, stored, day)
    }
}

/// How a part of a 证件号 stands in the books, beside the number's own MAC: under each of the server's
/// keys, newest first.
pub(crate) fn about_certificate(
    keys: &ServerKeys,
    purpose: Purpose,
    certificate: &str,
    text: &str,
) -> Vec<String> {
    keys.macs(purpose, &[certificate.as_bytes(), text.as_bytes()])
}

/// Sets the password of a person, for all their IDs: judged, hashed, told to every channel, noted for
/// its owner. Whoever asks has proven that they may.
///
/// # Errors
/// `malformed` at the new password, `password_weak` with the rules it breaks, `slow` after many of them,
/// `server_fault`.
pub async fn set(campus: &Campus, setting: Setting<'_>) -> Result<(), Failure> {
    let judged = judged(campus, setting, None).await?;
    Ok(campus.books.enter(&judged.entry(setting)).await?)
}

/// A new password that keeps the rules, ready to be written.
pub(crate) struct Judged {
    hash: String,
    rules: String,
    noted: AuditRow,
    news: News,
    proven_at: Option<Millis>,
    now: Millis,
}

impl Judged {
    /// Its entry, to be written by itself or together with what follows from it.
    pub(crate) fn entry<'a>(&'a self, setting: Setting<'a>) -> PasswordSet<'a> {
        PasswordSet {
            person: &setting.person.id,
            hash: &self.hash,
            rules: &self.rules,
            end: setting.end,
            proven_at: self.proven_at,
            noted: &self.noted,
            news: &self.news,
            now: self.now,
        }
    }
}

/// Judges and hashes; `proven_at` is when the former password was proven, if that is what allows it.
///
/// # Errors
/// Those of [`set`].
pub(crate) async fn judged(
    campus: &Campus,
    setting: Setting<'_>,
    proven_at: Option<Millis>,
) -> Result<Judged, Failure> {
    let malformed = |why| Failure::malformed(Field::NewPassword, why);
    match setting.new.expose().len() {
        0 => return Err(malformed(Malformed::Empty)),
        n if n > LONGEST => return Err(malformed(Malformed::Long)),
        _ => {}
    }
    let profile = campus.config.password;
    let mut unmet = profile.unmet_by_anyone(setting.new, &place(campus));
    if unmet.is_empty()
        && is_yours(campus, setting.person, setting.why.shown(), setting.new).await?
    {
        unmet.push(Rule::NotYours);
    }
    if !unmet.is_empty() {
        return Err(refusal(Code::PasswordWeak, &unmet));
    }
    let hash = campus.hashing.hash(setting.new, campus.dice.as_ref());
    let hash = hash.await?;
    let what = match setting.why {
        Why::Changed => What::PasswordChanged,
        Why::Recovered => What::PasswordRecovered,
        Why::Renewed => What::PasswordRenewed,
    };
    Ok(Judged {
        hash,
        rules: rules(campus).profile,
        noted: AuditRow::new(campus, &setting.person.id, what, setting.by),
        news: News::PasswordSet {
            device: setting.by.device.clone(),
        },
        proven_at,
        now: campus.clock.now(),
    })
}

/// `password_weak` or `password_must_change`, with the names of the rules.
pub(crate) fn refusal(code: Code, unmet: &[Rule]) -> Failure {
    let names: Vec<_> = unmet.iter().map(|rule| rule.name()).collect();
    Failure::new(code)
        .at(Field::NewPassword)
        .detail(names.join(","))
}
