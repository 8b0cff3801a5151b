//! What a person may ask of the campus about their own data: to read it, to take it with them, to have
//! it corrected, and to take back what they agreed to (PIPL §15, §45, §46; security.md CN-4).

mod export;

use menhu_protocol::api::registration::Case;
use menhu_protocol::api::signin::Agreed;
use menhu_protocol::values::{Malformed, MemberId};
use menhu_protocol::{Code, Failure, Field, TextKind};

use crate::books::audit::{AuditRow, What};
use crate::books::consent::{ConsentGive, ConsentWithdraw};
use crate::books::dispute::CaseSaid;
use crate::books::person::Person;
use crate::trace::Trace;
use crate::{Campus, dispute};

pub use export::{Export, read};

/// Everything the campus has of a person, to take with them. It is written down that they took it; the
/// caller looks at the proof.
///
/// # Errors
/// `server_fault` when the books cannot be read.
pub async fn export(campus: &Campus, person: &Person, by: &Trace) -> Result<Export, Failure> {
    let export = read(campus, person).await?;
    let row = AuditRow::new(campus, &person.id, What::DataExported, by);
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
/// again. The account stays, with the campus. The caller looks at the proof.
///
/// # Errors
/// `server_fault` when the books cannot be written.
pub async fn withdraw(campus: &Campus, person: &Person, by: &Trace) -> Result<(), Failure> {
    let entry = ConsentWithdraw {
        person: &person.id,
        noted: &AuditRow::new(campus, &person.id, What::ConsentWithdrawn, by),
        now: campus.clock.now(),
    };
    Ok(campus.books.enter(&entry).await?)
}

/// Agrees to the newest version of each text; `shown` names the versions that were on the page.
///
/// # Errors
/// `consent_missing` when a text is newer than the one shown.
pub async fn agree(campus: &Campus, person: &Person, shown: &[Agreed]) -> Result<(), Failure> {
    for kind in [TextKind::Terms, TextKind::Privacy] {
        let newest = campus.config.text(kind).map(|text| text.version.as_str());
        let seen = shown.iter().find(|agreed| agreed.kind == kind);
        if newest != seen.map(|agreed| agreed.version.as_str()) {
            return Err(Code::ConsentMissing.into());
        }
    }
    let entry = ConsentGive {
        person: &person.id,
        agreed: shown,
        now: campus.clock.now(),
    };
    Ok(campus.books.enter(&entry).await?)
}
