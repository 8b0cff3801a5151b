//! Giving a file out.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use menhu_protocol::Localized;
use menhu_protocol::api::release::Arch;
use menhu_words::Lexicon;
use semver::Version;
use sha2::{Digest as _, Sha256};

use super::inside::{Inside, inside, named};
use super::signature::Wrong;
use super::{Kind, version_of};
use crate::Campus;
use crate::books::release::Release;
use crate::identity;

/// Bytes that are copied at a time.
const PIECE: usize = 64 * 1024;

/// What the IT office gives out.
#[derive(Clone, Debug)]
pub struct Addition {
    pub file: PathBuf,
    /// `None`: what the file says.
    pub version: Option<String>,
    pub arch: Option<Arch>,
    pub notes: Localized,
    /// `None`: the `.sig` beside the file, if there is one.
    pub signature: Option<PathBuf>,
}

/// Why a file is not given out: a sentence for who sits at the terminal.
type Refused = String;

/// Checks the file, copies it into the folder of downloads and enters it into the books. Whatever stops it,
/// nothing is offered that is not whole.
///
/// # Errors
/// The disk's or the database's. The inner one is what is wrong with the addition.
pub async fn add(
    campus: &Campus,
    words: &Lexicon,
    addition: Addition,
) -> anyhow::Result<Result<Release, Refused>> {
    let name = name_of(&addition.file);
    let at = [("file", name.as_str())];
    let Some(kind) = Kind::of(&name) else {
        return Ok(Err(words.say_with("release-bad-kind", &at)));
    };
    let folder = &campus.config.downloads_dir;
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let id = identity::id(campus.clock.as_ref(), campus.dice.as_ref());
    // Hidden: the page offers nothing whose name begins with a dot.
    let part = Part(folder.join(format!(".{id}.part")));
    let (bytes, sha256) = copied(&addition.file, &part.0)?;
    let signature = match signature_of(&addition)? {
        None => None,
        Some(text) => match checked(campus, words, &part.0, &text, &name)? {
            Err(refused) => return Ok(Err(refused)),
            Ok(version) => Some((text, version)),
        },
    };
    let signed_for = signature.as_ref().map(|(_, version)| version.as_str());
    let says = inside(&part.0, kind);
    let named = named(&name, kind);
    let version = match version_for(words, &name, &addition, signed_for, &says, &named) {
        Ok(version) => version,
        Err(refused) => return Ok(Err(refused)),
    };
    let arch = match arch_for(words, &name, addition.arch, says.arch, named.arch) {
        Ok(arch) => arch,
        Err(refused) => return Ok(Err(refused)),
    };
    let now = campus.clock.now();
    let mut release = Release {
        file: stored(&version, arch, &id, kind),
        id,
        kind,
        arch,
        version: version.to_string(),
        bytes,
        sha256,
        signature: signature.map(|(text, _)| text),
        notes: addition.notes,
        added_at: now,
        withdrawn_at: Some(now),
    };
    let given = campus.books.releases().await?;
    let taken = given.iter().any(|given| given.takes_the_place_of(&release));
    if taken || !placed(campus, &part.0, &mut release).await? {
        let facts = [("version", release.version.as_str())];
        return Ok(Err(words.say_with("release-bad-taken", &facts)));
    }
    Ok(Ok(release))
}

/// The name in the folder of downloads. The end of the identifier makes it no other file's, so that who
/// takes one file back never takes the one that came after it.
fn stored(version: &Version, arch: Arch, id: &str, kind: Kind) -> String {
    let own = id.rsplit('-').next().unwrap_or(id);
    let (arch, end) = (arch.as_str(), kind.extension());
    format!("menhu-{version}-{arch}-{own}.{end}")
}

/// Enters a file as one that is not offered, moves it to its place, and has it offered then: whatever
/// breaks off on the way, no row offers a file that is not there, and no file lies there without a row.
/// `false`: somebody was quicker.
async fn placed(campus: &Campus, part: &Path, release: &mut Release) -> anyhow::Result<bool> {
    campus.books.release_add(release).await?;
    let path = campus.config.downloads_dir.join(&release.file);
    std::fs::rename(part, &path).with_context(|| path.display().to_string())?;
    if !campus.books.release_offer(&release.id).await? {
        std::fs::remove_file(&path).with_context(|| path.display().to_string())?;
        return Ok(false);
    }
    release.withdrawn_at = None;
    Ok(true)
}

