//! What the app keeps on the device, in one SQLite file. Nothing in it is a secret; those live in
//! the keychain. A file per table.
//!
//! Calls are short and made from async code as they are: the file has a few rows, one person uses it.

mod activation;
mod bookmark;
mod campus;
mod consent;
mod desktop;
mod file;
mod person;
mod preferences;
mod release;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use menhu_protocol::{Code, Failure};
use rusqlite::{Connection, ErrorCode, OptionalExtension, Params};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub(crate) use desktop::Wishes;
pub(crate) use person::{KeptMe, Who};
pub(crate) use release::KeptRelease;

/// The app's own database.
pub(crate) struct Store {
    path: PathBuf,
    connection: Mutex<Connection>,
}

impl Store {
    /// Opens `menhu.db` in the folder. A file that cannot be read is set aside under another name and
    /// the last good copy, or a fresh one, takes its place.
    ///
    /// # Errors
    /// `storage_full` when the folder cannot be written.
    pub(crate) fn open(folder: &Path) -> Result<Self, Failure> {
        let path = folder.join(file::NAME);
        let connection = file::open_or_mend(&path).map_err(|error| failure(&error))?;
        Ok(Self {
            path,
            connection: Mutex::new(connection),
        })
    }

    /// Runs statements; if the file turns out to be damaged, mends it and runs them once more.
    fn with<T>(&self, work: impl Fn(&mut Connection) -> rusqlite::Result<T>) -> Result<T, Failure> {
        let mut connection = self
            .connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        match work(&mut connection) {
            Err(error) if file::is_damage(&error) => {
                // Closed before it is renamed: Windows renames no open file.
                *connection = Connection::open_in_memory().map_err(|error| failure(&error))?;
                *connection = file::mend(&self.path).map_err(|error| failure(&error))?;
                work(&mut connection).map_err(|error| failure(&error))
            }
            outcome => outcome.map_err(|error| failure(&error)),
        }
    }

    /// One JSON value. A value this build cannot read counts as absent: it is older, newer or
    /// damaged, and everything kept here can be had again.
    fn json<T: DeserializeOwned>(
        &self,
        query: &'static str,
        params: impl Params + Clone,
    ) -> Result<Option<T>, Failure> {
        let text: Option<Vec<u8>> = self.with(|connection| {
            connection
                .query_row(query, params.clone(), |row| {
                    Ok(row.get_ref(0)?.as_bytes().map(<[u8]>::to_vec).ok())
                })
                .optional()
                .map(Option::flatten)
        })?;
        Ok(text.and_then(|text| {
            serde_json::from_slice(&text)
                .inspect_err(|_| tracing::warn!(query, "a kept value cannot be read"))
                .ok()
        }))
    }

    fn execute(&self, statement: &'static str, params: impl Params + Clone) -> Result<(), Failure> {
        self.with(|connection| connection.execute(statement, params.clone()).map(|_| ()))
    }

    /// Takes the good copy anew, after what must survive a damaged file changed, or must be gone.
    fn copy(&self) -> Result<(), Failure> {
        self.with(|connection| {
            file::copy(connection, &self.path);
            Ok(())
        })
    }
}

fn to_json(value: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(|_| Code::Internal.into())
}

fn failure(error: &rusqlite::Error) -> Failure {
    tracing::error!(%error, "the local database failed");
    match error.sqlite_error_code() {
        Some(
            ErrorCode::DiskFull
            | ErrorCode::ReadOnly
            | ErrorCode::CannotOpen
            | ErrorCode::SystemIoFailure
            | ErrorCode::PermissionDenied,
        ) => Code::StorageFull.into(),
        _ => Code::Internal.into(),
    }
}

#[cfg(test)]
mod tests {
    use menhu_protocol::Code;
    use menhu_protocol::ipc::{Bookmark, Preferences, SigninBookmark, SigninStep};

    use super::Store;

    #[test]
    fn a_full_disk_is_said_and_what_was_kept_before_is_still_read() {
        let folder = tempfile::TempDir::new().expect("a folder");
        let store = Store::open(folder.path()).expect("opens");
        store
            .preferences_keep(&Preferences::default())
            .expect("kept");
        // SQLite's own way of making a disk full.
        store
            .with(|connection| {
                let pages: i64 = connection.query_row("PRAGMA page_count", [], |row| row.get(0))?;
                connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))
            })
            .expect("set");
        let bookmark = Bookmark::Signin(SigninBookmark {
            step: SigninStep::Phone,
            phone: "1".repeat(1 << 20),
            account: String::new(),
            code: None,
            wrong: None,
            unmet: vec![],
        });
        let full = store.bookmark_keep(&bookmark).expect_err("full");
        assert_eq!(full.code, Code::StorageFull);
        assert_eq!(store.preferences(), Ok(Some(Preferences::default())));
        assert_eq!(store.bookmark(), Ok(Bookmark::None));
    }
}
