//! The master secret: where it comes from, and which ones are refused.

use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, bail, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use menhu_protocol::Dice;
use menhu_protocol::values::Secret;
use zeroize::Zeroizing;

use crate::Config;

/// A master secret has at least the strength of what is derived from it (HKDF-SHA256, ChaCha20).
const SHORTEST: usize = 32;
/// A secret of chance has almost as many different bytes as it is long; `aaaa…` and `0123…0123` do not.
const LEAST_DIFFERENT: usize = 16;
/// How to make one; stands in every refusal.
const HOW: &str = "make one with `openssl rand -base64 32` and set MENHU_SECRET or secret_file";

/// The lines of a secret file, newest first.
///
/// # Errors
/// The file cannot be read, or is empty.
pub(crate) fn secrets_of(path: &Path) -> anyhow::Result<Vec<Secret>> {
    let text = Zeroizing::new(
        std::fs::read_to_string(path)
            .with_context(|| format!("secret_file: {}", path.display()))?,
    );
    let secrets: Vec<_> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(Secret::new)
        .collect();
    ensure!(
        !secrets.is_empty(),
        "secret_file: {} is empty; {HOW}",
        path.display()
    );
    Ok(secrets)
}

/// The bytes of each secret, newest first.
pub(super) fn masters(config: &Config, dice: &dyn Dice) -> anyhow::Result<Vec<Zeroizing<Vec<u8>>>> {
    if !config.secrets.is_empty() {
        return config
            .secrets
            .iter()
            .map(|s| checked(s, config.demo))
            .collect();
    }
    // Several machines on one database must share a secret; one machine may make its own.
    if !config.demo && !config.database.starts_with("sqlite:") {
        bail!("secret: every copy of the server needs the same one; {HOW}");
    }
    let path = config.data_dir.join("secret");
    if !path.exists() {
        create(&path, dice)?;
    }
    secrets_of(&path)?
        .iter()
        .map(|s| checked(s, config.demo))
        .collect()
}

/// Only the owner may read it, from the first moment it exists.
fn create(path: &Path, dice: &dyn Dice) -> anyhow::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let made = options.open(path);
    if made
        .as_ref()
        .is_err_and(|e| e.kind() == std::io::ErrorKind::AlreadyExists)
    {
        return Ok(());
    }
    let mut file = made.with_context(|| path.display().to_string())?;
    let secret: [u8; 32] = menhu_protocol::bytes(dice);
    writeln!(file, "{}", URL_SAFE_NO_PAD.encode(secret))?;
    file.sync_all().with_context(|| path.display().to_string())
}

fn checked(secret: &Secret, demo: bool) -> anyhow::Result<Zeroizing<Vec<u8>>> {
    let text = secret.expose().trim();
    let bytes = Zeroizing::new(decoded(text));
    let lower = text.to_ascii_lowercase();
    let example = [
        "example",
        "changeme",
        "change-me",
        "secret",
        "menhu",
        "password",
    ]
    .iter()
    .any(|word| lower.contains(word));
    let mut different = bytes.to_vec();
    different.sort_unstable();
    different.dedup();
    ensure!(
        bytes.len() >= SHORTEST,
        "secret: it has {} bytes, {SHORTEST} are needed; {HOW}",
        bytes.len()
    );
    ensure!(
        demo || !example && different.len() >= LEAST_DIFFERENT,
        "secret: it looks like an example from a page, and whoever has read that page can sign in as anybody; {HOW}"
    );
    Ok(bytes)
}

/// Hex or base64 where it is one, otherwise the text itself.
fn decoded(text: &str) -> Vec<u8> {
    if text.len() >= 2 * SHORTEST
        && let Ok(bytes) = hex::decode(text)
    {
        return bytes;
    }
    let plain = text
        .trim_end_matches('=')
        .replace('+', "-")
        .replace('/', "_");
    if let Ok(bytes) = URL_SAFE_NO_PAD.decode(&plain)
        && STANDARD.encode(&bytes).trim_end_matches('=').len() == plain.len()
        && bytes.len() >= SHORTEST
    {
        return bytes;
    }
    text.as_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::{checked, decoded};
    use menhu_protocol::values::Secret;

    #[test]
    fn secrets_of_chance_are_taken_in_every_spelling() {
        let hex = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
        assert_eq!(decoded(hex).len(), 32);
        assert_eq!(
            decoded("n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=").len(),
            32
        );
        assert!(checked(&Secret::new(hex), false).is_ok());
    }

    #[test]
    fn example_and_short_secrets_are_refused_with_the_way_out() {
        for text in [
            "",
            "short",
            "changeme-changeme-changeme-changeme-changeme",
            "this-is-an-example-secret-do-not-use-it-anywhere",
            "0000000000000000000000000000000000000000000000000000000000000000",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        ] {
            let refused = checked(&Secret::new(text), false).expect_err(text);
            assert!(refused.to_string().contains("openssl rand"), "{text}");
        }
    }
}
