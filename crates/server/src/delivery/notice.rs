//! Notices that follow an answer: jobs in the books, sent until they are taken.

use menhu_protocol::{Failure, Millis};

use super::{Message, send};
use crate::Campus;
use crate::books::job::Notice;

/// The first wait after a failure; it doubles.
const AGAIN_MS: Millis = 60_000;
/// After so many tries, two days, a notice is no news any more.
const TRIES: i64 = 12;

/// Sends every notice that is due; how many were.
///
/// # Errors
/// `server_fault` when the books cannot be read.
pub async fn drain(campus: &Campus) -> Result<u32, Failure> {
    let mut sent = 0;
    loop {
        let now = campus.clock.now();
        let Some(job) = campus.books.job_take(now, now + AGAIN_MS).await? else {
            return Ok(sent);
        };
        let Some(Notice { to, news }) = job.notice else {
            tracing::error!(job = job.id, "a notice that cannot be read was given up");
            campus.books.job_done(&job.id).await?;
            continue;
        };
        match send(campus, &to, &Message::News(news)).await {
            Ok(()) => {
                campus.books.job_done(&job.id).await?;
                sent += 1;
            }
            Err(_) if job.tries >= TRIES => {
                tracing::error!(job = job.id, "a notice was given up");
                campus.books.job_done(&job.id).await?;
            }
            Err(_) => {
                let doublings = u32::try_from(job.tries - 1).unwrap_or(0).min(16);
                let due = now + (AGAIN_MS << doublings);
                campus.books.job_later(&job.id, due).await?;
            }
        }
    }
}
