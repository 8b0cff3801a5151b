//! W-50: what the campus has of me, and the way to each right; the file to take along.

use askama::Template;
use axum::extract::RawQuery;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use menhu_protocol::values::{MailAddress, Phone};

use super::{OVERVIEW, day, go, text_name};
use crate::pages::frame::{Frame, page};
use crate::pages::guard::Refused;
use crate::pages::me::Inside;
use crate::pages::wording;
use crate::rights;

/// Said behind the page's address once the password was proven for the download.
const PROVEN: &str = "proven";
/// What the browser does with the file, and its name.
const FILE: &str = "attachment; filename=\"menhu-data.json\"";
/// Consents and cases on the page; the file has all.
const SHOWN: usize = 20;

#[derive(Template)]
#[template(path = "data/overview.html")]
struct Overview<'a> {
    f: Frame<'a>,
    /// The password was proven: the button downloads now.
    proven: bool,
    name: String,
    members: Vec<Line>,
    phone: Option<String>,
    phone_on_record: Option<String>,
    mail: Option<String>,
    mail_on_record: Option<String>,
    certificate: bool,
    activated: Option<String>,
    consents: Vec<Line>,
    cases: Vec<Line>,
    stays: String,
    events: String,
    /// The day the account closes, if that was asked for.
    closes: Option<String>,
}

/// One fact and what goes with it.
struct Line {
    what: String,
    with: String,
}

pub(in crate::pages) async fn show(
    inside: Inside,
    RawQuery(query): RawQuery,
) -> Result<Response, Refused> {
    let visit = &inside.visit;
    let f = visit.frame("W-50");
    let (data, events) = rights::overview(&visit.portal.campus, &inside.person).await?;
    let words = visit.words();
    let members = data.members.iter().map(|member| Line {
        what: member.member.as_str().to_owned(),
        with: f.say_with(
            "web-data-member-of",
            &[
                ("department", &member.department),
                ("category", &wording::category(words, member.category)),
            ],
        ),
    });
    let consents = data.consents.iter().rev().map(|consent| Line {
        what: f.say_with(
            "web-data-consent-version",
            &[
                ("text", &text_name(&f, consent.text)),
                ("version", &consent.version),
            ],
        ),
        with: match consent.withdrawn_at {
            None => f.say_with(
                "web-data-consent-at",
                &[("day", &day(visit, consent.agreed_at.0))],
            ),
            Some(at) => f.say_with("web-data-consent-withdrawn", &[("day", &day(visit, at.0))]),
        },
    });
    let cases = data.corrections.iter().rev().map(|case| Line {
        what: f.say_with("web-data-case", &[("case", &case.number)]),
        with: match case.closed_at {
            None => f.say_with("web-data-case-open", &[("right", &case.should_be)]),
            Some(_) => f.say_with("web-data-case-closed", &[("right", &case.should_be)]),
        },
    });
    let shown = Overview {
        f,
        proven: query.as_deref() == Some(PROVEN) && inside.old_proof().is_none(),
        name: data.name.clone(),
        members: members.collect(),
        phone: data.phone.as_ref().map(Phone::masked),
        phone_on_record: data.phone_on_record.as_ref().map(Phone::masked),
        mail: data.mail.as_ref().map(MailAddress::masked),
        mail_on_record: data
            .mail_on_record
            .as_deref()
            .and_then(|mail| MailAddress::parse(mail).ok())
            .map(|mail| mail.masked()),
        certificate: data.certificate_kept_as_code,
        activated: data.activated_at.map(|at| day(visit, at.0)),
        consents: consents.take(SHOWN).collect(),
        cases: cases.take(SHOWN).collect(),
        stays: (data.devices.len() + data.browsers.len()).to_string(),
        events: events.to_string(),
        closes: data.closes_at.map(|at| day(visit, at.0)),
    };
    page(StatusCode::OK, &shown)
}

/// The file. Whoever has to show the password first comes back to the page, and presses once more: a
/// download that begins by itself would leave them on the page that asked.
pub(in crate::pages) async fn export(mut inside: Inside) -> Result<Response, Refused> {
    inside.visit.address = format!("{OVERVIEW}?{PROVEN}");
    let data = match rights::export(&inside.visit.portal.campus, &inside.actor()).await {
        Ok(data) => data,
        Err(failure) => return inside.refused(failure),
    };
    let Ok(json) = serde_json::to_vec_pretty(&data) else {
        return Ok(go(OVERVIEW));
    };
    let kind = HeaderValue::from_static("application/json");
    let file = HeaderValue::from_static(FILE);
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, file),
    ];
    Ok((headers, json).into_response())
}
