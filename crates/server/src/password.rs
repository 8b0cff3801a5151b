//! The password of a person: what the campus asks of it, and setting it.

use menhu_protocol::password::{PasswordRules, Rule};
use menhu_protocol::values::{Malformed, Secret};
use menhu_protocol::{Code, Failure, Field, Millis};

use crate::books::audit::{AuditRow, What};
use crate::books::password::PasswordSet;
use crate::books::person::Person;
use crate::delivery::News;
use crate::session::SessionRef;
use crate::trace::Trace;
use crate::{Campus, identity};

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
pub fn rules(_campus: &Campus) -> PasswordRules {
    identity::password::campus()
}

/// The rules a person's password breaks, in the order they are shown.
///
/// # Errors
/// `server_fault` when the books cannot be read.
pub(crate) async fn unmet(
    campus: &Campus,
    _person: &Person,
    password: &Secret,
) -> Result<Vec<Rule>, Failure> {
    Ok(rules(campus)
        .rules
        .into_iter()
        .filter(|rule| rule.holds(password.expose()) == Some(false))
        .collect())
}

/// Sets the password of a person, for all their IDs: judged, hashed, told to every channel, noted for
/// its owner. Whoever asks has proven that they may.
///
/// # Errors
/// `malformed` at the new password, `password_weak` with the rules it breaks, `server_fault`.
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
    let unmet = unmet(campus, setting.person, setting.new).await?;
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
