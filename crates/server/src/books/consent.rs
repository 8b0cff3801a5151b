//! What people agreed to, and took back.

use menhu_protocol::api::signin::Agreed;
use menhu_protocol::{Millis, TextKind};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use super::audit::{self, AuditRow};
use super::held::held_in;
use super::others::end_others;
use super::{Books, Entry, Trouble};
use crate::session::SessionRef;

/// Why sessions ended with the consent, as it stands in the books.
pub(crate) const ENDED_WHY: &str = menhu_protocol::api::session::CONSENT_WITHDRAWN;

/// One version of a text that was agreed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    pub kind: TextKind,
    pub version: String,
    pub at: Millis,
    /// `None`: it counts.
    pub withdrawn_at: Option<Millis>,
}

/// How a text stands in the books; `None` for those this build does not know.
pub(super) fn kind_text(kind: TextKind) -> Option<&'static str> {
    match kind {
        TextKind::Terms => Some("terms"),
        TextKind::Privacy => Some("privacy"),
        TextKind::Other => None,
    }
}

fn kind_of(text: &str) -> TextKind {
    match text {
        "terms" => TextKind::Terms,
        "privacy" => TextKind::Privacy,
        _ => TextKind::Other,
    }
}

fn consent_of(row: &AnyRow) -> Result<Consent, sqlx::Error> {
    Ok(Consent {
        kind: kind_of(row.try_get("kind")?),
        version: row.try_get("version")?,
        at: row.try_get("at")?,
        withdrawn_at: row.try_get("withdrawn_at")?,
    })
}

/// What was agreed to counts no more; that it once did stays.
pub(super) async fn withdraw_all(
    page: &mut AnyConnection,
    person: &str,
    now: Millis,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO consent_past (person, kind, version, at, withdrawn_at)
         SELECT person, kind, version, at, $1 FROM consent WHERE person = $2
         ON CONFLICT (person, kind, version, at) DO NOTHING",
    )
    .bind(now)
    .bind(person)
    .execute(&mut *page)
    .await?;
    sqlx::query("DELETE FROM consent WHERE person = $1")
        .bind(person)
        .execute(page)
        .await?;
    Ok(())
}

/// Whether what a person agreed to at a time was taken back since.
pub(super) async fn withdrawn_since(
    page: &mut AnyConnection,
    person: &str,
    agreed_at: Millis,
) -> Result<bool, sqlx::Error> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS n FROM person WHERE id = $1 AND consent_withdrawn_at >= $2",
    )
    .bind(person)
    .bind(agreed_at)
    .fetch_one(page)
    .await?;
    Ok(row.try_get::<i64, _>("n")? > 0)
}

/// Puts agreements inside an entry; one that is there already keeps its time. Whoever took theirs back
/// has given it again.
pub(super) async fn keep(
    page: &mut AnyConnection,
    person: &str,
    agreed: &[Agreed],
    now: Millis,
) -> Result<(), sqlx::Error> {
    for agreed in agreed {
        let Some(kind) = kind_text(agreed.kind) else {
            continue;
        };
        sqlx::query(
            "INSERT INTO consent (person, kind, version, at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (person, kind, version) DO NOTHING",
        )
        .bind(person)
        .bind(kind)
        .bind(&agreed.version)
        .bind(now)
        .execute(&mut *page)
        .await?;
    }
    sqlx::query(
        "UPDATE person SET consent_withdrawn_at = NULL
         WHERE id = $1 AND consent_withdrawn_at IS NOT NULL",
    )
    .bind(person)
    .execute(page)
    .await?;
    Ok(())
}

/// Somebody takes back what they agreed to: they are in nowhere any more.
pub struct ConsentWithdraw<'a> {
    pub person: &'a str,
    pub noted: &'a AuditRow,
    pub now: Millis,
}

impl Entry for ConsentWithdraw<'_> {
    type Out = ();

    async fn write(&self, page: &mut AnyConnection) -> Result<(), Trouble> {
        // Takes the person's row, as a sign-in does: nobody gets in between.
        sqlx::query("UPDATE person SET consent_withdrawn_at = $1 WHERE id = $2")
            .bind(self.now)
            .bind(self.person)
            .execute(&mut *page)
            .await?;
        withdraw_all(page, self.person, self.now).await?;
        end_others(page, self.person, None, ENDED_WHY, self.now).await?;
        sqlx::query("DELETE FROM attempt WHERE person = $1")
            .bind(self.person)
            .execute(&mut *page)
            .await?;
        audit::put(page, self.noted).await?;
        Ok(())
    }
}

/// Somebody agrees in a browser.
pub struct ConsentGive<'a> {
    pub person: &'a str,
    pub session: SessionRef<'a>,
    pub agreed: &'a [Agreed],
    pub now: Millis,
}

impl Entry for ConsentGive<'_> {
    type Out = ();

    async fn write(&self, page: &mut AnyConnection) -> Result<(), Trouble> {
        held_in(page, self.person, self.session).await?;
        Ok(keep(page, self.person, self.agreed, self.now).await?)
    }
}

impl Books {
    /// Everything a person ever agreed to, oldest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn consents_of(&self, person: &str) -> Result<Vec<Consent>, Trouble> {
        let rows = sqlx::query(
            "SELECT kind, version, at, withdrawn_at FROM consent_past WHERE person = $1
             UNION ALL
             SELECT kind, version, at, CAST(NULL AS BIGINT) AS withdrawn_at FROM consent
             WHERE person = $1
             ORDER BY at, kind",
        )
        .bind(person)
        .fetch_all(self.reader())
        .await?;
        Ok(rows.iter().map(consent_of).collect::<Result<_, _>>()?)
    }
}
