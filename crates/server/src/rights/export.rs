//! One's own data as one file: everything the books have under this person, in plain names, times as
//! RFC 3339 at the campus. No secret, no hash, no key, and nothing of anybody else.

use menhu_protocol::api::registration::Category;
use menhu_protocol::day::ZONE_MS;
use menhu_protocol::values::{MailAddress, MemberId, Phone};
use menhu_protocol::{Failure, Millis, TextKind};
use serde::{Serialize, Serializer};
use time::format_description::well_known::Rfc3339;

use crate::Campus;
use crate::books::audit::AuditRow;
use crate::books::person::Person;

/// The shape of the file; it is only added to.
const FORMAT: u32 = 1;
/// Rows of the audit in one file: ten a day for three years.
const AUDIT_ROWS: i64 = 10_000;

/// A time, UTC milliseconds; written as `2026-11-21T08:00:00+08:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At(pub Millis);

impl Serialize for At {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let zone = i32::try_from(ZONE_MS / 1000)
            .ok()
            .and_then(|s| time::UtcOffset::from_whole_seconds(s).ok());
        let text = time::OffsetDateTime::from_unix_timestamp(self.0.div_euclid(1000))
            .ok()
            .and_then(|at| at.checked_to_offset(zone?))
            .and_then(|at| at.format(&Rfc3339).ok());
        // A time no calendar has is told as it stands in the books.
        match text {
            Some(text) => to.serialize_str(&text),
            None => to.serialize_i64(self.0),
        }
    }
}

