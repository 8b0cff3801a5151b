//! What a request proves: the key of a device, or a session as well.

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header;
use axum::http::request::Parts;
use menhu_protocol::api::PROOF_HEADER;
use menhu_protocol::values::Secret;
use menhu_protocol::{Code, Failure};

use super::Refusal;
use crate::Campus;
use crate::books::session::Session;
use crate::session::proof::Request;
use crate::session::{self, Device, proof};

impl FromRequestParts<Campus> for Device {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, campus: &Campus) -> Result<Self, Refusal> {
        device(parts, campus, None).await.map_err(Refusal)
    }
}

/// A device that is in.
pub(super) struct SignedIn(pub Session);

impl FromRequestParts<Campus> for SignedIn {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, campus: &Campus) -> Result<Self, Refusal> {
        let access = access(&parts.headers).map_err(Refusal)?;
        let device = device(parts, campus, Some(&access))
            .await
            .map_err(Refusal)?;
        session::of_access(campus, &device, &access)
            .await
            .map(Self)
            .map_err(Refusal)
    }
}

async fn device(
    parts: &Parts,
    campus: &Campus,
    access: Option<&Secret>,
) -> Result<Device, Failure> {
    let proof = single(&parts.headers, PROOF_HEADER)?.ok_or(Code::ProofNonce)?;
    let request = Request {
        method: parts.method.as_str(),
        path: parts.uri.path(),
        access,
    };
    proof::device(campus, proof, request).await
}

/// `Authorization: DPoP …`
fn access(headers: &HeaderMap) -> Result<Secret, Failure> {
    let value = single(headers, header::AUTHORIZATION.as_str())?.ok_or(Code::SignedOut)?;
    let (scheme, token) = value.split_once(' ').ok_or(Code::SignedOut)?;
    if !scheme.eq_ignore_ascii_case("dpop") {
        return Err(Code::SignedOut.into());
    }
    Ok(Secret::new(token.trim()))
}

/// A header that may stand there once (RFC 9449 §4.3, 1).
fn single<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a str>, Failure> {
    let mut values = headers.get_all(name).iter();
    let first = values.next();
    if values.next().is_some() {
        return Err(Code::ProofWrong.into());
    }
    first
        .map(|value| value.to_str().map_err(|_| Code::ProofWrong.into()))
        .transpose()
}
