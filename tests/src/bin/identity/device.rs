//! A device of the app as far as the wire sees it: a key, proofs of it (RFC 9449), and a session.

use std::sync::Mutex;

use anyhow::{Context, Result, bail, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use menhu_client::SystemClock;
use menhu_protocol::api::session::Tokens;
use menhu_protocol::api::signin::{Agreed, Begin, CodeProve, CodeSend, PasswordProve};
use menhu_protocol::api::{Call, NONCE_HEADER, PROOF_HEADER};
use menhu_protocol::values::{MemberId, Phone, PhoneCode, Secret};
use menhu_protocol::{Clock as _, Code, Failure, Manifest, WELL_KNOWN};
use menhu_testkit::Person;
use menhu_tests::campus::{Campus, http};
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::json;
use sha2::{Digest as _, Sha256};

/// See the module.
pub struct Device {
    http: reqwest::Client,
    origin: String,
    key: SigningKey,
    /// The newest nonce of the server, and how many proofs were made.
    state: Mutex<(String, u64)>,
    number: u8,
}

impl Device {
    /// The same key for the same number; `origin` is whose calls it proves itself to.
    pub fn new(origin: &str, number: u8) -> Result<Self> {
        let mut secret = [0x42; 32];
        secret[31] = number;
        Ok(Self {
            http: http()?,
            origin: origin.to_owned(),
            key: SigningKey::from_slice(&secret)?,
            state: Mutex::default(),
            number,
        })
    }

    /// A proof for a `POST` to a path.
    pub fn proof(&self, path: &str, access: Option<&Secret>) -> Result<String> {
        let (nonce, count) = {
            let mut state = self
                .state
                .lock()
                .map_err(|_| anyhow::anyhow!("a lane panicked"))?;
            state.1 += 1;
            state.clone()
        };
        let point = self.key.verifying_key().to_encoded_point(false);
        let (x, y) = point.x().zip(point.y()).context("a point")?;
        let jwk = json!({
            "kty": "EC", "crv": "P-256",
            "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y),
        });
        let header = json!({ "typ": "dpop+jwt", "alg": "ES256", "jwk": jwk });
        let mut claims = json!({
            "jti": format!("{}-{count}", self.number),
            "htm": "POST",
            "htu": format!("{}{path}", self.origin),
            "iat": SystemClock.now().div_euclid(1000),
        });
        if !nonce.is_empty() {
            claims["nonce"] = nonce.into();
        }
        if let Some(access) = access {
            claims["ath"] = URL_SAFE_NO_PAD
                .encode(Sha256::digest(access.expose()))
                .into();
        }
        let part = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", part(&header), part(&claims));
        let signature: Signature = self.key.sign(message.as_bytes());
        Ok(format!(
            "{message}.{}",
            URL_SAFE_NO_PAD.encode(signature.to_bytes())
        ))
    }

    /// One call with a proof; `from` is the address the proxy names, if the campus is behind one.
    pub async fn ask<C: Call>(
        &self,
        call: &C,
        access: Option<&Secret>,
        from: Option<&str>,
    ) -> Result<Result<C::Reply, Failure>> {
        // A nonce that grew old is answered by a new one.
        for _ in 0..3 {
            let mut request = self
                .http
                .post(format!("{}{}", self.origin, C::PATH))
                .header(PROOF_HEADER, self.proof(C::PATH, access)?)
                .json(call);
            if let Some(access) = access {
                request = request.header("authorization", format!("DPoP {}", access.expose()));
            }
            if let Some(from) = from {
                request = request.header("x-forwarded-for", from);
            }
            let answer = request.send().await?;
            if let Some(nonce) = answer.headers().get(NONCE_HEADER) {
                let nonce = nonce.to_str()?.to_owned();
                self.state
                    .lock()
                    .map_err(|_| anyhow::anyhow!("a lane panicked"))?
                    .0 = nonce;
            }
            let good = answer.status().is_success();
            let body = answer.bytes().await?;
            if good {
                return Ok(Ok(serde_json::from_slice(&body)?));
            }
            let failure: Failure = serde_json::from_slice(&body)?;
            if failure.code != Code::ProofNonce {
                return Ok(Err(failure));
            }
        }
        bail!("the server takes none of its own nonces")
    }

    /// As [`Self::ask`], where only success will do.
    pub async fn must<C: Call>(&self, call: &C, access: Option<&Secret>) -> Result<C::Reply> {
        let answer = self.ask(call, access, None).await?;
        answer.map_err(|failure| anyhow::anyhow!("{}: {failure:?}", C::PATH))
    }

    /// A login attempt in which the person's phone is proven.
    pub async fn at_the_password(&self, campus: &Campus, person: &Person) -> Result<Secret> {
        let manifest = self.http.get(format!("{}{WELL_KNOWN}", self.origin));
        let manifest: Manifest = manifest.send().await?.json().await?;
        let agreed = manifest.texts.into_iter().map(|text| Agreed {
            kind: text.kind,
            version: text.version,
        });
        let begin = Begin {
            agreed: agreed.collect(),
        };
        let attempt = self.must(&begin, None).await?.attempt;
        let send = CodeSend {
            attempt: attempt.clone(),
            phone: Phone::parse(person.phone)?,
        };
        self.must(&send, None).await?;
        let code = campus.code_for(person.phone).await?;
        let prove = CodeProve {
            attempt: attempt.clone(),
            code: PhoneCode::parse(&code)?,
        };
        self.must(&prove, None).await?;
        Ok(attempt)
    }

    /// The whole way in.
    pub async fn sign_in(&self, campus: &Campus, person: &Person) -> Result<Tokens> {
        let prove = PasswordProve {
            attempt: self.at_the_password(campus, person).await?,
            account: MemberId::parse(person.member)?.into(),
            password: Secret::new(person.password),
            device_name: format!("{}", self.number),
        };
        let tokens = self.must(&prove, None).await?;
        ensure!(!tokens.refresh.is_empty(), "no token");
        Ok(tokens)
    }
}