/// A file on its way; gone when the addition ends, however it ends.
struct Part(PathBuf);

impl Drop for Part {
    fn drop(&mut self) {
        // Renamed into its place, or never made.
        let _ = std::fs::remove_file(&self.0);
    }
}

fn name_of(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// Size and checksum of what was written, and the disk has it.
fn copied(from: &Path, to: &Path) -> anyhow::Result<(u64, String)> {
    let mut source = File::open(from).with_context(|| from.display().to_string())?;
    let mut copy = File::create(to).with_context(|| to.display().to_string())?;
    let mut sum = Sha256::new();
    let mut bytes = 0;
    let mut piece = vec![0; PIECE];
    loop {
        let n = match source.read(&mut piece) {
            Ok(0) => break,
            Ok(n) => n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error).with_context(|| from.display().to_string()),
        };
        copy.write_all(&piece[..n])
            .with_context(|| to.display().to_string())?;
        sum.update(&piece[..n]);
        bytes += n as u64;
    }
    copy.sync_all().with_context(|| to.display().to_string())?;
    Ok((bytes, hex::encode(sum.finalize())))
}

fn signature_of(addition: &Addition) -> anyhow::Result<Option<String>> {
    let beside = PathBuf::from(format!("{}.sig", addition.file.display()));
    let path = match &addition.signature {
        Some(path) => path,
        None if beside.is_file() => &beside,
        None => return Ok(None),
    };
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    Ok(Some(text.trim().to_owned()))
}

/// The version a file was signed for by the campus.
fn checked(
    campus: &Campus,
    words: &Lexicon,
    path: &Path,
    signature: &str,
    name: &str,
) -> anyhow::Result<Result<String, Refused>> {
    let at = [("file", name)];
    let Some(key) = &campus.config.update_key else {
        return Ok(Err(words.say("release-bad-no-key")));
    };
    Ok(key.verify(path, signature)?.map_err(|wrong| match wrong {
        Wrong::Unreadable => words.say_with("release-bad-signature-form", &at),
        Wrong::NotOurs => words.say_with("release-bad-signature", &at),
        Wrong::NoVersion => words.say_with("release-bad-signature-version", &at),
    }))
}

/// The version; what was said, what was signed and what stands in the file must be one.
fn version_for(
    words: &Lexicon,
    name: &str,
    addition: &Addition,
    signed_for: Option<&str>,
    says: &Inside,
    named: &Inside,
) -> Result<Version, Refused> {
    let sure = [
        addition.version.as_deref(),
        signed_for,
        says.version.as_deref(),
    ];
    let mut sure = sure.into_iter().flatten();
    let Some(first) = sure.next().or(named.version.as_deref()) else {
        return Err(words.say_with("release-bad-version", &[("file", name)]));
    };
    let form = |text: &str| {
        version_of(text)
            .ok_or_else(|| words.say_with("release-bad-version-form", &[("version", text)]))
    };
    let version = form(first)?;
    for other in sure {
        if form(other)? != version {
            let facts = [("file", name), ("one", first), ("other", other)];
            return Err(words.say_with("release-bad-version-differs", &facts));
        }
    }
    Ok(version)
}

/// The processor. Who says another one than the file would have it put in the place of apps it cannot
/// replace; only what runs everywhere may be given out for less.
fn arch_for(
    words: &Lexicon,
    name: &str,
    said: Option<Arch>,
    says: Option<Arch>,
    named: Option<Arch>,
) -> Result<Arch, Refused> {
    if let (Some(said), Some(says)) = (said, says)
        && said != says
        && says != Arch::Universal
    {
        let facts = [
            ("file", name),
            ("one", says.as_str()),
            ("other", said.as_str()),
        ];
        return Err(words.say_with("release-bad-arch-differs", &facts));
    }
    said.or(says)
        .or(named)
        .ok_or_else(|| words.say_with("release-bad-arch", &[("file", name)]))
}
