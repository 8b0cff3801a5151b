//! Which release an app is offered.

use menhu_protocol::Failure;
use menhu_protocol::api::release::{Arch, Bundle, Latest, Newest, Release, SignedFile};
use menhu_protocol::ipc::System;
use menhu_words::Tongue;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use semver::Version;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::{Kind, version_of};
use crate::Campus;
use crate::books::release::Release as Row;

/// The newest version for a device, and whether it can be installed in place.
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
            signed: in_place,
        }),
    })
}

/// What a device is offered of everything that was ever given out, and whether it is installed in place: so
/// it is where that is no older than what people install by hand.
pub(super) fn offered<'a>(rows: &'a [Row], ask: &Latest) -> Option<(&'a Row, bool)> {
    let by_hand = best(rows, ask.arch, |kind| {
        kind.system() == ask.system && kind.is_for_people()
    });
    let in_place = Kind::in_place(ask.system, ask.bundle)
        .and_then(|kind| best_signed(rows, ask.arch, kind))
        .filter(|row| {
            by_hand.is_none_or(|hand| version_of(&row.version) >= version_of(&hand.version))
        });
    in_place
        .map(|row| (row, true))
        .or(by_hand.map(|row| (row, false)))
}

/// The signed file that replaces an app of a version, if there is a newer one.
///
/// # Errors
/// The database's.
pub async fn signed_file(
    campus: &Campus,
    (system, arch, bundle): (System, Arch, Bundle),
    current: &Version,
    tongue: Tongue,
) -> Result<Option<SignedFile>, Failure> {
    let rows = campus.books.releases().await?;
    let row = Kind::in_place(system, bundle)
        .and_then(|kind| best_signed(&rows, arch, kind))
        .filter(|row| version_of(&row.version).is_some_and(|version| version > *current));
    Ok(row.map(|row| SignedFile {
        version: row.version.clone(),
        notes: match tongue {
            Tongue::Zh => row.notes.zh.clone(),
            Tongue::En => row.notes.en.clone(),
        },
        pub_date: OffsetDateTime::from_unix_timestamp(row.added_at.div_euclid(1000))
            .unwrap_or(OffsetDateTime::UNIX_EPOCH)
            .format(&Rfc3339)
            .unwrap_or_default(),
        url: format!(
            "{}/d/files/{}",
            campus.config.origin.origin(),
            utf8_percent_encode(&row.file, NON_ALPHANUMERIC)
        ),
        signature: row.signature.clone().unwrap_or_default(),
        bytes: row.bytes,
        sha256: row.sha256.clone(),
    }))
}

/// The newest of what is given out; of one version, the file made for exactly this processor.
fn best(rows: &[Row], arch: Arch, wanted: impl Fn(Kind) -> bool) -> Option<&Row> {
    rows.iter()
        .filter(|row| row.withdrawn_at.is_none() && wanted(row.kind) && runs_on(row.arch, arch))
        .max_by_key(|row| (version_of(&row.version), row.arch == arch, row.added_at))
}

fn best_signed(rows: &[Row], arch: Arch, kind: Kind) -> Option<&Row> {
    let signed: Vec<_> = rows.iter().filter(|row| row.signature.is_some()).collect();
    signed
        .into_iter()
        .filter(|row| row.withdrawn_at.is_none() && row.kind == kind && runs_on(row.arch, arch))
        .max_by_key(|row| (version_of(&row.version), row.arch == arch, row.added_at))
}

/// Who cannot say what it is is offered anything.
fn runs_on(file: Arch, device: Arch) -> bool {
    file == device || file == Arch::Universal || device == Arch::Other
}
