//! Tokens of a device: opaque, 256 bit, and each the HMAC of the one before (design.md §6).
//!
//! A refresh token is `base64url(family ‖ 32 bytes)`. The family is 128 bit of its own that only
//! holders of a token know, so that nobody can end a stranger's session by inventing tokens. The
//! access token is the HMAC of the refresh token it came with: asked twice, it is the same one.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use menhu_protocol::Millis;
use menhu_protocol::values::Secret;

use crate::keys::{KeyVersion, Purpose, ServerKeys, fingerprint, written};

/// design.md §6: ten minutes.
pub const ACCESS_MS: Millis = 600_000;

const FAMILY_BYTES: usize = 16;
const TOKEN_BYTES: usize = FAMILY_BYTES + 32;

/// A refresh token and what goes with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refreshed {
    pub family: String,
    pub refresh: Secret,
    pub access: Secret,
    pub key_version: KeyVersion,
}

impl Refreshed {
    /// How the refresh token stands in the books.
    pub fn fingerprint(&self) -> String {
        fingerprint(self.refresh.expose())
    }

    /// How the access token stands in the books.
    pub fn access_fingerprint(&self) -> String {
        fingerprint(self.access.expose())
    }
}

/// The family a token names; `None` for what is no token of ours.
pub fn family_of(token: &str) -> Option<String> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    (bytes.len() == TOKEN_BYTES).then(|| written(&bytes[..FAMILY_BYTES]))
}

/// The first tokens of the session a login attempt becomes; the same when asked again.
pub fn first(keys: &ServerKeys, attempt: &Secret) -> Refreshed {
    let family = keys.mac(Purpose::Session, &[b"family", attempt.expose().as_bytes()]);
    let family = written(&family[..FAMILY_BYTES]);
    let token = keys.mac(Purpose::Session, &[b"token", attempt.expose().as_bytes()]);
    assembled(keys, keys.version(), &family, &token)
}

/// The token after `refresh`, as the key of `version` makes it; `None` when that key is gone.
pub fn successor(
    keys: &ServerKeys,
    version: KeyVersion,
    family: &str,
    refresh: &str,
) -> Option<Refreshed> {
    let token = keys.mac_under(version, Purpose::Refresh, &[refresh.as_bytes()])?;
    Some(assembled(keys, version, family, &token))
}

/// The token after `refresh` under the newest key.
pub fn newest(keys: &ServerKeys, family: &str, refresh: &str) -> Refreshed {
    let token = keys.mac(Purpose::Refresh, &[refresh.as_bytes()]);
    assembled(keys, keys.version(), family, &token)
}

/// `family` is one of ours: base64url of [`FAMILY_BYTES`].
fn assembled(keys: &ServerKeys, version: KeyVersion, family: &str, token: &[u8; 32]) -> Refreshed {
    let mut whole = URL_SAFE_NO_PAD.decode(family).unwrap_or_default();
    whole.extend_from_slice(token);
    let refresh = written(&whole);
    let access = keys
        .mac_under(version, Purpose::Access, &[refresh.as_bytes()])
        .unwrap_or_else(|| keys.mac(Purpose::Access, &[refresh.as_bytes()]));
    Refreshed {
        family: family.to_owned(),
        refresh: Secret::new(refresh),
        access: Secret::new(written(&access)),
        key_version: version,
    }
}
