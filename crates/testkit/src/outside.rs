use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

use menhu_protocol::{Clock, Dice, Millis};
use rand::rngs::StdRng;
use rand::{RngCore, SeedableRng};

/// A clock that stands still until a test moves it. Starts on 2026-11-21 at 08:00 UTC.
#[derive(Debug)]
pub struct HandClock(AtomicI64);

impl Default for HandClock {
    fn default() -> Self {
        Self(AtomicI64::new(1_795_248_000_000))
    }
}

impl HandClock {
    pub fn forward_s(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1000, Ordering::SeqCst);
    }

    pub fn set(&self, now: Millis) {
        self.0.store(now, Ordering::SeqCst);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Millis {
        self.0.load(Ordering::SeqCst)
    }
}

/// The same bytes in the same order for the same seed.
pub struct SeededDice(Mutex<StdRng>);

impl SeededDice {
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(seed)))
    }
}

impl Dice for SeededDice {
    fn fill(&self, bytes: &mut [u8]) {
        self.0
            .lock()
            .expect("no test panics while it rolls")
            .fill_bytes(bytes);
    }
}
