//! Proof of possession, DPoP (RFC 9449): ES256 only, the server's nonce always.
//!
//! The nonce is a MAC of a five-minute window on the server's clock, so a proof is fresh whatever the
//! device believes the time is; `iat` must be there and is not looked at (design.md §6).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use menhu_protocol::values::{CampusAddress, Secret};
use menhu_protocol::{Code, Failure, Millis};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::Device;
use crate::Campus;
use crate::keys::{Purpose, ServerKeys, written};

/// A nonce is good in its window and in the ones before and after it.
const WINDOW_MS: Millis = 300_000;
/// A seen proof is remembered for as long as any nonce it may carry is good: that of the window ahead
/// is refused three windows after the earliest moment it is taken.
const SEEN_MS: Millis = 3 * WINDOW_MS;
/// Proofs of ours have about 500 bytes; a header line has at most 8 kB.
const LONGEST: usize = 4096;
/// A `jti` of a device of ours is a UUID or 128 bits.
const LONGEST_JTI: usize = 128;

#[derive(Deserialize)]
struct Claims {
    jti: String,
    htm: String,
    htu: String,
    #[serde(rename = "iat")]
    _iat: i64,
    nonce: Option<String>,
    ath: Option<String>,
}

/// The request a proof must be made for.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    pub method: &'a str,
    /// Path below the campus's origin, without a query.
    pub path: &'a str,
    /// The access token that goes with it.
    pub access: Option<&'a Secret>,
}

/// The nonce of the window `now` lies in.
pub fn nonce(keys: &ServerKeys, now: Millis) -> String {
    nonce_of(keys, now.div_euclid(WINDOW_MS))
}

fn nonce_of(keys: &ServerKeys, window: i64) -> String {
    // 128 bits of the MAC are beyond guessing.
    written(&keys.mac(Purpose::Nonce, &[&window.to_be_bytes()])[..16])
}

/// Checks a proof and counts it: the device whose key it is.
///
/// # Errors
/// `proof_wrong`, or `proof_nonce` when all is well but for the nonce.
pub async fn device(campus: &Campus, proof: &str, request: Request<'_>) -> Result<Device, Failure> {
    let now = campus.clock.now();
    let (device, jti) = checked(&campus.keys, &campus.config.origin, proof, request, now)?;
    let id = written(&Sha256::digest(format!("{}|{jti}", device.jkt)));
    let until = now + SEEN_MS;
    if !campus.books.proof_first(&id, until).await? {
        return Err(Code::ProofWrong.into());
    }
    Ok(device)
}

/// Everything but that it is seen for the first time: the device and the proof's own id.
fn checked(
    keys: &ServerKeys,
    origin: &CampusAddress,
    proof: &str,
    request: Request<'_>,
    now: Millis,
) -> Result<(Device, String), Failure> {
    let wrong = || Failure::new(Code::ProofWrong);
    if proof.len() > LONGEST || carries_private_key(proof) {
        return Err(wrong());
    }
    let header = jsonwebtoken::decode_header(proof).map_err(|_| wrong())?;
    if header.typ.as_deref() != Some("dpop+jwt") || header.alg != Algorithm::ES256 {
        return Err(wrong());
    }
    let jwk = header.jwk.ok_or_else(wrong)?;
    let AlgorithmParameters::EllipticCurve(curve) = &jwk.algorithm else {
        return Err(wrong());
    };
    if curve.curve != EllipticCurve::P256 {
        return Err(wrong());
    }
    // One key has one thumbprint: coordinates are 32 bytes, spelt the one way base64url spells them.
    for coordinate in [&curve.x, &curve.y] {
        let bytes = URL_SAFE_NO_PAD.decode(coordinate).map_err(|_| wrong())?;
        if bytes.len() != 32 {
            return Err(wrong());
        }
    }
    let key = DecodingKey::from_ec_components(&curve.x, &curve.y).map_err(|_| wrong())?;
    let mut rules = Validation::new(Algorithm::ES256);
    rules.required_spec_claims.clear();
    rules.validate_exp = false;
    rules.validate_aud = false;
    let claims = jsonwebtoken::decode::<Claims>(proof, &key, &rules)
        .map_err(|_| wrong())?
        .claims;
    let ath = request
        .access
        .map(|access| URL_SAFE_NO_PAD.encode(Sha256::digest(access.expose())));
    let target = format!("{}{}", origin.origin(), request.path);
    if claims.htm != request.method
        || claims.htu != target
        || claims.ath != ath
        || claims.jti.is_empty()
        || claims.jti.len() > LONGEST_JTI
    {
        return Err(wrong());
    }
    let window = now.div_euclid(WINDOW_MS);
    let nonce = claims.nonce.unwrap_or_default();
    // A neighbour's clock may be a window ahead: copies of the server share keys, not clocks.
    let fresh = [window, window - 1, window + 1]
        .iter()
        .any(|window| bool::from(nonce_of(keys, *window).as_bytes().ct_eq(nonce.as_bytes())));
    if !fresh {
        return Err(Code::ProofNonce.into());
    }
    let thumbprint = Sha256::digest(format!(
        r#"{{"crv":"P-256","kty":"EC","x":"{}","y":"{}"}}"#,
        curve.x, curve.y
    ));
    let device = Device {
        jkt: written(&thumbprint),
    };
    Ok((device, claims.jti))
}

/// RFC 9449 §4.3, 7: the key in the header must not hold its private half.
fn carries_private_key(proof: &str) -> bool {
    let header = proof.split('.').next().unwrap_or_default();
    let Ok(header) = URL_SAFE_NO_PAD.decode(header) else {
        return true;
    };
    let Ok(header) = serde_json::from_slice::<serde_json::Value>(&header) else {
        return true;
    };
    header["jwk"].get("d").is_some()
}
