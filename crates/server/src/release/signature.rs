//! The signature without which no computer replaces its app: minisign, as Tauri's tools write it.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minisign_verify::{PublicKey, Signature};

/// Bytes that are read at a time.
const PIECE: usize = 64 * 1024;

/// The campus's public key: the content of the `.pub` file Tauri writes, base64 around minisign's own
/// text. The build of the app holds the same one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key(PublicKey);

/// Why a file is not the campus's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// No `.sig` file of Tauri's.
    Unreadable,
    /// Another key, another file, or a file that was changed.
    NotOurs,
    /// It does not say for which version it was made: an older file could be passed off as newer.
    NoVersion,
}

impl Key {
    /// `None`: this is no public key.
    pub fn parse(text: &str) -> Option<Self> {
        PublicKey::decode(&unwrapped(text)?).ok().map(Self)
    }

    /// The version a file was signed for.
    pub(super) fn verify(
        &self,
        path: &Path,
        signature: &str,
    ) -> anyhow::Result<Result<String, Wrong>> {
        let Some(signature) = unwrapped(signature).and_then(|text| Signature::decode(&text).ok())
        else {
            return Ok(Err(Wrong::Unreadable));
        };
        let Ok(mut check) = self.0.verify_stream(&signature) else {
            return Ok(Err(Wrong::NotOurs));
        };
        let mut file = File::open(path)?;
        let mut piece = vec![0; PIECE];
        loop {
            match file.read(&mut piece)? {
                0 => break,
                n => check.update(&piece[..n]),
            }
        }
        if check.finalize().is_err() {
            return Ok(Err(Wrong::NotOurs));
        }
        // Covered by the signature, and so to be believed only now.
        Ok(signed_version(signature.trusted_comment())
            .map(str::to_owned)
            .ok_or(Wrong::NoVersion))
    }
}

/// Tauri wraps the whole of minisign's text in base64.
fn unwrapped(text: &str) -> Option<String> {
    let bytes = STANDARD.decode(text.trim()).ok()?;
    String::from_utf8(bytes).ok()
}

/// `timestamp:…\tfile:…\tversion:1.2.3`
fn signed_version(comment: &str) -> Option<&str> {
    comment
        .split('\t')
        .find_map(|field| field.strip_prefix("version:"))
}
