//! Time and chance, which come from outside and are arguments everywhere (design.md §5).

/// UTC milliseconds since 1970, the one form of time in storage and on the wires.
pub type Millis = i64;

/// What the time is. One real implementation a program; tests move theirs by hand.
pub trait Clock: Send + Sync {
    fn now(&self) -> Millis;
}

/// Unpredictable bytes. One real implementation a program; tests use a seeded one.
pub trait Dice: Send + Sync {
    fn fill(&self, bytes: &mut [u8]);
}

/// `N` bytes of chance.
pub fn bytes<const N: usize>(dice: &dyn Dice) -> [u8; N] {
    let mut bytes = [0; N];
    dice.fill(&mut bytes);
    bytes
}
