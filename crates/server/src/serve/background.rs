//! What goes on between requests: initial passwords are hashed, notices are sent, old rows go.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use menhu_protocol::Failure;
use tokio::task::JoinSet;

use crate::roster::Unreadable;
use crate::{Campus, closing, credentials, delivery, roster};

/// How soon something new is noticed.
const LOOK: Duration = Duration::from_secs(2);
/// Rows that nobody needs harm nobody for so long.
const TIDY: Duration = Duration::from_secs(600);
/// Closings are due by the day; this soon after midnight they are done.
const CLOSE: Duration = Duration::from_secs(60);

/// Starts the loops; they end with the set.
pub(super) fn start(campus: &Campus) -> JoinSet<()> {
    let mut set = JoinSet::new();
    let here = campus.clone();
    set.spawn(forever(LOOK, move || {
        let campus = here.clone();
        async move { delivery::drain(&campus).await.map(|_| ()) }
    }));
    let here = campus.clone();
    let unreadable = Arc::new(Unreadable::default());
    set.spawn(forever(LOOK, move || {
        let (campus, unreadable) = (here.clone(), unreadable.clone());
        async move {
            roster::hash_sealed(&campus, &unreadable).await?;
            campus.hashing.rest();
            Ok(())
        }
    }));
    let here = campus.clone();
    set.spawn(forever(CLOSE, move || {
        let campus = here.clone();
        async move {
            let closed = closing::close_due(&campus).await?;
            if closed > 0 {
                tracing::info!(closed, "accounts closed, as was asked");
            }
            Ok(())
        }
    }));
    let here = campus.clone();
    set.spawn(forever(TIDY, move || {
        let campus = here.clone();
        async move {
            campus.books.tidy(campus.clock.now()).await?;
            credentials::costs_read(&campus).await
        }
    }));
    set
}

/// One round after another; a round that fails, or panics, is not the last.
async fn forever<F>(pause: Duration, round: impl Fn() -> F)
where
    F: Future<Output = Result<(), Failure>> + Send + 'static,
{
    // A set, so that a round ends with its loop.
    let mut rounds = JoinSet::new();
    loop {
        rounds.spawn(round());
        match rounds.join_next().await {
            Some(Ok(Err(failure))) => tracing::warn!(%failure, "background"),
            Some(Err(error)) => tracing::error!(%error, "background"),
            Some(Ok(Ok(()))) | None => {}
        }
        tokio::time::sleep(pause).await;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use menhu_protocol::Code;
    use tokio::sync::mpsc::unbounded_channel;

    use super::forever;

    #[tokio::test]
    async fn a_round_that_panics_or_fails_is_not_the_last() {
        let (said, mut heard) = unbounded_channel();
        let count = Arc::new(AtomicUsize::new(0));
        let rounds = tokio::spawn(forever(Duration::ZERO, move || {
            let (said, count) = (said.clone(), count.clone());
            async move {
                match count.fetch_add(1, Ordering::Relaxed) {
                    0 => panic!("the first"),
                    1 => return Err(Code::ServerFault.into()),
                    n => said.send(n).expect("heard"),
                }
                Ok(())
            }
        }));
        assert_eq!(heard.recv().await, Some(2));
        rounds.abort();
        assert!(rounds.await.expect_err("ended").is_cancelled());
    }
}
