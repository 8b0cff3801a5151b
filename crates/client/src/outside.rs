//! The one real clock and the one real source of chance of the app.

use std::time::{SystemTime, UNIX_EPOCH};

use menhu_protocol::{Clock, Dice, Millis};
use rand::RngCore;

/// The device's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(
        clippy::disallowed_methods,
        reason = "the one real clock of the app; everybody else takes a Clock"
    )]
    fn now(&self) -> Millis {
        // A device set before 1970 reads as 1970.
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| {
                Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX)
            })
    }
}

/// The operating system's chance, through a generator seeded by it.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemDice;

impl Dice for SystemDice {
    #[allow(
        clippy::disallowed_methods,
        reason = "the one real source of chance of the app; everybody else takes a Dice"
    )]
    fn fill(&self, bytes: &mut [u8]) {
        rand::rng().fill_bytes(bytes);
    }
}
