//! A campus's signing key, as Tauri's tools write keys and signatures: base64 around minisign's text.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use minisign::{KeyPair, PublicKeyBox, SignatureBox};

use crate::campus::Campus;

pub struct Signer {
    keys: KeyPair,
}

impl Signer {
    /// # Errors
    /// When the system gives no chance to make a key of.
    pub fn new() -> Result<Self> {
        let keys = KeyPair::generate_unencrypted_keypair()?;
        Ok(Self { keys })
    }

    /// What the app is built with and the campus is configured with.
    ///
    /// # Errors
    /// None that a test has met.
    pub fn public(&self) -> Result<String> {
        Ok(STANDARD.encode(self.keys.pk.to_box()?.into_string()))
    }

    /// Writes `FILE.sig`: this file is that version.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn sign(&self, file: &Path, version: &str) -> Result<()> {
        let comment = format!("timestamp:1\tfile:menhu\tversion:{version}");
        let body = Cursor::new(std::fs::read(file)?);
        let signed = minisign::sign(None, &self.keys.sk, body, Some(&comment), None)?;
        let beside = PathBuf::from(format!("{}.sig", file.display()));
        std::fs::write(beside, STANDARD.encode(signed.into_string()))?;
        Ok(())
    }

    /// Signs a file and has the campus give it out.
    ///
    /// # Errors
    /// What the campus said to it.
    pub fn give_out(&self, campus: &Campus, file: &Path, version: &str) -> Result<()> {
        self.sign(file, version)?;
        release(campus, &self.public()?, &["add", text(file)?]).map(drop)
    }
}

/// Runs `menhu-server release …` at a campus that was configured with a key; what it said.
///
/// # Errors
/// When it refused, with what it said.
pub fn release(campus: &Campus, key: &str, words: &[&str]) -> Result<String> {
    let mut command = campus.command()?;
    command.env("MENHU_UPDATE_KEY", key);
    let done = command.args(["--demo", "release"]).args(words).output()?;
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    let why = String::from_utf8_lossy(&done.stderr);
    ensure!(done.status.success(), "release {words:?}: {said}{why}");
    Ok(said)
}

/// Whether bytes bear a signature of the key, as another program checks it than the one that installs.
///
/// # Errors
/// When they do not.
pub fn verify(public: &str, signature: &str, bytes: &[u8]) -> Result<()> {
    let unwrapped = |text: &str| anyhow::Ok(String::from_utf8(STANDARD.decode(text)?)?);
    let key = PublicKeyBox::from_string(&unwrapped(public)?)?.into_public_key()?;
    let signature = SignatureBox::from_string(&unwrapped(signature)?)?;
    minisign::verify(&key, &signature, Cursor::new(bytes), true, false, false)?;
    Ok(())
}

fn text(path: &Path) -> Result<&str> {
    path.to_str().context("the path is no text")
}
