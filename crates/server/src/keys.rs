//! The server's keys, all derived from one master secret, and what they seal and sign.

mod secret;

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use menhu_protocol::Dice;
use menhu_protocol::values::Secret;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

pub(crate) use secret::{is_example, secrets_of};

use crate::Config;

/// What a subkey is for; the text goes into HKDF, so that no two purposes share a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The successor of a refresh token (design.md §6).
    Refresh,
    /// The access token that stands beside a refresh token.
    Access,
    /// The session a login attempt becomes.
    Session,
    /// SMS and mail codes at rest.
    Code,
    /// 证件号 at rest: equal numbers have equal MACs, and nothing else can be learnt.
    Certificate,
    /// The last six of the 证件号, together with its MAC: nobody has the same as somebody else.
    CertificateTail,
    /// The birthday, `YYYYMMDD`; the same.
    Birthday,
    /// Plain initial passwords waiting to be hashed.
    Seal,
    /// The DPoP nonce of a five-minute window.
    Nonce,
    /// What stands in for the password of an account that does not exist.
    Nobody,
}

impl Purpose {
    fn label(self) -> &'static [u8] {
        match self {
            Self::Refresh => b"menhu refresh",
            Self::Access => b"menhu access",
            Self::Session => b"menhu session",
            Self::Code => b"menhu code",
            Self::Certificate => b"menhu certificate",
            Self::CertificateTail => b"menhu certificate tail",
            Self::Birthday => b"menhu birthday",
            Self::Seal => b"menhu seal",
            Self::Nonce => b"menhu nonce",
            Self::Nobody => b"menhu nobody",
        }
    }
}

/// The number of a master secret: a fingerprint, so that a list of secrets can be reordered.
pub type KeyVersion = i64;

struct Generation {
    version: KeyVersion,
    master: Zeroizing<Vec<u8>>,
}

/// The subkeys of every master secret; the first secret makes new things, the others read old ones.
pub struct ServerKeys {
    generations: Vec<Generation>,
}

impl ServerKeys {
    /// The secrets of the configuration; where none is set, demo and embedded databases make their
    /// own once, in `data_dir/secret`.
    ///
    /// # Errors
    /// A secret that is short, an example, or missing, and how to make one.
    pub fn open(config: &Config, dice: &dyn Dice) -> anyhow::Result<Self> {
        let masters = secret::masters(config, dice)?;
        let generations = masters
            .into_iter()
            .map(|master| Generation {
                version: version_of(&master),
                master,
            })
            .collect();
        Ok(Self { generations })
    }

    /// The version new things are made under.
    pub fn version(&self) -> KeyVersion {
        self.generations[0].version
    }

    /// The MAC of `parts` under the newest key of a purpose.
    pub fn mac(&self, purpose: Purpose, parts: &[&[u8]]) -> [u8; 32] {
        self.generations[0].mac(purpose, parts)
    }

    /// The same under an older key; `None` when that secret was taken out of the configuration.
    pub fn mac_under(
        &self,
        version: KeyVersion,
        purpose: Purpose,
        parts: &[&[u8]],
    ) -> Option<[u8; 32]> {
        self.generations
            .iter()
            .find(|g| g.version == version)
            .map(|g| g.mac(purpose, parts))
    }

    /// The MAC that a value was or would have been stored under, newest first.
    pub fn macs(&self, purpose: Purpose, parts: &[&[u8]]) -> Vec<String> {
        self.generations
            .iter()
            .map(|g| URL_SAFE_NO_PAD.encode(g.mac(purpose, parts)))
            .collect()
    }

    /// Seals a text for whoever has the key and the same `about` (ChaCha20-Poly1305, random nonce).
    ///
    /// # Errors
    /// Only for texts longer than the cipher can take.
    pub fn seal(&self, dice: &dyn Dice, about: &str, text: &str) -> anyhow::Result<String> {
        let nonce: [u8; 12] = menhu_protocol::bytes(dice);
        let generation = &self.generations[0];
        let sealed = generation
            .cipher()
            .encrypt(
                Nonce::from_slice(&nonce),
                Payload {
                    msg: text.as_bytes(),
                    aad: about.as_bytes(),
                },
            )
            .ok()
            .context("text too long to seal")?;
        let mut whole = nonce.to_vec();
        whole.extend(sealed);
        Ok(format!(
            "{}.{}",
            generation.version,
            URL_SAFE_NO_PAD.encode(whole)
        ))
    }

    /// What [`Self::seal`] sealed; `None` when the key is gone, or it was tampered with or moved.
    pub fn unseal(&self, about: &str, sealed: &str) -> Option<Secret> {
        let (version, body) = sealed.split_once('.')?;
        let version: KeyVersion = version.parse().ok()?;
        let generation = self.generations.iter().find(|g| g.version == version)?;
        let body = URL_SAFE_NO_PAD.decode(body).ok()?;
        let (nonce, text) = body.split_at_checked(12)?;
        let plain = generation
            .cipher()
            .decrypt(
                Nonce::from_slice(nonce),
                Payload {
                    msg: text,
                    aad: about.as_bytes(),
                },
            )
            .ok()?;
        Some(Secret::new(String::from_utf8(plain).ok()?))
    }
}

impl Generation {
    fn subkey(&self, purpose: Purpose) -> Zeroizing<[u8; 32]> {
        let mut key = Zeroizing::new([0; 32]);
        // 32 bytes are within what HKDF-SHA256 gives (RFC 5869 §2.3: 255 · 32).
        let _ = Hkdf::<Sha256>::new(None, &self.master).expand(purpose.label(), key.as_mut());
        key
    }

    fn mac(&self, purpose: Purpose, parts: &[&[u8]]) -> [u8; 32] {
        let key = self.subkey(purpose);
        mac(key.as_ref(), parts)
    }

    fn cipher(&self) -> ChaCha20Poly1305 {
        let key = self.subkey(Purpose::Seal);
        ChaCha20Poly1305::new(Key::from_slice(key.as_ref()))
    }
}

/// HMAC-SHA256 over parts, each with its length in front: no two lists of parts look alike.
fn mac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    // HMAC takes keys of any length.
    let Ok(mut mac) = <Hmac<Sha256> as Mac>::new_from_slice(key) else {
        unreachable!("HMAC takes keys of any length")
    };
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

fn version_of(master: &[u8]) -> KeyVersion {
    let digest = Sha256::new()
        .chain_update(b"menhu key version")
        .chain_update(master)
        .finalize();
    // 32 bits tell a campus's handful of secrets apart and stay readable in a row.
    i64::from(u32::from_be_bytes([
        digest[0], digest[1], digest[2], digest[3],
    ]))
}

/// How a secret that its owner alone keeps (a token, an attempt) stands in the books: SHA-256 is
/// enough for 256 bits of chance.
pub fn fingerprint(secret: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(secret.as_bytes()))
}

/// Bytes as they stand in the books and in tokens.
pub fn written(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
