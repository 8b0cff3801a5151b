//! A device with a key: makes proofs of possession (RFC 9449), good ones and bent ones.

use std::sync::atomic::{AtomicU64, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use menhu_protocol::values::Secret;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

pub struct Handset {
    key: SigningKey,
    proofs: AtomicU64,
}

impl Handset {
    /// The same key for the same number.
    pub fn new(number: u8) -> Self {
        let mut secret = [0x42; 32];
        secret[31] = number;
        Self {
            key: SigningKey::from_slice(&secret).expect("a key"),
            proofs: AtomicU64::new(0),
        }
    }

    pub fn jwk(&self) -> Value {
        let point = self.key.verifying_key().to_encoded_point(false);
        let coordinate = |bytes: Option<&p256::FieldBytes>| {
            URL_SAFE_NO_PAD.encode(bytes.expect("a point that is not infinity"))
        };
        json!({ "kty": "EC", "crv": "P-256", "x": coordinate(point.x()), "y": coordinate(point.y()) })
    }

    pub fn proof(
        &self,
        method: &str,
        target: &str,
        nonce: Option<&str>,
        access: Option<&Secret>,
    ) -> String {
        let header = json!({ "typ": "dpop+jwt", "alg": "ES256", "jwk": self.jwk() });
        self.signed(&header, &self.claims(method, target, nonce, access))
    }

    pub fn claims(
        &self,
        method: &str,
        target: &str,
        nonce: Option<&str>,
        access: Option<&Secret>,
    ) -> Value {
        let mut claims = json!({
            "jti": format!("proof-{}", self.proofs.fetch_add(1, Ordering::SeqCst)),
            "htm": method,
            "htu": target,
            // A device whose clock stands in 1970: the nonce says what is fresh.
            "iat": 1,
        });
        if let Some(nonce) = nonce {
            claims["nonce"] = nonce.into();
        }
        if let Some(access) = access {
            let hash = Sha256::digest(access.expose());
            claims["ath"] = URL_SAFE_NO_PAD.encode(hash).into();
        }
        claims
    }

    /// Signs whatever it is given.
    pub fn signed(&self, header: &Value, claims: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", part(header), part(claims));
        let signature: Signature = self.key.sign(message.as_bytes());
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
    }
}
