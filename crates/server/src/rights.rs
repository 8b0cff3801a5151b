//! What a person may ask of the campus about their own data: to read it, to take it with them, to have
//! it corrected, and to take back what they agreed to (PIPL §15, §45, §46; security.md CN-4).

mod export;

use menhu_protocol::api::registration::Case;
use menhu_protocol::api::signin::Agreed;
use menhu_protocol::values::{Malformed, MemberId};
use menhu_protocol::{Code, Failure, Field, TextKind};

use crate::books::audit::What;
use crate::books::consent::{ConsentGive, ConsentWithdraw};
use crate::books::dispute::CaseSaid;
use crate::books::person::Person;
use crate::config::{Config, TextConfig};
use crate::security::Actor;
use crate::{Campus, dispute, security};

pub use export::{Export, overview};

/// Everything the campus has of a person, to take with them. It is written down that they took it.
///
/// # Errors
/// `proof_old`; `server_fault` when the books cannot be read.
pub async fn export(campus: &Campus, actor: &Actor<'_>) -> Result<Export, Failure> {
    security::fresh(campus, actor)?;
    let export = export::whole(campus, actor.person).await?;
    let row = actor.noted(campus, What::DataExported);
    campus.books.audit_put(&row).await?;
    Ok(export)
}

/// 信息有误, said by somebody who is in; see [`dispute::open`].
///
/// # Errors
/// As there, and `malformed` at the account for an ID that is not theirs.
pub async fn correct(
    campus: &Campus,
    person: &Person,
    member: &str,
    field: Field,
    should_be: &str,
) -> Result<Case, Failure> {
    let members = campus.books.members_of(&person.id).await?;
    let mine = members.iter().map(|member| &member.id);
    let member: &MemberId = match mine.clone().find(|id| id.as_str() == member) {
        Some(member) => member,
        None => return Err(Failure::malformed(Field::Account, Malformed::Form)),
    };
    dispute::open(campus, person, member, field, should_be).await
}

/// An open case of their own by its number; `None` for anybody else's.
///
/// # Errors
/// `server_fault` when the books cannot be read.
pub async fn case(
    campus: &Campus,
    person: &Person,
    number: &str,
) -> Result<Option<CaseSaid>, Failure> {
    let cases = campus.books.disputes_of(&person.id).await?;
    let mut open = cases.into_iter().filter(|case| case.closed_at.is_none());
    Ok(open.find(|case| case.number == number))
}

/// Takes back what they agreed to: every device and browser is out, and whoever comes again is asked
/// again. The account stays, with the campus.
///
/// # Errors
/// `proof_old`; `server_fault` when the books cannot be written.
pub async fn withdraw(campus: &Campus, actor: &Actor<'_>) -> Result<(), Failure> {
    security::fresh(campus, actor)?;
    let entry = ConsentWithdraw {
        person: &actor.person.id,
        noted: &actor.noted(campus, What::ConsentWithdrawn),
        now: campus.clock.now(),
    };
    Ok(campus.books.enter(&entry).await?)
}

/// Whether the newest version of each text of the campus is among those that were agreed to.
///
/// # Errors
/// `bad_request` for a text the campus never had, `consent_missing` when one of its texts, or the
/// newest version of it, was not agreed to.
pub(crate) fn consented(config: &Config, agreed: &[Agreed]) -> Result<(), Failure> {
    let is = |text: &TextConfig, agreed: &Agreed| {
        agreed.kind == text.kind && agreed.version == text.version
    };
    let is_known = |agreed| config.texts.iter().any(|text| is(text, agreed));
    if agreed.len() > config.texts.len() || !agreed.iter().all(is_known) {
        return Err(Code::BadRequest.into());
    }
    let is_agreed = |kind| {
        let newest = config.text(kind);
        newest.is_none_or(|text| agreed.iter().any(|agreed| is(text, agreed)))
    };
    match is_agreed(TextKind::Terms) && is_agreed(TextKind::Privacy) {
        true => Ok(()),
        false => Err(Code::ConsentMissing.into()),
    }
}

/// Agrees to the newest version of each text; `shown` names the versions that were on the page.
///
/// # Errors
/// `consent_missing` when the newest is not the one shown.
pub async fn agree(campus: &Campus, actor: &Actor<'_>, shown: &[Agreed]) -> Result<(), Failure> {
    // A form can only be behind the texts: whatever it names, it is shown anew.
    consented(&campus.config, shown).map_err(|_| Code::ConsentMissing)?;
    let entry = ConsentGive {
        person: &actor.person.id,
        session: actor.session,
        agreed: shown,
        now: campus.clock.now(),
    };
    Ok(campus.books.enter(&entry).await?)
}
