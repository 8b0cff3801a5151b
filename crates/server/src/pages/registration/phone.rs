//! W-06: another phone than the one on record, or the first one.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use menhu_protocol::api::registration::PhoneBind;
use menhu_protocol::values::{CertificateNumber, Phone, Secret};
use menhu_protocol::{Code, Failure, Field};
use serde::Deserialize;

use super::{At, go, redirected};
use crate::pages::frame::{Frame, page};
use crate::pages::guard::{self, Refused};
use crate::pages::input::{Filled, Input, Problem};
use crate::pages::visit::Visit;
use crate::registration as flow;

#[derive(Template)]
#[template(path = "registration/phone.html")]
struct PhonePage<'a> {
    f: Frame<'a>,
    alert: String,
    phone: String,
    certificate: String,
}

#[derive(Deserialize)]
pub(in crate::pages) struct Typed {
    #[serde(default)]
    phone: String,
    #[serde(default)]
    certificate: Secret,
}

pub(in crate::pages) async fn show(visit: Visit) -> Result<Response, Refused> {
    match At::of(&visit).await? {
        At::Confirm(..) => form(&visit, StatusCode::OK, String::new(), None),
        elsewhere => Ok(elsewhere.go(&visit)),
    }
}

pub(in crate::pages) async fn send(
    visit: Visit,
    Filled(typed): Filled<Typed>,
) -> Result<Response, Refused> {
    let Some(registration) = visit.registration.clone() else {
        return Ok(At::Nowhere { over: true }.go(&visit));
    };
    let failure = match values_of(&typed) {
        Ok((phone, certificate)) => {
            let masked = phone.masked();
            let ask = PhoneBind {
                registration,
                phone,
                certificate,
            };
            match flow::phone_bind(&visit.portal.campus, &visit.caller, ask).await {
                Ok(_) => return Ok(go("/r/code")),
                // The same form pressed twice: the code to this very number is on its way.
                Err(failure) if failure.code == Code::CodeTooSoon => match At::of(&visit).await? {
                    At::Confirm(_, Some(sent)) if sent.to == masked => return Ok(go("/r/code")),
                    _ => failure,
                },
                Err(failure) => failure,
            }
        }
        Err(failure) => failure,
    };
    if let Some(response) = redirected(&visit, &failure).await? {
        return Ok(response);
    }
    let problem = Problem::of(visit.words(), &failure);
    form(&visit, guard::status(&failure), typed.phone, Some(&problem))
}

/// Another number has to be typed, because this one is somebody else's.
pub(super) fn refused(visit: &Visit, failure: &Failure) -> Result<Response, Refused> {
    let problem = Problem::of(visit.words(), failure);
    form(visit, guard::status(failure), String::new(), Some(&problem))
}

fn values_of(typed: &Typed) -> Result<(Phone, CertificateNumber), Failure> {
    let phone = Phone::parse(&typed.phone).map_err(|why| Failure::malformed(Field::Phone, why))?;
    let certificate = CertificateNumber::parse(typed.certificate.expose())
        .map_err(|why| Failure::malformed(Field::Certificate, why))?;
    Ok((phone, certificate))
}

fn form(
    visit: &Visit,
    status: StatusCode,
    typed: String,
    problem: Option<&Problem>,
) -> Result<Response, Refused> {
    let f = visit.frame("W-06");
    let phone = Input {
        kind: "tel",
        value: typed,
        autocomplete: "tel",
        inputmode: "tel",
        ..Input::text("phone", f.say("web-phone-phone"))
    };
    let certificate = Input {
        help: Some(f.say("web-phone-certificate-help")),
        ..Input::text("certificate", f.say("web-phone-certificate"))
    };
    let shown = PhonePage {
        f,
        alert: Problem::alert(problem, &[Field::Phone, Field::Certificate]),
        phone: phone.html(problem, Field::Phone),
        certificate: certificate.html(problem, Field::Certificate),
    };
    page(status, &shown)
}
