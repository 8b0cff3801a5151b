//! Which release an app is offered.

use menhu_protocol::Failure;
use menhu_protocol::api::release::{Arch, Latest, Newest, Release, SignedFile};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Kind, version_of};
use crate::books::release::Release as Row;
use crate::{Campus, Config};

/// The newest version for a device, and the file it can be installed from in place.
///
/// # Errors
/// The database's.
pub async fn latest(campus: &Campus, ask: Latest) -> Result<Newest, Failure> {
    let rows = campus.books.releases().await?;
    Ok(Newest {
        release: offered(&rows, &ask).map(|(row, in_place)| Release {
            version: row.version.clone(),
            bytes: row.bytes,
            notes: row.notes.clone(),
            added_at: row.added_at,
            signed: in_place.then(|| signed(&campus.config, row)).flatten(),
        }),
    })
}

/// What a device is offered of everything that was ever given out, and whether it is installed in place: so
/// it is where that is no older than what people install by hand.
pub(super) fn offered<'a>(rows: &'a [Row], ask: &Latest) -> Option<(&'a Row, bool)> {
    let by_hand = best(rows, ask.arch, |row| {
        row.kind.system() == ask.system && row.kind.is_for_people()
    });
    let replaces = Kind::in_place(ask.system, ask.bundle);
    let in_place = best(rows, ask.arch, |row| {
        row.signature.is_some() && Some(row.kind) == replaces
    })
    .filter(|row| by_hand.is_none_or(|hand| version_of(&row.version) >= version_of(&hand.version)));
    in_place
        .map(|row| (row, true))
        .or(by_hand.map(|row| (row, false)))
}

fn signed(config: &Config, row: &Row) -> Option<SignedFile> {
    Some(SignedFile {
        url: format!(
            "{}/d/files/{}",
            config.origin.origin(),
            utf8_percent_encode(&row.file, NON_ALPHANUMERIC)
        ),
        signature: row.signature.clone()?,
        sha256: row.sha256.clone(),
    })
}

/// The newest of what is given out; of one version, the file made for exactly this processor.
fn best(rows: &[Row], arch: Arch, wanted: impl Fn(&Row) -> bool) -> Option<&Row> {
    rows.iter()
        .filter(|row| row.withdrawn_at.is_none() && wanted(row) && runs_on(row.arch, arch))
        .max_by_key(|row| (version_of(&row.version), row.arch == arch, row.added_at))
}

/// Who cannot say what it is is offered anything.
fn runs_on(file: Arch, device: Arch) -> bool {
    file == device || file == Arch::Universal || device == Arch::Other
}
