//! The device's key and the proof that a request comes from it (DPoP, RFC 9449).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use menhu_protocol::values::Secret;
use menhu_protocol::{Clock, Code, Dice, Failure, bytes};
use p256::SecretKey;
use p256::pkcs8::EncodePrivateKey;
use serde::Serialize;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// An ES256 key of this device for one person at one campus.
#[derive(Clone)]
pub(crate) struct DeviceKey(SecretKey);

#[derive(Serialize)]
struct Claims<'a> {
    jti: String,
    htm: &'static str,
    htu: &'a str,
    /// Seconds. The server goes by its nonce, so a wrong clock does no harm (design.md §6).
    iat: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<&'a str>,
    /// Hash of the access token (RFC 9449 §4.2).
    #[serde(skip_serializing_if = "Option::is_none")]
    ath: Option<String>,
}

impl DeviceKey {
    /// A fresh key.
    pub(crate) fn roll(dice: &dyn Dice) -> Self {
        loop {
            // All but one in 2³² draws are scalars of the curve (FIPS 186-5 §A.2.2).
            let scalar = Zeroizing::new(bytes::<32>(dice));
            if let Ok(key) = SecretKey::from_slice(&*scalar) {
                return Self(key);
            }
        }
    }

    /// From the form in the keychain; `None` when it is not a key.
    pub(crate) fn from_secret(secret: &Secret) -> Option<Self> {
        let scalar = Zeroizing::new(URL_SAFE_NO_PAD.decode(secret.expose()).ok()?);
        SecretKey::from_slice(&scalar).ok().map(Self)
    }

    /// For the keychain: the scalar, base64url, 43 characters.
    pub(crate) fn to_secret(&self) -> Secret {
        let scalar = Zeroizing::new(self.0.to_bytes().to_vec());
        Secret::new(URL_SAFE_NO_PAD.encode(&*scalar))
    }

    /// A proof for a `POST` to `htu` (origin and path, no query).
    ///
    /// # Errors
    /// `internal`; a key that was read is always able to sign.
    pub(crate) fn proof(
        &self,
        htu: &str,
        nonce: Option<&str>,
        access: Option<&Secret>,
        clock: &dyn Clock,
        dice: &dyn Dice,
    ) -> Result<String, Failure> {
        let internal = |_| Failure::new(Code::Internal);
        let claims = Claims {
            jti: URL_SAFE_NO_PAD.encode(bytes::<16>(dice)),
            htm: "POST",
            htu,
            iat: clock.now().div_euclid(1000),
            nonce,
            ath: access.map(|token| URL_SAFE_NO_PAD.encode(Sha256::digest(token.expose()))),
        };
        let der = self.0.to_pkcs8_der().map_err(|_| Code::Internal)?;
        let mut header = Header::new(Algorithm::ES256);
        header.typ = Some("dpop+jwt".to_owned());
        header.jwk = Some(self.public()?);
        jsonwebtoken::encode(&header, &claims, &EncodingKey::from_ec_der(der.as_bytes()))
            .map_err(internal)
    }

    fn public(&self) -> Result<Jwk, Failure> {
        serde_json::to_value(self.0.public_key().to_jwk())
            .and_then(serde_json::from_value)
            .map_err(|_| Code::Internal.into())
    }
}

#[cfg(test)]
mod tests {
    use menhu_testkit::{HandClock, SeededDice};

    use super::{DeviceKey, Secret};

    fn part(proof: &str, at: usize) -> serde_json::Value {
        use base64::Engine;
        let text = proof.split('.').nth(at).expect("three parts");
        let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD
            .decode(text)
            .expect("base64url");
        serde_json::from_slice(&bytes).expect("json")
    }

    #[test]
    fn a_key_comes_back_from_the_keychain_as_it_went() {
        let key = DeviceKey::roll(&SeededDice::new(1));
        let again = DeviceKey::from_secret(&key.to_secret()).expect("a key");
        assert_eq!(again.to_secret(), key.to_secret());
        assert!(DeviceKey::from_secret(&Secret::new("garbage")).is_none());
        assert!(DeviceKey::from_secret(&Secret::new("")).is_none());
    }

    #[test]
    fn a_proof_names_the_request_and_verifies_under_its_own_key() {
        let (clock, dice) = (HandClock::default(), SeededDice::new(2));
        let key = DeviceKey::roll(&dice);
        let access = Secret::new("abc");
        let proof = key
            .proof(
                "https://a.example/v1/me",
                Some("n1"),
                Some(&access),
                &clock,
                &dice,
            )
            .expect("signed");
        let (header, claims) = (part(&proof, 0), part(&proof, 1));
        assert_eq!(header["typ"], "dpop+jwt");
        assert_eq!(header["alg"], "ES256");
        assert!(
            header["jwk"].get("d").is_none(),
            "no private part in a proof"
        );
        assert_eq!(claims["htm"], "POST");
        assert_eq!(claims["htu"], "https://a.example/v1/me");
        assert_eq!(claims["nonce"], "n1");
        assert_eq!(claims["ath"], "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
        let jwk: jsonwebtoken::jwk::Jwk =
            serde_json::from_value(header["jwk"].clone()).expect("a key");
        let (message, signature) = proof.rsplit_once('.').expect("signature");
        let verified = jsonwebtoken::crypto::verify(
            signature,
            message.as_bytes(),
            &jsonwebtoken::DecodingKey::from_jwk(&jwk).expect("a key"),
            jsonwebtoken::Algorithm::ES256,
        );
        assert_eq!(verified.ok(), Some(true));
    }

    #[test]
    fn no_two_proofs_share_their_number() {
        let (clock, dice) = (HandClock::default(), SeededDice::new(3));
        let key = DeviceKey::roll(&dice);
        let proof = || {
            let proof = key.proof("https://a.example/v1/me", None, None, &clock, &dice);
            part(&proof.expect("signed"), 1)["jti"].clone()
        };
        assert_ne!(proof(), proof());
    }
}