/// Everything of one person.
#[derive(Clone, Debug, Serialize)]
pub struct Export {
    pub menhu_export: u32,
    pub campus: String,
    pub exported_at: At,
    pub name: String,
    /// When the campus put them on its roster.
    pub on_roster_since: At,
    pub activated_at: Option<At>,
    /// What the person bound.
    pub phone: Option<Phone>,
    pub mail: Option<MailAddress>,
    /// What the campus says.
    pub phone_on_record: Option<Phone>,
    pub mail_on_record: Option<String>,
    /// 证件号: kept as a one-way code the number cannot be read from.
    pub certificate_kept_as_code: bool,
    pub members: Vec<ExportMember>,
    pub consents: Vec<ExportConsent>,
    pub consent_withdrawn_at: Option<At>,
    pub devices: Vec<ExportSession>,
    pub browsers: Vec<ExportSession>,
    /// What happened to the account, newest first.
    pub events: Vec<ExportEvent>,
    pub corrections: Vec<ExportCorrection>,
    /// 密保问题, without the answers: those are kept as hashes.
    pub questions: Vec<String>,
    pub closing_asked_at: Option<At>,
    pub closes_at: Option<At>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ExportMember {
    pub member: MemberId,
    pub department: String,
    pub category: Category,
    /// 考生号 and the like.
    pub also_called: Vec<String>,
    /// `None`: it is the initial password.
    pub password_set_at: Option<At>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ExportConsent {
    pub text: TextKind,
    pub version: String,
    pub agreed_at: At,
    pub withdrawn_at: Option<At>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ExportSession {
    pub device: String,
    pub signed_in_at: At,
    pub seen_at: At,
    pub ended_at: Option<At>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ExportEvent {
    pub at: At,
    pub what: &'static str,
    /// The campus's name for what it did itself; the network is empty then.
    pub device: String,
    pub network: String,
    pub fact: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ExportCorrection {
    pub number: String,
    pub member: String,
    pub field: String,
    pub should_be: String,
    pub opened_at: At,
    pub closed_at: Option<At>,
}

/// Everything of a person, for the file.
///
/// # Errors
/// `server_fault` when the books cannot be read.
pub(super) async fn whole(campus: &Campus, person: &Person) -> Result<Export, Failure> {
    let events = campus.books.audit_of(&person.id, AUDIT_ROWS).await?;
    read(campus, person, events).await
}

/// What a page shows of it: all but the events, and how many of those there are.
///
/// # Errors
/// `server_fault` when the books cannot be read.
pub async fn overview(campus: &Campus, person: &Person) -> Result<(Export, i64), Failure> {
    let events = campus.books.audit_count(&person.id).await?;
    Ok((read(campus, person, Vec::new()).await?, events))
}

async fn read(campus: &Campus, person: &Person, events: Vec<AuditRow>) -> Result<Export, Failure> {
    let books = &campus.books;
    let names = books.account_names_of(&person.id).await?;
    let members = books.members_of(&person.id).await?.into_iter();
    let members = members.map(|member| ExportMember {
        also_called: names
            .iter()
            .filter(|(of, _)| of == member.id.as_str())
            .map(|(_, name)| name.clone())
            .collect(),
        department: member.department,
        category: member.category,
        password_set_at: member.password_at.map(At),
        member: member.id,
    });
    let consents = books.consents_of(&person.id).await?.into_iter();
    let kept = books.kept_of(&person.id).await?;
    let corrections = books.disputes_of(&person.id).await?.into_iter();
    let closing = books.closing_of(&person.id).await?;
    let sessions = |sessions: Vec<crate::books::kept::Stay>| {
        let one = |stay: crate::books::kept::Stay| ExportSession {
            device: stay.device,
            signed_in_at: At(stay.signed_in_at),
            seen_at: At(stay.seen_at),
            ended_at: stay.ended_at.map(At),
        };
        sessions.into_iter().map(one).collect()
    };
    Ok(Export {
        menhu_export: FORMAT,
        campus: campus.config.campus.name.zh.clone(),
        exported_at: At(campus.clock.now()),
        name: person.name.clone(),
        on_roster_since: At(kept.created_at),
        activated_at: person.activated_at.map(At),
        phone: person.phone.clone(),
        mail: person.mail.clone(),
        phone_on_record: person.phone_on_record.clone(),
        mail_on_record: kept.mail_on_record,
        certificate_kept_as_code: person.certificate.is_some(),
        members: members.collect(),
        consents: consents
            .map(|consent| ExportConsent {
                text: consent.kind,
                version: consent.version,
                agreed_at: At(consent.at),
                withdrawn_at: consent.withdrawn_at.map(At),
            })
            .collect(),
        consent_withdrawn_at: person.consent_withdrawn_at.map(At),
        devices: sessions(kept.devices),
        browsers: sessions(kept.browsers),
        events: events
            .into_iter()
            .map(|row| ExportEvent {
                at: At(row.at),
                what: row.what.as_str(),
                device: match row.is_of_campus() {
                    true => campus.config.campus.name.zh.clone(),
                    false => row.device,
                },
                network: row.network,
                fact: row.fact,
            })
            .collect(),
        corrections: corrections
            .map(|case| ExportCorrection {
                number: case.number,
                member: case.member,
                field: case.field,
                should_be: case.should_be,
                opened_at: At(case.opened_at),
                closed_at: case.closed_at.map(At),
            })
            .collect(),
        questions: kept.questions,
        closing_asked_at: closing.map(|closing| At(closing.asked_at)),
        closes_at: closing.map(|closing| At(closing.due_at)),
    })
}

#[cfg(test)]
mod tests {
    use super::At;

    #[test]
    fn a_time_is_told_as_it_was_at_the_campus_whatever_it_is() {
        for (at, text) in [
            (0, "\"1970-01-01T08:00:00+08:00\""),
            (-1, "\"1970-01-01T07:59:59+08:00\""),
            (2_147_483_648_000, "\"2038-01-19T11:14:08+08:00\""),
            (253_402_271_999_000, "\"9999-12-31T23:59:59+08:00\""),
            // No calendar of ours has these.
            (253_402_300_800_000, "253402300800000"),
            (i64::MAX, "9223372036854775807"),
        ] {
            assert_eq!(serde_json::to_string(&At(at)).expect("json"), text);
        }
    }
}
