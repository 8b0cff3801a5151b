//! Versions of the app the campus gives out, and the least one it takes.

use menhu_protocol::api::release::Arch;
use menhu_protocol::{Localized, Millis, Requirement};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use super::{Books, Entry, Trouble, is_taken};
use crate::release::Kind;

/// A file that was given out, as it was checked then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// UUIDv7.
    pub id: String,
    pub kind: Kind,
    pub arch: Arch,
    /// `major.minor.patch`
    pub version: String,
    /// Its name in the folder of downloads.
    pub file: String,
    pub bytes: u64,
    /// Lower case hex.
    pub sha256: String,
    /// Content of the `.sig` file; `None`: it is offered on the download page only.
    pub signature: Option<String>,
    pub notes: Localized,
    pub added_at: Millis,
    pub withdrawn_at: Option<Millis>,
}

const COLUMNS: &str = "SELECT id, kind, arch, version, file, bytes, sha256, signature, notes_zh,
    notes_en, added_at, withdrawn_at FROM release";

/// `None`: a kind that a newer program wrote.
fn release_of(row: &AnyRow) -> Result<Option<Release>, sqlx::Error> {
    let kind: String = row.try_get("kind")?;
    let Some(kind) = Kind::named(&kind) else {
        return Ok(None);
    };
    let arch: String = row.try_get("arch")?;
    Ok(Some(Release {
        id: row.try_get("id")?,
        kind,
        arch: Arch::named(&arch),
        version: row.try_get("version")?,
        file: row.try_get("file")?,
        bytes: u64::try_from(row.try_get::<i64, _>("bytes")?).unwrap_or_default(),
        sha256: row.try_get("sha256")?,
        signature: row.try_get("signature")?,
        notes: Localized {
            zh: row.try_get("notes_zh")?,
            en: row.try_get("notes_en")?,
        },
        added_at: row.try_get("added_at")?,
        withdrawn_at: row.try_get("withdrawn_at")?,
    }))
}

/// A least version takes the place of the one before.
pub struct Require<'a> {
    pub id: &'a str,
    pub requirement: &'a Requirement,
    pub now: Millis,
}

impl Entry for Require<'_> {
    type Out = ();

    async fn write(&self, page: &mut AnyConnection) -> Result<(), Trouble> {
        sqlx::query("UPDATE requirement SET lifted_at = $1 WHERE lifted_at IS NULL")
            .bind(self.now)
            .execute(&mut *page)
            .await?;
        sqlx::query(
            "INSERT INTO requirement (id, version, from_day, why_zh, why_en, set_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(self.id)
        .bind(&self.requirement.version)
        .bind(&self.requirement.from)
        .bind(&self.requirement.why.zh)
        .bind(&self.requirement.why.en)
        .bind(self.now)
        .execute(&mut *page)
        .await?;
        Ok(())
    }
}

impl Release {
    /// Whether it is given out now, in the kind, processor and version of another.
    pub fn takes_the_place_of(&self, other: &Self) -> bool {
        let place = |release: &Self| (release.kind, release.arch, release.version.clone());
        self.withdrawn_at.is_none() && place(self) == place(other)
    }
}

impl Books {
    /// Enters a file; it is given out unless it is withdrawn. `false`: this kind, processor and version is
    /// given out already.
    ///
    /// # Errors
    /// The database's.
    pub async fn release_add(&self, release: &Release) -> Result<bool, Trouble> {
        let _turn = self.writers.acquire().await.ok();
        let done = sqlx::query(
            "INSERT INTO release (id, kind, arch, version, file, bytes, sha256, signature,
               notes_zh, notes_en, added_at, withdrawn_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        )
        .bind(&release.id)
        .bind(release.kind.as_str())
        .bind(release.arch.as_str())
        .bind(&release.version)
        .bind(&release.file)
        .bind(i64::try_from(release.bytes).unwrap_or(i64::MAX))
        .bind(&release.sha256)
        .bind(release.signature.as_deref())
        .bind(&release.notes.zh)
        .bind(&release.notes.en)
        .bind(release.added_at)
        .bind(release.withdrawn_at)
        .execute(self.reader())
        .await;
        match done {
            Ok(_) => Ok(true),
            Err(error) if is_taken(&error) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Gives out what was entered as withdrawn; `false`: its kind, processor and version is given out
    /// already.
    ///
    /// # Errors
    /// The database's.
    pub async fn release_offer(&self, id: &str) -> Result<bool, Trouble> {
        let _turn = self.writers.acquire().await.ok();
        let done = sqlx::query("UPDATE release SET withdrawn_at = NULL WHERE id = $1")
            .bind(id)
            .execute(self.reader())
            .await;
        match done {
            Ok(_) => Ok(true),
            Err(error) if is_taken(&error) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Takes back what is given out of a version, or of one file of it; what it was.
    ///
    /// # Errors
    /// The database's.
    pub async fn release_withdraw(
        &self,
        version: &str,
        file: Option<&str>,
        now: Millis,
    ) -> Result<Vec<Release>, Trouble> {
        let mut given = self.releases().await?;
        given.retain(|release| {
            release.withdrawn_at.is_none()
                && release.version == version
                && file.is_none_or(|file| release.file == file)
        });
        let _turn = self.writers.acquire().await.ok();
        for release in &given {
            sqlx::query(
                "UPDATE release SET withdrawn_at = $1 WHERE id = $2 AND withdrawn_at IS NULL",
            )
            .bind(now)
            .bind(&release.id)
            .execute(self.reader())
            .await?;
        }
        Ok(given)
    }

    /// Everything that was ever given out, the newest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn releases(&self) -> Result<Vec<Release>, Trouble> {
        let query = format!("{COLUMNS} ORDER BY added_at DESC, id DESC");
        let rows = sqlx::query(sqlx::AssertSqlSafe(query))
            .fetch_all(self.reader())
            .await?;
        let all: Result<Vec<_>, sqlx::Error> = rows.iter().map(release_of).collect();
        Ok(all?.into_iter().flatten().collect())
    }

    /// The least version that is asked for now or from a day on.
    ///
    /// # Errors
    /// The database's.
    pub async fn requirement(&self) -> Result<Option<Requirement>, Trouble> {
        let row = sqlx::query(
            "SELECT version, from_day, why_zh, why_en FROM requirement
             WHERE lifted_at IS NULL ORDER BY set_at DESC, id DESC LIMIT 1",
        )
        .fetch_optional(self.reader())
        .await?;
        let requirement = |row: AnyRow| {
            Ok(Requirement {
                version: row.try_get("version")?,
                from: row.try_get("from_day")?,
                why: Localized {
                    zh: row.try_get("why_zh")?,
                    en: row.try_get("why_en")?,
                },
            })
        };
        Ok(row
            .map(requirement)
            .transpose()
            .map_err(|e: sqlx::Error| e)?)
    }

    /// No least version any more; `false`: there was none.
    ///
    /// # Errors
    /// The database's.
    pub async fn requirement_lift(&self, now: Millis) -> Result<bool, Trouble> {
        let _turn = self.writers.acquire().await.ok();
        let done = sqlx::query("UPDATE requirement SET lifted_at = $1 WHERE lifted_at IS NULL")
            .bind(now)
            .execute(self.reader())
            .await?;
        Ok(done.rows_affected() > 0)
    }
}
