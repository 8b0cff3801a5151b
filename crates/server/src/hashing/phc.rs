//! Argon2id hashes as PHC strings, `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`.

use std::fmt;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Block, Params};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use menhu_protocol::values::Secret;
use subtle::ConstantTimeEq as _;

use super::argon2;

/// design.md §9: Argon2id, 19 MiB, t=2, p=1 (OWASP's floor).
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// A hash from a roster that costs more than this is an attack on the server, or a mistake: RFC 9106 §4,
/// second recommended option (64 MiB, t=3, p=4).
const MEMORY_MOST_KIB: u32 = 64 * 1024;
const WORK_MOST_KIB: u32 = 3 * MEMORY_MOST_KIB;
const LANES_MOST: u32 = 4;

/// One hash.
#[derive(Clone, Debug)]
pub struct Phc {
    params: Params,
    salt: Vec<u8>,
    hash: Vec<u8>,
}

/// What a hash costs to check.
#[derive(Clone, Debug)]
pub(super) struct Cost(Params);

impl Cost {
    /// Costs in an order that is always the same.
    pub(super) fn rank(&self) -> (u32, u32, u32) {
        (self.0.m_cost(), self.0.t_cost(), self.0.p_cost())
    }
}

impl Default for Cost {
    /// Today's setting.
    fn default() -> Self {
        Self(params(MEMORY_KIB, PASSES))
    }
}

/// Why a text is no hash we take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhcTrouble {
    /// Another algorithm, such as bcrypt.
    #[error("another algorithm than argon2id")]
    Algorithm,
    #[error("not a PHC string")]
    Form,
    #[error("its parameters cost too much")]
    Costly,
}

impl Phc {
    /// # Errors
    /// See [`PhcTrouble`].
    pub fn parse(text: &str) -> Result<Self, PhcTrouble> {
        if !text.starts_with("$argon2id$") {
            return Err(PhcTrouble::Algorithm);
        }
        let parsed = PasswordHash::new(text).map_err(|_| PhcTrouble::Form)?;
        // Version 0x10 has another mixing; whoever still has such hashes sets new passwords.
        if parsed.version.is_some_and(|v| v != 0x13) {
            return Err(PhcTrouble::Form);
        }
        let params = Params::try_from(&parsed).map_err(|_| PhcTrouble::Form)?;
        if params.m_cost() > MEMORY_MOST_KIB
            || params.m_cost().saturating_mul(params.t_cost()) > WORK_MOST_KIB
            || params.p_cost() > LANES_MOST
        {
            return Err(PhcTrouble::Costly);
        }
        let (Some(salt), Some(hash)) = (parsed.salt, parsed.hash) else {
            return Err(PhcTrouble::Form);
        };
        Ok(Self {
            params,
            salt: salt.as_ref().to_vec(),
            hash: hash.as_bytes().to_vec(),
        })
    }

    /// A hash no password has been made to fit, at that cost.
    pub(super) fn nobody(chance: &[u8; 48], cost: &Cost) -> Self {
        Self {
            params: cost.0.clone(),
            salt: chance[..16].to_vec(),
            hash: chance[16..].to_vec(),
        }
    }

    pub(super) fn cost(&self) -> Cost {
        Cost(self.params.clone())
    }

    pub(super) fn make(
        password: &Secret,
        salt: &[u8; 16],
        memory: &mut Vec<Block>,
    ) -> Option<Self> {
        let mut phc = Self {
            params: params(MEMORY_KIB, PASSES),
            salt: salt.to_vec(),
            hash: vec![0; Params::DEFAULT_OUTPUT_LEN],
        };
        phc.hash = phc.of(password, memory)?;
        Some(phc)
    }

    fn fits(&self, password: &Secret, memory: &mut Vec<Block>) -> bool {
        self.of(password, memory)
            .is_some_and(|hash| bool::from(hash.ct_eq(&self.hash)))
    }

    /// Whether one of several texts is the password; every one is tried.
    pub(super) fn fits_any(&self, passwords: &[Secret], memory: &mut Vec<Block>) -> bool {
        passwords
            .iter()
            .fold(false, |fits, password| self.fits(password, memory) | fits)
    }

    /// Cheaper than today's setting: renewed at the next sign-in.
    pub(super) fn is_weak(&self) -> bool {
        self.params.m_cost() < MEMORY_KIB
            || self.params.m_cost() == MEMORY_KIB && self.params.t_cost() < PASSES
            || self.hash.len() < Params::DEFAULT_OUTPUT_LEN
    }

    /// The password's hash with this one's salt and parameters.
    fn of(&self, password: &Secret, memory: &mut Vec<Block>) -> Option<Vec<u8>> {
        let blocks = self.params.block_count();
        if memory.len() < blocks {
            memory.resize(blocks, Block::new());
        }
        let mut hash = vec![0; self.hash.len()];
        argon2(self.params.clone())
            .hash_password_into_with_memory(
                password.expose().as_bytes(),
                &self.salt,
                &mut hash,
                &mut memory[..blocks],
            )
            .ok()?;
        Some(hash)
    }

    #[cfg(test)]
    pub(super) fn with(kib: u32, passes: u32, password: &Secret, salt: &[u8]) -> Option<Self> {
        let mut phc = Self {
            params: params(kib, passes),
            salt: salt.to_vec(),
            hash: vec![0; Params::DEFAULT_OUTPUT_LEN],
        };
        phc.hash = phc.of(password, &mut Vec::new())?;
        Some(phc)
    }
}

/// Parameters Argon2 takes; the default where it does not, which costs as much.
fn params(kib: u32, passes: u32) -> Params {
    Params::new(kib, passes, LANES, Some(Params::DEFAULT_OUTPUT_LEN)).unwrap_or(Params::DEFAULT)
}

impl fmt::Display for Phc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "$argon2id$v=19$m={},t={},p={}${}${}",
            self.params.m_cost(),
            self.params.t_cost(),
            self.params.p_cost(),
            STANDARD_NO_PAD.encode(&self.salt),
            STANDARD_NO_PAD.encode(&self.hash)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{Phc, PhcTrouble};

    #[test]
    fn a_hash_that_would_keep_a_core_busy_for_seconds_is_not_taken() {
        let hash = |cost: &str| {
            Phc::parse(&format!(
                "$argon2id$v=19${cost}$c2FsdHNhbHRzYWx0$L3Z2vQ5yXJkqQbVhU4fWl0Yd2n8mVtq4b1aT0v1yGZk"
            ))
            .err()
        };
        for taken in [
            "m=19456,t=2,p=1",
            "m=65536,t=3,p=4",
            "m=47104,t=1,p=1",
            "m=7168,t=5,p=1",
        ] {
            assert_eq!(hash(taken), None, "{taken}");
        }
        for costly in [
            "m=262144,t=16,p=1",
            "m=65537,t=1,p=1",
            "m=65536,t=4,p=1",
            "m=8192,t=4294967295,p=1",
            "m=19456,t=2,p=5",
        ] {
            assert_eq!(hash(costly), Some(PhcTrouble::Costly), "{costly}");
        }
    }
}
