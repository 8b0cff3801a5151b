//! Bringing a database up to date: numbered files, each run once.

use anyhow::ensure;
use sqlx::{AnyConnection, Executor as _, Row as _};

use super::{Books, Entry, Trouble};

const FILES: [&str; 4] = [
    include_str!("../../schema/0001_campus.sql"),
    include_str!("../../schema/0002_attempt.sql"),
    include_str!("../../schema/0003_release.sql"),
    include_str!("../../schema/0004_identity.sql"),
];

/// The version this program works with.
#[allow(clippy::cast_possible_wrap, reason = "a handful of files")]
pub(super) const NEWEST: i64 = FILES.len() as i64;

/// Copies that start at the same time may both try; the loser finds it done.
const TRIES: u32 = 10;

struct Migration;

impl Entry for Migration {
    type Out = i64;

    async fn write(&self, page: &mut AnyConnection) -> Result<i64, Trouble> {
        page.execute("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT PRIMARY KEY)")
            .await?;
        let row = sqlx::query("SELECT COALESCE(MAX(version), 0) AS version FROM schema_version")
            .fetch_one(&mut *page)
            .await?;
        let found: i64 = row.try_get("version")?;
        for (version, file) in (1..).zip(FILES) {
            if version <= found {
                continue;
            }
            for statement in statements(file) {
                page.execute(sqlx::AssertSqlSafe(statement)).await?;
            }
            sqlx::query("INSERT INTO schema_version (version) VALUES ($1)")
                .bind(version)
                .execute(&mut *page)
                .await?;
        }
        Ok(found.max(NEWEST))
    }
}

pub(super) async fn migrate(books: &Books) -> anyhow::Result<()> {
    let mut tries = 0;
    let version = loop {
        match books.enter(&Migration).await {
            Ok(version) => break version,
            Err(Trouble::Database(error))
                if tries < TRIES && error.as_database_error().is_some() =>
            {
                tries += 1;
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
                if tries == TRIES {
                    return Err(error.into());
                }
            }
            Err(trouble) => return Err(trouble.into()),
        }
    };
    ensure!(
        version <= NEWEST,
        "database: its schema is version {version}, this program knows {NEWEST}; use the newer program"
    );
    Ok(())
}

/// The version in the database; 0 before the first migration.
pub(super) async fn version(books: &Books) -> Result<i64, Trouble> {
    let row = sqlx::query("SELECT COALESCE(MAX(version), 0) AS version FROM schema_version")
        .fetch_one(books.reader())
        .await?;
    Ok(row.try_get("version")?)
}

/// The statements of a file, comments left out. No statement of ours holds a `;` or `--` in a text.
fn statements(file: &str) -> Vec<String> {
    file.lines()
        .map(|line| line.split("--").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
        .split(';')
        .map(str::trim)
        .filter(|statement| !statement.is_empty())
        .map(str::to_owned)
        .collect()
}
