//! The roster: a CSV file of the personnel office becomes people and IDs.
//!
//! A bad row is named with line, column and reason, and stops nothing else; the good ones are imported
//! in one transaction; importing the same file again changes nothing. An empty field changes nothing
//! either. People are joined by 证件号 only, never by name (design.md §9).

pub mod plan;
mod report;
pub mod sheet;

use std::collections::HashSet;
use std::path::Path;
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

use anyhow::Context as _;
use menhu_protocol::Failure;
use menhu_protocol::values::MemberId;

use crate::Campus;
use crate::books::person::Member;
use crate::books::roster::RosterImport;
use plan::{BadRow, Freed};
use sheet::{Policy, Sheet, SheetTrouble};

/// IDs whose initial password is hashed in one round.
const ROUND: i64 = 32;

/// What an import did. Every row is counted once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    pub added: usize,
    pub changed: usize,
    pub unchanged: usize,
    /// In the order of the file.
    pub bad: Vec<BadRow>,
    /// Old records that lost a number to the person who activated with it.
    pub freed: Vec<Freed>,
    /// Initial passwords that were taken and break the rules of today: so many people choose a new one at
    /// their first sign-in.
    pub weak: usize,
    /// People whose passwords were not taken, plain or hashed: they closed their account (注销).
    pub withheld: usize,
}

/// Imports a file's bytes.
///
/// # Errors
/// A file that is no roster at all ([`SheetTrouble`]), or the database's trouble; nothing is imported
/// then.
pub async fn import(campus: &Campus, bytes: &[u8]) -> anyhow::Result<Imported> {
    read(campus, bytes, false).await
}

/// What [`import`] would do; nothing is changed.
///
/// # Errors
/// As [`import`].
pub async fn rehearse(campus: &Campus, bytes: &[u8]) -> anyhow::Result<Imported> {
    read(campus, bytes, true).await
}

async fn read(campus: &Campus, bytes: &[u8], rehearsal: bool) -> anyhow::Result<Imported> {
    let policy = Policy {
        profile: campus.config.password,
        place: crate::password::place(campus),
    };
    let sheet = Sheet::read(bytes, &campus.keys, campus.dice.as_ref(), &policy)?;
    let entry = RosterImport {
        rows: &sheet.rows,
        clock: campus.clock.as_ref(),
        dice: campus.dice.as_ref(),
        rehearsal,
    };
    let plan = campus.books.enter(&entry).await?;
    let mut bad = sheet.bad;
    bad.extend(plan.bad.iter().cloned());
    bad.sort_by_key(|row| row.line);
    Ok(Imported {
        added: plan.added(),
        changed: plan.changed(),
        unchanged: plan.unchanged,
        bad,
        weak: plan.weak(),
        withheld: plan.withheld(),
        freed: plan.freed,
    })
}

/// `roster import [--rehearse] FILE`: says what happened, or would, each bad row on a line of its own;
/// exit code 2 when there were bad rows.
///
/// # Errors
/// As [`import`], and a file that cannot be read.
pub async fn import_file(
    campus: &Campus,
    file: &Path,
    rehearsal: bool,
) -> anyhow::Result<ExitCode> {
    let bytes = tokio::fs::read(file)
        .await
        .with_context(|| file.display().to_string())?;
    let words = campus.words(crate::command::tongue());
    match read(campus, &bytes, rehearsal).await {
        Ok(imported) => {
            print!("{}", report::of(words, &imported, rehearsal));
            Ok(match imported.bad.len() {
                0 => ExitCode::SUCCESS,
                _ => ExitCode::from(2),
            })
        }
        Err(error) => match error.downcast_ref::<SheetTrouble>() {
            Some(trouble) => {
                eprintln!("{}", report::of_trouble(words, trouble));
                Ok(ExitCode::FAILURE)
            }
            None => Err(error),
        },
    }
}

/// IDs whose sealed password cannot be read, and was said to be so: a log says it once.
#[derive(Default)]
pub struct Unreadable(Mutex<HashSet<MemberId>>);

impl Unreadable {
    fn is_new(&self, member: &MemberId) -> bool {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        told.insert(member.clone())
    }
}

/// Hashes the initial passwords that are still sealed; how many were. One that cannot be read is left
/// where it is and holds up no other.
///
/// # Errors
/// `server_fault` when the books cannot be written.
pub async fn hash_sealed(campus: &Campus, unreadable: &Unreadable) -> Result<usize, Failure> {
    let mut done = 0;
    let mut after = String::new();
    loop {
        let members = campus.books.sealed_members(&after, ROUND).await?;
        let Some(last) = members.last() else {
            return Ok(done);
        };
        last.id.as_str().clone_into(&mut after);
        done += hash_round(campus, members, unreadable).await?;
    }
}

async fn hash_round(
    campus: &Campus,
    members: Vec<Member>,
    unreadable: &Unreadable,
) -> Result<usize, Failure> {
    let mut jobs = tokio::task::JoinSet::new();
    let mut done = 0;
    for member in members {
        let sealed = member.sealed.as_deref().unwrap_or_default();
        let Some(plain) = campus.keys.unseal(member.id.as_str(), sealed) else {
            if unreadable.is_new(&member.id) {
                tracing::error!(
                    member = ?member.id,
                    "a sealed initial password cannot be read: is its secret still configured?"
                );
            }
            continue;
        };
        let here = campus.clone();
        jobs.spawn(async move {
            let hash = here.hashing.hash(&plain, here.dice.as_ref()).await?;
            Ok::<bool, Failure>(here.books.password_renew(&member, &hash).await?)
        });
        // Two at once: people who sign in meanwhile take turns with them.
        if jobs.len() >= 2
            && let Some(Ok(result)) = jobs.join_next().await
        {
            done += usize::from(result?);
        }
    }
    while let Some(result) = jobs.join_next().await {
        if let Ok(result) = result {
            done += usize::from(result?);
        }
    }
    Ok(done)
}
