//! Whose turn it is to be hashed: as many at once as there are cores, and the memory of a hash is
//! used again by the next.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use argon2::Block;
use menhu_protocol::{Code, Failure, Retry};
use tokio::sync::Semaphore;

/// design.md §9: a queue longer than this is said instead of waited in.
const LONGEST_WAIT: Duration = Duration::from_secs(8);
/// What one hash takes before the first was measured; only the estimate of a wait depends on it.
const FIRST_GUESS: Duration = Duration::from_millis(40);
/// The moving average follows this share of each new measurement.
const SHARE: u64 = 8;
/// Asking again comes at the earliest after this, so that a queue does not become a storm.
const LEAST_RETRY_S: u64 = 2;

pub(super) struct Queue {
    cores: usize,
    turns: Arc<Semaphore>,
    waiting: AtomicUsize,
    evaluated: AtomicU64,
    took_us: AtomicU64,
    memory: Mutex<Vec<Vec<Block>>>,
}

/// Somebody in the queue, counted until their hash is done.
struct Waiting(Arc<Queue>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Queue {
    pub(super) fn of(cores: usize) -> Arc<Self> {
        Arc::new(Self {
            cores,
            turns: Arc::new(Semaphore::new(cores)),
            waiting: AtomicUsize::new(0),
            evaluated: AtomicU64::new(0),
            took_us: AtomicU64::new(u64::try_from(FIRST_GUESS.as_micros()).unwrap_or(u64::MAX)),
            memory: Mutex::default(),
        })
    }

    /// How many hashes were computed.
    pub(super) fn evaluated(&self) -> u64 {
        self.evaluated.load(Ordering::Relaxed)
    }

    fn estimate(&self, ahead: usize) -> Duration {
        let rounds = ahead.div_ceil(self.cores) as u64;
        Duration::from_micros(self.took_us.load(Ordering::Relaxed).saturating_mul(rounds))
    }

    /// Runs one hash in its turn. `impatient` callers are told when the queue is long.
    ///
    /// A hash cannot be stopped: whoever goes away during theirs keeps the turn until it is done.
    pub(super) async fn work<T: Send + 'static>(
        self: &Arc<Self>,
        impatient: bool,
        hash: impl FnOnce(&mut Vec<Block>) -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let ahead = self.waiting.fetch_add(1, Ordering::Relaxed);
        let place = Waiting(self.clone());
        let wait = self.estimate(ahead);
        if impatient && wait > LONGEST_WAIT {
            let after = wait.as_secs().max(LEAST_RETRY_S);
            let after = u32::try_from(after).unwrap_or(u32::MAX);
            return Err(Failure::new(Code::Busy).retry(Retry::After(after)));
        }
        // The semaphore is never closed.
        let turn = self.turns.clone().acquire_owned().await.ok();
        let done = tokio::task::spawn_blocking(move || {
            let (place, _turn) = (place, turn);
            place.0.measured(hash)
        });
        done.await.map_err(|error| {
            tracing::error!(%error, "hashing");
            Code::ServerFault.into()
        })
    }

    fn measured<T>(&self, hash: impl FnOnce(&mut Vec<Block>) -> T) -> T {
        let begun = Instant::now();
        let kept = || self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        let mut blocks = kept().pop().unwrap_or_default();
        let out = hash(&mut blocks);
        kept().push(blocks);
        self.evaluated.fetch_add(1, Ordering::Relaxed);
        let took = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
        let before = self.took_us.load(Ordering::Relaxed);
        self.took_us
            .store(before - before / SHARE + took / SHARE, Ordering::Relaxed);
        out
    }

    /// Gives back the memory of hashes when nobody waits.
    pub(super) fn rest(&self) {
        if self.waiting.load(Ordering::Relaxed) == 0 {
            let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
            memory.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::Ordering;
    use std::sync::{Arc, Mutex, mpsc};

    use tokio::sync::mpsc::unbounded_channel;

    use super::Queue;

    #[tokio::test]
    async fn who_goes_away_keeps_the_turn_until_the_hash_is_done() {
        const CORES: usize = 2;
        let queue = Queue::of(CORES);
        let (began, mut begun) = unbounded_channel();
        let (open, gate) = mpsc::channel::<()>();
        let gate = Arc::new(Mutex::new(gate));
        let hash = || {
            let (queue, began, gate) = (queue.clone(), began.clone(), gate.clone());
            async move {
                let work = move |_: &mut Vec<_>| {
                    began.send(()).expect("heard");
                    // Each waits for one word, or for the end of words.
                    let _ = gate.lock().expect("the gate").recv();
                };
                queue.work(false, work).await
            }
        };
        let gone: Vec<_> = (0..CORES).map(|_| tokio::spawn(hash())).collect();
        for _ in 0..CORES {
            begun.recv().await.expect("it runs");
        }
        for request in gone {
            request.abort();
            assert!(request.await.expect_err("it went away").is_cancelled());
        }
        let mut next = Box::pin(hash());
        assert!(futures::poll!(&mut next).is_pending());
        assert_eq!(queue.turns.available_permits(), 0, "both still run");
        assert_eq!(queue.waiting.load(Ordering::Relaxed), CORES + 1);
        assert!(begun.try_recv().is_err(), "and no third begins");

        drop(open);
        assert_eq!(next.await, Ok(()));
        let all = queue.turns.acquire_many(2).await;
        assert!(all.is_ok(), "every turn comes back");
        assert_eq!(queue.evaluated(), 3);
    }

    #[tokio::test]
    async fn who_goes_away_before_their_turn_leaves_the_queue() {
        let queue = Queue::of(1);
        let turn = queue.turns.acquire().await.expect("open");
        let mut early = Box::pin(queue.work(false, |_| ()));
        assert!(futures::poll!(&mut early).is_pending());
        assert_eq!(queue.waiting.load(Ordering::Relaxed), 1);
        drop(early);
        assert_eq!(queue.waiting.load(Ordering::Relaxed), 0);
        drop(turn);
        assert_eq!(queue.evaluated(), 0);
    }
}
