//! 信息有误: cases for the desk.

use menhu_protocol::api::registration::Case;
use menhu_protocol::{Code, Field, Millis};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use super::{Books, Entry, Trouble, is_taken};

/// A record that its person says is wrong.
pub struct Dispute<'a> {
    pub person: &'a str,
    pub member: &'a str,
    pub field: Field,
    pub should_be: &'a str,
    /// Whether an activation is still to come that the case may stand before.
    pub can_block: bool,
    /// Numbers to try, in order; one that is taken leads to the next.
    pub number: &'a str,
    pub now: Millis,
}

/// A case that waits for the desk, with what the desk looks it up by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenCase {
    pub case: Case,
    pub name: String,
    /// The whole ID.
    pub member: String,
    pub should_be: String,
    pub opened_at: Millis,
}

/// A case as its person said it, open or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseSaid {
    pub number: String,
    pub member: String,
    /// `name`, `department`, ….
    pub field: String,
    pub should_be: String,
    pub opened_at: Millis,
    pub closed_at: Option<Millis>,
}

/// Open cases of one person, beyond which the desk is called instead of written to.
pub const OPEN_CASES: usize = 20;

impl Dispute<'_> {
    /// Whether the desk must mend the record before activation (issue 2: ID or name is wrong).
    fn blocks(&self) -> bool {
        self.can_block && matches!(self.field, Field::Account | Field::Name)
    }
}

fn field_text(field: Field) -> &'static str {
    match field {
        Field::Account => "account",
        Field::Name => "name",
        Field::Department => "department",
        Field::Category => "category",
        Field::Phone => "phone",
        _ => "other",
    }
}

fn case_of(row: &AnyRow) -> Result<Case, sqlx::Error> {
    let field: String = row.try_get("field")?;
    Ok(Case {
        number: row.try_get("number")?,
        field: match field.as_str() {
            "account" => Field::Account,
            "name" => Field::Name,
            "department" => Field::Department,
            "category" => Field::Category,
            "phone" => Field::Phone,
            _ => Field::Other,
        },
        blocks: row.try_get::<i64, _>("blocks")? == 1,
    })
}

/// The number of the case that stands before a person's activation.
pub(super) async fn blocking_on(
    page: &mut AnyConnection,
    person: &str,
) -> Result<Option<String>, sqlx::Error> {
    let row = sqlx::query(
        "SELECT number FROM dispute WHERE person = $1 AND blocks = 1 AND closed_at IS NULL
         ORDER BY opened_at LIMIT 1",
    )
    .bind(person)
    .fetch_optional(page)
    .await?;
    row.map(|row| row.try_get("number")).transpose()
}

impl Entry for Dispute<'_> {
    /// `None`: the number is taken. Said again, it is the same case.
    type Out = Option<Case>;

    async fn write(&self, page: &mut AnyConnection) -> Result<Self::Out, Trouble> {
        let rows = sqlx::query(
            "SELECT number, field, should_be, blocks FROM dispute
             WHERE person = $1 AND closed_at IS NULL",
        )
        .bind(self.person)
        .fetch_all(&mut *page)
        .await?;
        for row in &rows {
            let should_be: String = row.try_get("should_be")?;
            let case = case_of(row)?;
            if case.field == self.field && should_be == self.should_be {
                return Ok(Some(case));
            }
        }
        if rows.len() >= OPEN_CASES {
            return Err(Code::Slow.into());
        }
        let done = sqlx::query(
            "INSERT INTO dispute (number, person, member, field, should_be, blocks, opened_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (number) DO NOTHING",
        )
        .bind(self.number)
        .bind(self.person)
        .bind(self.member)
        .bind(field_text(self.field))
        .bind(self.should_be)
        .bind(i64::from(self.blocks()))
        .bind(self.now)
        .execute(&mut *page)
        .await;
        match done {
            Ok(done) if done.rows_affected() == 1 => Ok(Some(Case {
                number: self.number.to_owned(),
                field: self.field,
                blocks: self.blocks(),
            })),
            Ok(_) => Ok(None),
            Err(error) if is_taken(&error) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

impl Books {
    /// The case that keeps a person from being activated, if one is open.
    ///
    /// # Errors
    /// The database's.
    pub async fn dispute_blocking(&self, person: &str) -> Result<Option<String>, Trouble> {
        let mut page = self.reader().acquire().await?;
        Ok(blocking_on(&mut page, person).await?)
    }

    /// The open case of a person that matters most: one that blocks, or else the newest.
    ///
    /// # Errors
    /// The database's.
    pub async fn dispute_open(&self, person: &str) -> Result<Option<Case>, Trouble> {
        let row = sqlx::query(
            "SELECT number, field, blocks FROM dispute WHERE person = $1 AND closed_at IS NULL
             ORDER BY blocks DESC, opened_at DESC LIMIT 1",
        )
        .bind(person)
        .fetch_optional(self.reader())
        .await?;
        Ok(row.as_ref().map(case_of).transpose()?)
    }

    /// All cases of one person, the oldest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn disputes_of(&self, person: &str) -> Result<Vec<CaseSaid>, Trouble> {
        let rows = sqlx::query(
            "SELECT number, member, field, should_be, opened_at, closed_at FROM dispute
             WHERE person = $1 ORDER BY opened_at, number",
        )
        .bind(person)
        .fetch_all(self.reader())
        .await?;
        let said = |row: &AnyRow| {
            Ok(CaseSaid {
                number: row.try_get("number")?,
                member: row.try_get("member")?,
                field: row.try_get("field")?,
                should_be: row.try_get("should_be")?,
                opened_at: row.try_get("opened_at")?,
                closed_at: row.try_get("closed_at")?,
            })
        };
        Ok(rows.iter().map(said).collect::<Result<_, sqlx::Error>>()?)
    }

    /// All open cases, the oldest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn disputes_open(&self) -> Result<Vec<OpenCase>, Trouble> {
        let rows = sqlx::query(
            "SELECT number, name, member, field, should_be, blocks, opened_at
             FROM dispute JOIN person ON person.id = dispute.person
             WHERE dispute.closed_at IS NULL ORDER BY opened_at, number",
        )
        .fetch_all(self.reader())
        .await?;
        let open = |row: &AnyRow| {
            Ok(OpenCase {
                case: case_of(row)?,
                name: row.try_get("name")?,
                member: row.try_get("member")?,
                should_be: row.try_get("should_be")?,
                opened_at: row.try_get("opened_at")?,
            })
        };
        Ok(rows.iter().map(open).collect::<Result<_, sqlx::Error>>()?)
    }

    /// The desk has mended it, or will not; `false`: no such case is open.
    ///
    /// # Errors
    /// The database's.
    pub async fn dispute_close(&self, number: &str, now: Millis) -> Result<bool, Trouble> {
        let _turn = self.writers.acquire().await.ok();
        let done = sqlx::query(
            "UPDATE dispute SET closed_at = $1 WHERE number = $2 AND closed_at IS NULL",
        )
        .bind(now)
        .bind(number)
        .execute(self.reader())
        .await?;
        Ok(done.rows_affected() == 1)
    }
}
