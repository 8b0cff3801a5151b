//! Guesses: each is counted before it is checked, so that a thousand at once are no more than a
//! thousand in a row (security.md TH-2).

use menhu_protocol::Millis;
use sqlx::{AnyConnection, Row as _};

use super::{Books, Entry, Trouble};
use crate::identity::lockout::{Held, Rule, Standing, Turn};

/// Counts one guess in every bucket, unless one of them must wait.
pub struct Guess<'a> {
    /// `(bucket, its rule)`.
    pub buckets: &'a [(String, Rule)],
    pub now: Millis,
}

impl Entry for Guess<'_> {
    /// Guesses that stay free in the first bucket, or the wait.
    type Out = Result<u32, Held>;

    async fn write(&self, page: &mut AnyConnection) -> Result<Self::Out, Trouble> {
        let mut free = 0;
        let mut next = Vec::new();
        // A place that has to wait does so whatever it guesses at, and fills the books with nothing.
        let (places, accounts): (Vec<_>, Vec<_>) =
            self.buckets.iter().partition(|(_, rule)| is_of_place(rule));
        for (bucket, rule) in places.into_iter().chain(accounts) {
            let standing = taken(page, bucket, self.now).await?;
            match rule.turn(&standing, self.now) {
                Turn::Wait(held) => return Ok(Err(held)),
                Turn::Go { after, free: left } => {
                    if bucket == &self.buckets[0].0 {
                        free = left;
                    }
                    next.push((bucket, after));
                }
            }
        }
        for (bucket, after) in next {
            put(page, bucket, &after).await?;
        }
        Ok(Ok(free))
    }
}

/// Whether a bucket is of where somebody guesses from.
fn is_of_place(rule: &Rule) -> bool {
    matches!(rule, Rule::Leaking(_))
}

/// The standing of a bucket, whose row nobody else takes until this entry is written.
async fn taken(
    page: &mut AnyConnection,
    bucket: &str,
    now: Millis,
) -> Result<Standing, sqlx::Error> {
    // The update that changes nothing takes the row's lock, so that the next guess waits here.
    let row = sqlx::query(
        "INSERT INTO guess (bucket, failures, not_before, last_at) VALUES ($1, 0, 0, $2)
         ON CONFLICT (bucket) DO UPDATE SET last_at = guess.last_at
         RETURNING failures, not_before, last_at",
    )
    .bind(bucket)
    .bind(now)
    .fetch_one(page)
    .await?;
    Ok(Standing {
        failures: row.try_get("failures")?,
        not_before: row.try_get("not_before")?,
        last_at: row.try_get("last_at")?,
    })
}

async fn put(
    page: &mut AnyConnection,
    bucket: &str,
    standing: &Standing,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE guess SET failures = $1, not_before = $2, last_at = $3 WHERE bucket = $4")
        .bind(standing.failures)
        .bind(standing.not_before)
        .bind(standing.last_at)
        .bind(bucket)
        .execute(page)
        .await?;
    Ok(())
}

impl Books {
    /// How a bucket stands; nobody else's turn depends on it.
    ///
    /// # Errors
    /// The database's.
    pub async fn guess_standing(&self, bucket: &str) -> Result<Standing, Trouble> {
        let row = sqlx::query("SELECT failures, not_before, last_at FROM guess WHERE bucket = $1")
            .bind(bucket)
            .fetch_optional(self.reader())
            .await?;
        let Some(row) = row else {
            return Ok(Standing::default());
        };
        Ok(Standing {
            failures: row.try_get("failures")?,
            not_before: row.try_get("not_before")?,
            last_at: row.try_get("last_at")?,
        })
    }
}

/// Takes a counted guess back because it was right, or was never checked.
pub struct Forgiven<'a> {
    /// Buckets that begin anew.
    pub cleared: &'a [String],
    /// Buckets that lose just this one.
    pub lessened: &'a [(String, Rule)],
    pub now: Millis,
}

impl Entry for Forgiven<'_> {
    type Out = ();

    async fn write(&self, page: &mut AnyConnection) -> Result<(), Trouble> {
        // In the order of a guess, so that the two never wait for each other.
        let (places, accounts): (Vec<_>, Vec<_>) = self
            .lessened
            .iter()
            .partition(|(_, rule)| is_of_place(rule));
        lessen(page, places, self.now).await?;
        for bucket in self.cleared {
            sqlx::query("DELETE FROM guess WHERE bucket = $1")
                .bind(bucket)
                .execute(&mut *page)
                .await?;
        }
        lessen(page, accounts, self.now).await?;
        Ok(())
    }
}

async fn lessen(
    page: &mut AnyConnection,
    buckets: Vec<&(String, Rule)>,
    now: Millis,
) -> Result<(), sqlx::Error> {
    for (bucket, rule) in buckets {
        let standing = taken(page, bucket, now).await?;
        put(page, bucket, &rule.taken_back(&standing)).await?;
    }
    Ok(())
}
