//! The master secret: where it comes from, and which ones are refused.

use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, bail, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
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
    let bytes = match decoded(text) {
        Some(bytes) => bytes,
        None if demo => Zeroizing::new(text.as_bytes().to_vec()),
        None => bail!("secret: it is neither hex nor base64; {HOW}"),
    };
    ensure!(
        bytes.len() >= SHORTEST,
        "secret: it has {} bytes, {SHORTEST} are needed; {HOW}",
        bytes.len()
    );
    ensure!(
        demo || !is_example(text) && is_of_chance(text, &bytes),
        "secret: it looks like an example from a page, and whoever has read that page can sign in as anybody; {HOW}"
    );
    Ok(bytes)
}

/// Whether a secret has words in it that stand in examples and on keyboards. One of chance has the
/// shortest of them once in some 200,000 times (six hex digits at any of 59 places).
pub(crate) fn is_example(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let words = [
        "example",
        "changeme",
        "change-me",
        "secret",
        "menhu",
        "password",
        "replace",
        "random",
        "qwerty",
        "asdfgh",
        "abcdef",
        "123456",
        "012345",
    ];
    words.iter().any(|word| lower.contains(word))
}

/// Words of a language have no capitals inside or nothing but them; counting and repeating give few
/// different steps from byte to byte.
fn is_of_chance(text: &str, bytes: &[u8]) -> bool {
    let hex = text.bytes().all(|b| b.is_ascii_hexdigit());
    let mixed = text.bytes().any(|b| b.is_ascii_uppercase())
        && text.bytes().any(|b| b.is_ascii_lowercase());
    let different = |bytes: &mut Vec<u8>| {
        bytes.sort_unstable();
        bytes.dedup();
        bytes.len() >= LEAST_DIFFERENT
    };
    let pairs = bytes.iter().zip(bytes.iter().skip(1));
    let mut steps: Vec<u8> = pairs.map(|(a, b)| b.wrapping_sub(*a)).collect();
    let repeats =
        (1..=bytes.len() / 2).any(|period| bytes[period..] == bytes[..bytes.len() - period]);
    (hex || mixed) && !repeats && different(&mut bytes.to_vec()) && different(&mut steps)
}

/// The bytes of hex or base64 (either alphabet, padded or not).
fn decoded(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    if text.bytes().all(|b| b.is_ascii_hexdigit())
        && let Ok(bytes) = hex::decode(text)
    {
        return Some(Zeroizing::new(bytes));
    }
    let plain = Zeroizing::new(
        text.trim_end_matches('=')
            .replace('+', "-")
            .replace('/', "_"),
    );
    let bytes = URL_SAFE_NO_PAD.decode(plain.as_bytes()).ok()?;
    Some(Zeroizing::new(bytes))
}

#[cfg(test)]
mod tests {
    use super::{checked, decoded};
    use menhu_protocol::values::Secret;

    #[test]
    fn secrets_of_chance_are_taken_in_every_spelling() {
        let hex = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
        for text in [
            hex,
            "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=",
            "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg",
        ] {
            assert_eq!(decoded(text).expect("bytes").len(), 32);
            assert!(checked(&Secret::new(text), false).is_ok(), "{text}");
        }
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
            "replace-this-with-32-random-bytes!!!",
            "the quick brown fox jumps over the lazy dog",
            "qwertyuiopasdfghjklzxcvbnmqwertyuiopasdfghjk",
            "correcthorsebatterystaplecorrecthorsebattery",
            // The bytes 0 to 31, and sixteen bytes of chance twice.
            "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
            "9f86d081884c7d659a2feaa0c55ad0159f86d081884c7d659a2feaa0c55ad015",
        ] {
            let refused = checked(&Secret::new(text), false).expect_err(text);
            assert!(refused.to_string().contains("openssl rand"), "{text}");
        }
    }
}
