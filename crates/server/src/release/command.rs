//! `menhu-server release …`

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use menhu_protocol::api::release::Arch;
use menhu_protocol::{Localized, Requirement};
use menhu_words::Lexicon;

use super::cover::{Cover, product};
use super::{Addition, Kind, add, require, version_of};
use crate::Campus;
use crate::books::release::Release;
use crate::pages::wording;

/// The command line of `release`.
#[derive(Clone, Debug, clap::Subcommand)]
pub enum Command {
    /// Gives a file out: .apk .ipa .exe .msi .dmg .app.tar.gz .deb .AppImage
    Add {
        file: PathBuf,
        /// 1.2.3; where the file does not say it.
        #[arg(long)]
        version: Option<String>,
        /// x86_64, aarch64, armv7, i686 or universal; where the file does not say it.
        #[arg(long, value_parser = arch)]
        arch: Option<Arch>,
        /// What is new, one point a line; @FILE reads it from a file.
        #[arg(long, default_value = "")]
        notes_zh: String,
        /// The same in English.
        #[arg(long, default_value = "")]
        notes_en: String,
        /// The file's signature; FILE.sig where it is there.
        #[arg(long)]
        signature: Option<PathBuf>,
    },
    /// Everything that was given out, the newest first.
    List,
    /// Takes a version back, or one file of it.
    Withdraw {
        version: String,
        /// The file's name as `list` shows it.
        #[arg(long)]
        file: Option<String>,
    },
    /// From a day on, takes no app older than a version.
    Require {
        version: String,
        /// The first day it counts, YYYY-MM-DD.
        #[arg(long)]
        from: String,
        /// Why, for the people who have to update.
        #[arg(long)]
        why_zh: String,
        /// The same in English.
        #[arg(long)]
        why_en: String,
        /// Also where devices have no such version yet, or at once.
        #[arg(long)]
        force: bool,
    },
    /// Takes `require` back.
    Lift,
}

fn arch(text: &str) -> Result<Arch, String> {
    match Arch::named(text) {
        Arch::Other => Err("x86_64, aarch64, armv7, i686, universal".to_owned()),
        arch => Ok(arch),
    }
}

