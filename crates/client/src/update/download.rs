//! Fetching a large file so that a lost connection costs nothing that has arrived.

use std::path::{Path, PathBuf};
use std::time::Duration;

use menhu_protocol::api::release::SignedFile;
use menhu_protocol::values::CampusAddress;
use menhu_protocol::{Code, Failure, Retry};
use reqwest::header::{CONTENT_RANGE, RANGE};
use reqwest::{Response, StatusCode};
use sha2::{Digest, Sha256};
use tokio::fs::{self, File, OpenOptions};
use tokio::io::AsyncWriteExt;

use crate::campus::Wire;

/// Largest installer that is fetched, bytes: it is kept on the disk and read into memory as a whole.
pub(crate) const LARGEST: u64 = 1 << 30;
/// A whole download. What has arrived by then is kept, and the next one goes on from there.
const LONGEST: Duration = Duration::from_secs(60 * 60);
/// A connection that brings nothing for so long is lost (security.md C-06).
const STILL_LONGEST: Duration = Duration::from_secs(30);

/// The file's bytes, `of` in number. What has arrived stays in `folder` under the file's checksum; the next
/// call goes on from there.
///
/// # Errors
/// `offline` when the connection broke, `storage_full`, `update_damaged` when the bytes are not those that
/// were announced, `captive_portal`.
pub(crate) async fn download(
    wire: &Wire,
    address: &CampusAddress,
    (file, of): (&SignedFile, u64),
    folder: &Path,
    arrived: impl Fn(u64),
) -> Result<Vec<u8>, Failure> {
    let damaged = || Failure::new(Code::UpdateDamaged).retry(Retry::Now);
    if of > LARGEST || !is_checksum(&file.sha256) {
        return Err(damaged());
    }
    let part = room(folder, &file.sha256).await.map_err(full)?;
    let have = fs::metadata(&part).await.map_or(0, |about| about.len());
    if have > of {
        fs::remove_file(&part).await.map_err(full)?;
    }
    if have != of {
        rest(wire, address, (file, of), &part, arrived).await?;
    }
    let bytes = fs::read(&part).await.map_err(full)?;
    let sum = Sha256::digest(&bytes);
    let whole = bytes.len() as u64 == of
        && sum
            .iter()
            .zip(file.sha256.as_bytes().chunks(2))
            .all(|(byte, hex)| format!("{byte:02x}").as_bytes() == hex);
    if whole {
        return Ok(bytes);
    }
    // Going on from wrong bytes would never end well.
    fs::remove_file(&part).await.map_err(full)?;
    Err(damaged())
}

/// Makes the folder and drops what was begun of other files in it.
async fn room(folder: &Path, sum: &str) -> std::io::Result<PathBuf> {
    fs::create_dir_all(folder).await?;
    let part = folder.join(format!("{sum}.part"));
    let mut entries = fs::read_dir(folder).await?;
    while let Some(entry) = entries.next_entry().await? {
        if entry.path() != part {
            fs::remove_file(entry.path()).await?;
        }
    }
    Ok(part)
}

/// Fetches what is missing behind what is there.
async fn rest(
    wire: &Wire,
    address: &CampusAddress,
    (file, of): (&SignedFile, u64),
    part: &Path,
    arrived: impl Fn(u64),
) -> Result<(), Failure> {
    let mut have = fs::metadata(part).await.map_or(0, |about| about.len());
    let mut request = wire.client(address)?.get(&file.url).timeout(LONGEST);
    if have > 0 {
        request = request.header(RANGE, format!("bytes={have}-"));
    }
    let mut response = wire.begin(request).await?;
    if !goes_on(&response, have)? {
        have = 0;
    }
    let mut out = open(part, have).await.map_err(full)?;
    arrived(have);
    loop {
        let chunk = tokio::time::timeout(STILL_LONGEST, wire.chunk(&mut response)).await;
        let lost = || Failure::new(Code::Offline).retry(Retry::Now);
        let outcome = match chunk {
            Ok(Ok(Some(chunk))) => {
                have += chunk.len() as u64;
                if have > of {
                    return Err(Failure::new(Code::UpdateDamaged).retry(Retry::Now));
                }
                out.write_all(&chunk).await.map_err(full)?;
                arrived(have);
                continue;
            }
            Ok(Ok(None)) if have == of => Ok(()),
            // Cut off in the middle: what there is stays.
            Ok(Ok(None)) | Err(_) => Err(lost()),
            Ok(Err(failure)) => Err(failure),
        };
        out.flush().await.map_err(full)?;
        out.sync_all().await.map_err(full)?;
        return outcome;
    }
}

/// Whether the answer goes on where we stopped; `false`: it begins anew.
fn goes_on(response: &Response, have: u64) -> Result<bool, Failure> {
    let from = response
        .headers()
        .get(CONTENT_RANGE)
        .and_then(|range| range.to_str().ok())
        .and_then(|range| {
            range
                .strip_prefix("bytes ")?
                .split('-')
                .next()?
                .parse()
                .ok()
        });
    match response.status() {
        StatusCode::PARTIAL_CONTENT if from == Some(have) => Ok(true),
        StatusCode::OK => Ok(false),
        StatusCode::NETWORK_AUTHENTICATION_REQUIRED => Err(Code::CaptivePortal.into()),
        status if status.is_redirection() => Err(Code::CaptivePortal.into()),
        _ => Err(Failure::new(Code::ServerFault).retry(Retry::Now)),
    }
}

async fn open(part: &Path, have: u64) -> std::io::Result<File> {
    let file = OpenOptions::new()
        .create(true)
        .write(true)
        .truncate(false)
        .open(part)
        .await?;
    file.set_len(have).await?;
    let mut file = file;
    tokio::io::AsyncSeekExt::seek(&mut file, std::io::SeekFrom::End(0)).await?;
    Ok(file)
}

fn is_checksum(text: &str) -> bool {
    text.len() == 64
        && text
            .bytes()
            .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

#[allow(clippy::needless_pass_by_value, reason = "the signature is map_err's")]
fn full(error: std::io::Error) -> Failure {
    tracing::warn!(%error, "an update could not be kept");
    Code::StorageFull.into()
}
