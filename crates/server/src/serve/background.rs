//! What goes on between requests: initial passwords are hashed, notices are sent, old rows go.

use std::future::Future;
use std::time::Duration;

use menhu_protocol::Failure;
use tokio::task::JoinSet;

use crate::{Campus, credentials, delivery, roster};

/// How soon something new is noticed.
const LOOK: Duration = Duration::from_secs(2);
/// Rows that nobody needs harm nobody for so long.
const TIDY: Duration = Duration::from_secs(600);

/// Starts the loops; they end with the set.
pub(super) fn start(campus: &Campus) -> JoinSet<()> {
    let mut set = JoinSet::new();
    let here = campus.clone();
    set.spawn(forever(LOOK, move || {
        let campus = here.clone();
        async move { delivery::drain(&campus).await.map(|_| ()) }
    }));
    let here = campus.clone();
    set.spawn(forever(LOOK, move || {
        let campus = here.clone();
        async move {
            while roster::hash_some(&campus).await? > 0 {}
            campus.hashing.rest();
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

async fn forever<F>(pause: Duration, round: impl Fn() -> F)
where
    F: Future<Output = Result<(), Failure>>,
{
    loop {
        if let Err(failure) = round().await {
            tracing::warn!(%failure, "background");
        }
        tokio::time::sleep(pause).await;
    }
}