/// Carries a command out; exit code 1 when it was refused.
///
/// # Errors
/// The disk's or the database's trouble.
pub async fn run(campus: &Campus, command: Command) -> anyhow::Result<ExitCode> {
    let words = campus.words(crate::command::tongue());
    let refused = match command {
        Command::Add {
            file,
            version,
            arch,
            notes_zh,
            notes_en,
            signature,
        } => {
            let addition = Addition {
                file,
                version,
                arch,
                notes: Localized {
                    zh: text(notes_zh)?,
                    en: text(notes_en)?,
                },
                signature,
            };
            added(campus, words, addition).await?
        }
        Command::List => {
            list(campus, words).await?;
            None
        }
        Command::Withdraw { version, file } => {
            withdraw(campus, words, &version, file.as_deref()).await?
        }
        Command::Require {
            version,
            from,
            why_zh,
            why_en,
            force,
        } => {
            let requirement = Requirement {
                version,
                from,
                why: Localized {
                    zh: text(why_zh)?,
                    en: text(why_en)?,
                },
            };
            required(campus, words, &requirement, force).await?
        }
        Command::Lift => {
            if campus.books.requirement_lift(campus.clock.now()).await? {
                println!("{}", words.say("release-lifted"));
                None
            } else {
                Some(words.say("release-not-required"))
            }
        }
    };
    Ok(match refused {
        None => ExitCode::SUCCESS,
        Some(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    })
}

/// `@FILE` is what stands in the file.
fn text(written: String) -> anyhow::Result<String> {
    match written.strip_prefix('@') {
        Some(path) => std::fs::read_to_string(path)
            .map(|text| text.trim().to_owned())
            .with_context(|| path.to_owned()),
        None => Ok(written),
    }
}

async fn added(
    campus: &Campus,
    words: &Lexicon,
    addition: Addition,
) -> anyhow::Result<Option<String>> {
    let release = match add(campus, words, addition).await? {
        Ok(release) => release,
        Err(refused) => return Ok(Some(refused)),
    };
    println!("{}", line(words, &release));
    // A computer replaces its app by a signed file only; phones never do.
    let by_itself = !matches!(release.kind, Kind::Apk | Kind::Ipa | Kind::Dmg);
    if by_itself && release.signature.is_none() {
        println!("{}", words.say("release-added-unsigned"));
    }
    Ok(None)
}

async fn list(campus: &Campus, words: &Lexicon) -> anyhow::Result<()> {
    let releases = campus.books.releases().await?;
    if releases.is_empty() {
        println!("{}", words.say("release-none"));
    }
    for release in &releases {
        println!("{}", line(words, release));
    }
    if let Some(requirement) = campus.books.requirement().await? {
        println!("{}", said(words, &requirement));
    }
    Ok(())
}

async fn withdraw(
    campus: &Campus,
    words: &Lexicon,
    version: &str,
    file: Option<&str>,
) -> anyhow::Result<Option<String>> {
    let now = campus.clock.now();
    let taken = campus.books.release_withdraw(version, file, now).await?;
    if taken.is_empty() {
        return Ok(Some(
            words.say_with("release-unknown", &[("version", version)]),
        ));
    }
    for release in &taken {
        let path = campus.config.downloads_dir.join(&release.file);
        // The books have the word: a file that cannot be removed is offered to nobody.
        if let Err(error) = std::fs::remove_file(&path) {
            tracing::warn!(%error, path = %path.display(), "a withdrawn file stays in the folder");
        }
        let facts = [("file", release.file.as_str())];
        println!("{}", words.say_with("release-withdrawn-now", &facts));
    }
    Ok(None)
}

async fn required(
    campus: &Campus,
    words: &Lexicon,
    requirement: &Requirement,
    force: bool,
) -> anyhow::Result<Option<String>> {
    let version = requirement.version.as_str();
    let Some(least) = version_of(version) else {
        let facts = [("version", version)];
        return Ok(Some(words.say_with("release-bad-version-form", &facts)));
    };
    let Some(from) = day(&requirement.from) else {
        let facts = [("day", requirement.from.as_str())];
        return Ok(Some(words.say_with("release-bad-day", &facts)));
    };
    let cover = Cover::of(&campus.books.releases().await?, &least);
    // Before anything is asked for: a mistyped version or day would stop every app of the campus.
    if !force {
        if !cover.stranded.is_empty() {
            let systems = cover.stranded.join(" · ");
            let facts = [("version", version), ("systems", &*systems)];
            return Ok(Some(words.say_with("release-bad-uncovered", &facts)));
        }
        if from <= wording::today(campus.clock.now()) {
            let day = menhu_words::day(words, from);
            let facts = [("day", &*day)];
            return Ok(Some(words.say_with("release-bad-sudden", &facts)));
        }
    }
    require(campus, requirement).await?;
    println!("{}", said(words, requirement));
    let without = [cover.stranded, cover.unserved].concat();
    if !without.is_empty() {
        let facts = [("version", version), ("systems", &*without.join(" · "))];
        println!("{}", words.say_with("release-required-without", &facts));
    }
    Ok(None)
}

fn said(words: &Lexicon, requirement: &Requirement) -> String {
    let day = day(&requirement.from).map(|day| menhu_words::day(words, day));
    let facts = [
        ("day", day.as_deref().unwrap_or(&requirement.from)),
        ("version", requirement.version.as_str()),
    ];
    words.say_with("release-required", &facts)
}

/// `YYYY-MM-DD`, a day of the calendar.
fn day(text: &str) -> Option<(u16, u8, u8)> {
    let form = time::macros::format_description!("[year]-[month]-[day]");
    let date = time::Date::parse(text, form).ok()?;
    Some((
        u16::try_from(date.year()).ok()?,
        date.month().into(),
        date.day(),
    ))
}

fn line(words: &Lexicon, release: &Release) -> String {
    let state = match (&release.withdrawn_at, &release.signature) {
        (Some(_), _) => words.say("release-withdrawn"),
        (None, Some(_)) => words.say("release-signed"),
        (None, None) => words.say("release-unsigned"),
    };
    let day = menhu_words::day(words, wording::today(release.added_at));
    let parts = [
        release.version.as_str(),
        product(release.kind.system()),
        release.arch.as_str(),
        &menhu_words::size(release.bytes),
        &release.file,
        &day,
        &state,
    ];
    parts.join(" · ")
}
