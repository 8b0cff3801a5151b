//! Password hashes: Argon2id, as many at once as there are cores, a fair queue in front.

use menhu_protocol::Dice;

/// The hashing of this process.
pub struct Hashing {}

impl Hashing {
    /// # Errors
    /// Parameters that Argon2 does not take.
    pub fn new(_dice: &dyn Dice) -> anyhow::Result<Self> {
        Ok(Self {})
    }
}
