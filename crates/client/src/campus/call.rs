//! A typed call and what its answer may be.

use menhu_protocol::api::{Call, PROOF_HEADER, Proof};
use menhu_protocol::values::{CampusAddress, Secret};
use menhu_protocol::{Code, Failure, Retry};
use reqwest::StatusCode;
use reqwest::header::AUTHORIZATION;
use serde::de::DeserializeOwned;

use super::DeviceKey;
use super::wire::{Answer, Wire};
use crate::core::Surroundings;

/// What the caller can prove itself with.
#[derive(Clone, Copy)]
pub(crate) enum Prover<'a> {
    Nobody,
    Device(&'a DeviceKey),
    Access(&'a DeviceKey, &'a Secret),
}

/// Sends a call and reads its reply. A proof that lacks the server's nonce is made again, once.
///
/// # Errors
/// The server's own failure, or what came instead of an answer: `offline`, `captive_portal`,
/// `clock_wrong`, `insecure`, `server_fault`.
pub(crate) async fn call<C: Call>(
    wire: &Wire,
    around: &Surroundings,
    address: &CampusAddress,
    prover: Prover<'_>,
    call: &C,
) -> Result<C::Reply, Failure> {
    let mut again = true;
    loop {
        match once(wire, around, address, prover, call).await {
            Err(failure) if failure.code == Code::ProofNonce && again => again = false,
            outcome => return outcome,
        }
    }
}

async fn once<C: Call>(
    wire: &Wire,
    around: &Surroundings,
    address: &CampusAddress,
    prover: Prover<'_>,
    call: &C,
) -> Result<C::Reply, Failure> {
    let url = format!("{}{}", address.origin(), C::PATH);
    let mut request = wire.client(address)?.post(&url).json(call);
    let (key, access) = match (C::PROOF, prover) {
        (Proof::None, _) => (None, None),
        (Proof::Device, Prover::Device(key) | Prover::Access(key, _)) => (Some(key), None),
        (Proof::Access, Prover::Access(key, token)) => (Some(key), Some(token)),
        (Proof::Device | Proof::Access, _) => return Err(Code::SignedOut.into()),
    };
    if let Some(key) = key {
        let nonce = wire.nonce(address);
        let proof = key.proof(
            &url,
            nonce.as_deref(),
            access,
            &*around.clock,
            &*around.dice,
        )?;
        request = request.header(PROOF_HEADER, proof);
    }
    if let Some(token) = access {
        request = request.header(AUTHORIZATION, format!("DPoP {}", token.expose()));
    }
    reply(&wire.send(address, request).await?)
}

/// The reply in an answer, or the failure it stands for.
fn reply<R: DeserializeOwned>(answer: &Answer) -> Result<R, Failure> {
    let status = answer.status;
    if status == StatusCode::NETWORK_AUTHENTICATION_REQUIRED || status.is_redirection() {
        return Err(Code::CaptivePortal.into());
    }
    if status.is_success() {
        if answer.is_html() {
            return Err(Code::CaptivePortal.into());
        }
        return serde_json::from_slice(&answer.body).map_err(|error| {
            tracing::warn!(
                line = error.line(),
                column = error.column(),
                "the reply cannot be read"
            );
            server_fault()
        });
    }
    if let Ok(failure) = serde_json::from_slice::<Failure>(&answer.body) {
        return Err(failure);
    }
    tracing::warn!(
        status = status.as_u16(),
        "an answer without a failure in it"
    );
    Err(match status {
        StatusCode::NOT_FOUND => Code::NotFound.into(),
        StatusCode::PROXY_AUTHENTICATION_REQUIRED => Code::CaptivePortal.into(),
        _ => server_fault(),
    })
}

fn server_fault() -> Failure {
    Failure::new(Code::ServerFault).retry(Retry::Now)
}

#[cfg(test)]
mod tests {
    use menhu_protocol::Code;
    use menhu_protocol::api::session::Done;
    use reqwest::StatusCode;

    use super::{Answer, reply};

    fn code(status: u16, media: &str, body: &str) -> Result<Done, Code> {
        let answer = Answer {
            status: StatusCode::from_u16(status).expect("a status"),
            media: media.to_owned(),
            body: body.as_bytes().to_vec(),
        };
        reply(&answer).map_err(|failure| failure.code)
    }

    #[test]
    fn every_answer_that_is_none_has_its_meaning() {
        let json = "application/json";
        assert_eq!(code(200, json, "{}"), Ok(Done {}));
        for (status, media, body, expected) in [
            (200, "text/html", "<html>", Code::CaptivePortal),
            (200, "", "\n <!doctype html>", Code::CaptivePortal),
            (200, json, "<html>", Code::CaptivePortal),
            (302, "", "", Code::CaptivePortal),
            (511, "text/html", "<html>", Code::CaptivePortal),
            (200, json, "{\"half\":", Code::ServerFault),
            (200, json, "", Code::ServerFault),
            (500, "text/html", "<html>", Code::ServerFault),
            (502, "", "", Code::ServerFault),
            (404, "text/html", "<html>", Code::NotFound),
            (401, json, r#"{"code":"session_ended"}"#, Code::SessionEnded),
            (503, json, r#"{"code":"busy"}"#, Code::Busy),
            (418, json, r#"{"code":"moon_phase"}"#, Code::Unknown),
        ] {
            assert_eq!(code(status, media, body), Err(expected), "{status} {body}");
        }
    }
}
