//! Where SQLite and PostgreSQL differ; nowhere else may anything ask which one it is.

use anyhow::{Context as _, bail};

use super::Trouble;

/// One kind of database.
#[derive(Debug)]
pub struct Dialect {
    pub name: &'static str,
    schemes: &'static [&'static str],
    /// Begins a transaction that writes.
    pub begin: &'static str,
    /// Run on every new connection.
    pub on_connect: &'static [&'static str],
    /// Transactions that may write at once.
    pub writers: usize,
    pub connections: u32,
    /// The database's own clock, UTC milliseconds, as `now`.
    pub clock: &'static str,
    /// Errors after which the same transaction may succeed.
    passing: &'static [&'static str],
    /// Whether the database is a file that is made when it is missing.
    file: bool,
}

static SQLITE: Dialect = Dialect {
    name: "SQLite",
    schemes: &["sqlite:"],
    // Takes the write lock at once: a transaction that reads first and writes later would fail with
    // SQLITE_BUSY_SNAPSHOT, which no timeout covers (security.md S-05).
    begin: "BEGIN IMMEDIATE",
    on_connect: &[
        "PRAGMA journal_mode = WAL",
        // An acknowledged write survives a power cut (security.md S-04).
        "PRAGMA synchronous = FULL",
        "PRAGMA busy_timeout = 10000",
        "PRAGMA foreign_keys = ON",
    ],
    writers: 1,
    connections: 6,
    clock: "SELECT CAST((julianday('now') - 2440587.5) * 86400000 AS BIGINT) AS now",
    // SQLITE_BUSY, SQLITE_LOCKED, SQLITE_BUSY_RECOVERY, SQLITE_BUSY_SNAPSHOT.
    passing: &["5", "6", "261", "517"],
    file: true,
};

static POSTGRES: Dialect = Dialect {
    name: "PostgreSQL",
    schemes: &["postgres:", "postgresql:"],
    begin: "BEGIN",
    on_connect: &[],
    // As many as connections less a few for readers.
    writers: 16,
    connections: 20,
    clock: "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT) AS now",
    // Serialization failure, deadlock (SQLSTATE class 40).
    passing: &["40001", "40P01"],
    file: false,
};

impl Dialect {
    /// The dialect of a database address.
    ///
    /// # Errors
    /// An address of no known kind.
    pub fn of(url: &str) -> anyhow::Result<&'static Self> {
        let kind = [&SQLITE, &POSTGRES]
            .into_iter()
            .find(|dialect| dialect.schemes.iter().any(|s| url.starts_with(s)));
        let Some(kind) = kind else {
            bail!("database: it begins with sqlite: or postgres:");
        };
        Ok(kind)
    }

    /// The address as the driver wants it; makes the folder of a file.
    pub(super) fn address(&self, url: &str) -> anyhow::Result<String> {
        if !self.file {
            return Ok(url.to_owned());
        }
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        let file = path.trim_start_matches("sqlite:").trim_start_matches("//");
        if let Some(folder) = std::path::Path::new(file).parent() {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("database: {}", folder.display()))?;
        }
        private(std::path::Path::new(file))?;
        let query = if query.contains("mode=") {
            query
        } else {
            "mode=rwc"
        };
        Ok(format!("sqlite:{}?{query}", as_in_url(file)))
    }

    pub(super) fn passes(&self, trouble: &Trouble) -> bool {
        let Trouble::Database(error) = trouble else {
            return false;
        };
        error
            .as_database_error()
            .and_then(|e| e.code())
            .is_some_and(|code| self.passing.contains(&code.as_ref()))
    }
}

/// A path as the driver takes it, which reads an address as a URL: behind `//` a drive would be a host,
/// `\` is no separator, and `%` and `#` are not what they look like.
fn as_in_url(file: &str) -> String {
    let file = file.replace('%', "%25").replace('#', "%23");
    if cfg!(windows) {
        file.replace('\\', "/")
    } else {
        file
    }
}

/// Makes the file, for its owner only: SQLite gives its side files the same rights.
fn private(file: &std::path::Path) -> anyhow::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(file)
        .with_context(|| format!("database: {}", file.display()))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::books::Books;

    #[tokio::test]
    async fn the_data_folder_may_be_called_anything() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["王 小明", "100%", "%20", "a #1"] {
            let file = folder.path().join(name).join("menhu.db");
            let books = Books::open(&format!("sqlite://{}", file.display()))
                .await
                .expect(name);
            books.close().await;
            let size = std::fs::metadata(&file).expect(name).len();
            assert!(size > 0, "{name}: the schema went into another file");
        }
    }
}
