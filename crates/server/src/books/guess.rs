//! Guesses: each is counted before it is checked, so that a thousand at once are no more than a
//! thousand in a row (security.md TH-2).

use menhu_protocol::Millis;
use sqlx::{AnyConnection, Row as _};

use super::{Entry, Trouble};
use crate::identity::lockout::{self, Standing, Turn};

/// Counts one guess in every bucket, unless one of them must wait.
pub struct Guess<'a> {
    /// `(bucket, its rule)`.
    pub buckets: &'a [(String, lockout::Rule)],
    pub now: Millis,
}

impl Entry for Guess<'_> {
    /// Guesses that stay free in the first bucket, or the wait.
    type Out = Result<u32, Millis>;

    async fn write(&self, page: &mut AnyConnection) -> Result<Self::Out, Trouble> {
        let mut free = None;
        let mut next = Vec::new();
        for (bucket, rule) in self.buckets {
            // The update that changes nothing takes the row's lock, so that the next guess waits here.
            let row = sqlx::query(
                "INSERT INTO guess (bucket, failures, not_before, last_at) VALUES ($1, 0, 0, $2)
                 ON CONFLICT (bucket) DO UPDATE SET last_at = guess.last_at
                 RETURNING failures, not_before, last_at",
            )
            .bind(bucket)
            .bind(self.now)
            .fetch_one(&mut *page)
            .await?;
            let standing = Standing {
                failures: row.try_get("failures")?,
                not_before: row.try_get("not_before")?,
                last_at: row.try_get("last_at")?,
            };
            match lockout::turn(rule, &standing, self.now) {
                Turn::Wait(wait) => return Ok(Err(wait)),
                Turn::Go { after, free: left } => {
                    free.get_or_insert(left);
                    next.push((bucket, after));
                }
            }
        }
        for (bucket, after) in next {
            sqlx::query(
                "UPDATE guess SET failures = $1, not_before = $2, last_at = $3 WHERE bucket = $4",
            )
            .bind(after.failures)
            .bind(after.not_before)
            .bind(after.last_at)
            .bind(bucket)
            .execute(&mut *page)
            .await?;
        }
        Ok(Ok(free.unwrap_or(0)))
    }
}

/// Takes a counted guess back because it was right, or was never checked.
pub struct Forgiven<'a> {
    /// Buckets that begin anew.
    pub cleared: &'a [String],
    /// Buckets that lose just this one.
    pub lessened: &'a [String],
}

impl Entry for Forgiven<'_> {
    type Out = ();

    async fn write(&self, page: &mut AnyConnection) -> Result<(), Trouble> {
        for bucket in self.cleared {
            sqlx::query("DELETE FROM guess WHERE bucket = $1")
                .bind(bucket)
                .execute(&mut *page)
                .await?;
        }
        for bucket in self.lessened {
            sqlx::query(
                "UPDATE guess SET failures = failures - 1, not_before = 0
                 WHERE bucket = $1 AND failures > 0",
            )
            .bind(bucket)
            .execute(&mut *page)
            .await?;
        }
        Ok(())
    }
}
