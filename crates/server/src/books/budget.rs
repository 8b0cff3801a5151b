//! Budgets: so much of something within a window that begins with its first use.

use menhu_protocol::Millis;
use sqlx::{AnyConnection, Row as _};

use super::{Books, Entry, Trouble};

/// One budget to take one from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Who or what it belongs to; unique among all budgets.
    pub bucket: String,
    pub limit: i64,
    pub window: Millis,
}

/// Takes one from each budget, or from none.
pub struct Spending<'a> {
    pub budgets: &'a [Budget],
    pub now: Millis,
}

/// A budget that has nothing left, and the time until it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spent {
    /// Place in the list that was asked for.
    pub which: usize,
    pub wait: Millis,
}

impl Spending<'_> {
    /// One taken from one budget; `None` when nothing is left. A single statement: two at once never
    /// take the same one.
    async fn take(
        &self,
        page: &mut AnyConnection,
        budget: &Budget,
    ) -> Result<Option<i64>, sqlx::Error> {
        let row = sqlx::query(
            "INSERT INTO budget (bucket, since, used, until) VALUES ($1, $2, 1, $3)
             ON CONFLICT (bucket) DO UPDATE SET
               used  = CASE WHEN budget.until <= $2 THEN 1 ELSE budget.used + 1 END,
               since = CASE WHEN budget.until <= $2 THEN $2 ELSE budget.since END,
               until = CASE WHEN budget.until <= $2 THEN $3 ELSE budget.until END
             WHERE budget.until <= $2 OR budget.used < $4
             RETURNING used",
        )
        .bind(&budget.bucket)
        .bind(self.now)
        .bind(self.now + budget.window)
        .bind(budget.limit)
        .fetch_optional(page)
        .await?;
        row.map(|row| row.try_get("used")).transpose()
    }
}

impl Entry for Spending<'_> {
    type Out = Result<(), Spent>;

    async fn write(&self, page: &mut AnyConnection) -> Result<Self::Out, Trouble> {
        for (which, budget) in self.budgets.iter().enumerate() {
            if self.take(page, budget).await?.is_some() {
                continue;
            }
            let row = sqlx::query("SELECT until FROM budget WHERE bucket = $1")
                .bind(&budget.bucket)
                .fetch_one(&mut *page)
                .await?;
            let until: Millis = row.try_get("until")?;
            // Those before it get theirs back: nothing was sent.
            for taken in &self.budgets[..which] {
                give_back(page, taken).await?;
            }
            return Ok(Err(Spent {
                which,
                wait: (until - self.now).max(0),
            }));
        }
        Ok(Ok(()))
    }
}

/// Gives back what was taken for something that did not happen.
pub struct Refund<'a>(pub &'a [Budget]);

impl Entry for Refund<'_> {
    type Out = ();

    async fn write(&self, page: &mut AnyConnection) -> Result<(), Trouble> {
        for budget in self.0 {
            give_back(page, budget).await?;
        }
        Ok(())
    }
}

async fn give_back(page: &mut AnyConnection, budget: &Budget) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE budget SET used = used - 1 WHERE bucket = $1 AND used > 0")
        .bind(&budget.bucket)
        .execute(page)
        .await?;
    Ok(())
}

impl Books {
    /// How much of a budget is used; what nobody has touched counts as none.
    ///
    /// # Errors
    /// The database's.
    pub async fn budget_used(&self, bucket: &str, now: Millis) -> Result<i64, Trouble> {
        let row = sqlx::query("SELECT used FROM budget WHERE bucket = $1 AND until > $2")
            .bind(bucket)
            .bind(now)
            .fetch_optional(self.reader())
            .await?;
        Ok(row.map(|row| row.try_get("used")).transpose()?.unwrap_or(0))
    }
}
