//! One refresh at a time among all processes of the app (security.md TK-5).

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};

/// A file in the app's folder; whoever holds its lock may rotate the tokens.
pub(crate) struct Lock(PathBuf);

impl Lock {
    pub(crate) fn new(folder: &Path) -> Self {
        Self(folder.join("session.lock"))
    }

    /// Waits for the lock; it is given back when the file is dropped, also by a process that is
    /// killed. `None` where the folder takes no lock: the server gives two who ask with one token
    /// the same successor, so the lock saves work and is not what safety rests on.
    pub(crate) async fn hold(&self) -> Option<File> {
        let path = self.0.clone();
        tokio::task::spawn_blocking(move || {
            let file = OpenOptions::new()
                .create(true)
                .truncate(false)
                .write(true)
                .open(path)?;
            file.lock()?;
            std::io::Result::Ok(file)
        })
        .await
        .map_err(std::io::Error::other)
        .flatten()
        .inspect_err(|error| tracing::warn!(%error, "the session's lock cannot be held"))
        .ok()
    }
}
