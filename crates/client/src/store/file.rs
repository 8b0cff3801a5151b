//! The database file: opening, checking, setting a damaged one aside, keeping a good copy.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode};

pub(super) const NAME: &str = "menhu.db";
/// A second window may hold the file for the length of one of its writes.
const BUSY_LONGEST: Duration = Duration::from_secs(5);
/// Damaged files that are kept for whoever wants to look; the last is overwritten.
const ASIDE_MOST: u32 = 3;
/// Shape of the tables below. A file of another shape is set aside, never destroyed.
const SHAPE: i64 = 1;

const TABLES: [&str; 9] = [
    super::preferences::TABLE,
    super::consent::TABLE,
    super::campus::TABLE,
    super::bookmark::TABLE,
    super::person::TABLE,
    super::person::SIGNED_IN_TABLE,
    super::activation::TABLE,
    super::release::TABLE,
    super::desktop::TABLE,
];

/// Opens the file, or what can be had in its place.
pub(super) fn open_or_mend(path: &Path) -> rusqlite::Result<Connection> {
    match open(path) {
        Ok(connection) => {
            copy(&connection, path);
            Ok(connection)
        }
        Err(error) if is_damage(&error) => mend(path),
        Err(error) => Err(error),
    }
}

/// Sets the damaged file aside; the good copy takes its place, or a fresh file.
pub(super) fn mend(path: &Path) -> rusqlite::Result<Connection> {
    set_aside(path);
    let good = with_suffix(path, ".good");
    if fs::copy(&good, path).is_ok() {
        match open(path) {
            Err(error) if is_damage(&error) => set_aside(path),
            outcome => return outcome,
        }
    }
    open(path)
}

/// Whether the file itself is at fault, not the disk or the statement.
pub(super) fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
    )
}

/// Keeps a copy for the day the file is damaged. One that cannot be taken is not kept at all: an old
/// one could hold what was forgotten since.
pub(super) fn copy(connection: &Connection, path: &Path) {
    let good = with_suffix(path, ".good");
    let fresh = with_suffix(path, ".fresh");
    let _ = fs::remove_file(&fresh);
    let taken = fresh
        .to_str()
        .is_some_and(|name| connection.execute("VACUUM INTO ?1", [name]).is_ok());
    if !(taken && fs::rename(&fresh, &good).is_ok()) {
        tracing::warn!("no copy of the local database could be taken");
        let _ = fs::remove_file(&fresh);
        let _ = fs::remove_file(&good);
    }
}

fn open(path: &Path) -> rusqlite::Result<Connection> {
    let mut connection = Connection::open(path)?;
    connection.busy_timeout(BUSY_LONGEST)?;
    let shape: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if shape != 0 && shape != SHAPE {
        return Err(damage("a file of another shape"));
    }
    let verdict: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict != "ok" {
        return Err(damage("the file is damaged"));
    }
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // What was written must be there after a power cut: the key of an activation is.
    connection.pragma_update(None, "synchronous", "FULL")?;
    // A person's data are gone at sign-out, not only unlinked.
    connection.pragma_update(None, "secure_delete", true)?;
    let transaction =
        connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    for table in TABLES {
        transaction.execute_batch(table)?;
    }
    transaction.pragma_update(None, "user_version", SHAPE)?;
    transaction.commit()?;
    Ok(connection)
}

fn damage(why: &str) -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(
        rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT),
        Some(why.to_owned()),
    )
}

fn set_aside(path: &Path) {
    let aside = |n: u32| with_suffix(path, &format!(".broken-{n}"));
    let free = (1..ASIDE_MOST)
        .map(aside)
        .find(|aside| !aside.exists())
        .unwrap_or_else(|| aside(ASIDE_MOST));
    tracing::warn!("the local database is damaged and set aside");
    if fs::rename(path, &free).is_err() {
        // Better without the file than without the app.
        let _ = fs::remove_file(path);
    }
    // A log belongs to its file; to another one it would be damage of its own.
    for log in ["-wal", "-shm"] {
        let _ = fs::remove_file(with_suffix(path, log));
    }
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}
