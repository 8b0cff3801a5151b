//! Notices that follow an answer: jobs in the books, sent until they are taken.

use menhu_protocol::{Code, Failure, Millis};
use tokio::task::JoinSet;

use super::{Message, send};
use crate::Campus;
use crate::books::job::{Job, Notice};

/// The first wait after a failure; it doubles.
const AGAIN_MS: Millis = 60_000;
/// After so many tries, two days, a notice is no news any more.
const TRIES: i64 = 12;
/// Notices on their way at once: a mail server that hangs must not hold up the SMS behind it.
const AT_ONCE: usize = 16;

/// Sends every notice that is due; how many were.
///
/// # Errors
/// `server_fault` when the books cannot be read; what was taken up is brought to its end all the same.
pub async fn drain(campus: &Campus) -> Result<u32, Failure> {
    let mut under_way = JoinSet::new();
    let mut sent = 0;
    let mut trouble = None;
    loop {
        while trouble.is_none() && under_way.len() < AT_ONCE {
            let now = campus.clock.now();
            match campus.books.job_take(now, now + AGAIN_MS).await {
                Ok(Some(job)) => {
                    let campus = campus.clone();
                    under_way.spawn(async move { one(&campus, job, now).await });
                }
                Ok(None) => break,
                Err(error) => trouble = Some(error.into()),
            }
        }
        match under_way.join_next().await {
            None => return trouble.map_or(Ok(sent), Err),
            Some(Ok(Ok(went))) => sent += u32::from(went),
            Some(Ok(Err(failure))) => trouble = Some(failure),
            Some(Err(_)) => trouble = Some(Code::ServerFault.into()),
        }
    }
}

/// Sends one notice; whether it went.
async fn one(campus: &Campus, job: Job, now: Millis) -> Result<bool, Failure> {
    let Some(Notice { to, news }) = job.notice else {
        tracing::error!(job = job.id, "a notice that cannot be read was given up");
        campus.books.job_done(&job.id).await?;
        return Ok(false);
    };
    match send(campus, &to, &Message::News(news)).await {
        Ok(()) => {
            campus.books.job_done(&job.id).await?;
            return Ok(true);
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
    Ok(false)
}
