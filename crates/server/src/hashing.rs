//! Password hashes: Argon2id, as many at once as there are cores, a fair queue in front.
//!
//! The hash is the ceiling of what a campus can sign in (performance.md I1): the queue says honestly how
//! long it is, and the memory of a hash is used again by the next.

mod phc;
mod queue;

use std::sync::{Arc, Mutex, PoisonError};

use argon2::Argon2;
use menhu_protocol::values::Secret;
use menhu_protocol::{Code, Dice, Failure, bytes};

use crate::identity::password::normal;
use phc::Cost;
pub use phc::{Phc, PhcTrouble};
use queue::Queue;

/// What a check found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Wrong,
    Right,
    /// Right, and hashed by less than today's setting: hash it anew.
    RightButWeak,
}

/// The hashing of this process.
pub struct Hashing {
    queue: Arc<Queue>,
    /// Salt and hash of nobody's password, for accounts that do not exist: same work, same time.
    nobody: [u8; 48],
    /// What the campus's hashes cost and how many of its IDs have each, in the order of their rank.
    costs: Mutex<Vec<(Cost, u64)>>,
}

impl Hashing {
    /// # Errors
    /// Parameters that Argon2 does not take.
    pub fn new(dice: &dyn Dice) -> anyhow::Result<Self> {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Ok(Self {
            queue: Queue::of(cores),
            nobody: bytes(dice),
            costs: Mutex::default(),
        })
    }

    /// Tells what the stored hashes cost: some of each cost and how many IDs have one like it. IDs
    /// without a hash of their own are checked at today's.
    pub fn mix(&self, stored: &[(String, u64)], without: u64) {
        let mut costs = vec![(Cost::default(), without)];
        for (hash, members) in stored {
            match Phc::parse(hash) {
                Ok(phc) => costs.push((phc.cost(), *members)),
                Err(trouble) => tracing::error!(%trouble, "a stored password hash cannot be read"),
            }
        }
        costs.sort_by_key(|(cost, _)| cost.rank());
        *self.costs.lock().unwrap_or_else(PoisonError::into_inner) = costs;
    }

    /// The cost an account that does not exist is given: as often each as among those that do, and
    /// always the same for the same `draw`.
    fn cost_of(&self, draw: u64) -> Cost {
        let costs = self.costs.lock().unwrap_or_else(PoisonError::into_inner);
        let all: u64 = costs.iter().map(|(_, members)| members).sum();
        // A share of the whole range of `draw`, so that few names change when few members do.
        let place = (u128::from(draw) * u128::from(all)) >> u64::BITS;
        let mut seen = 0;
        costs
            .iter()
            .find(|(_, members)| {
                seen += u128::from(*members);
                place < seen
            })
            .map(|(cost, _)| cost.clone())
            .unwrap_or_default()
    }

    /// Does the work of a check for an account that does not exist; `draw` is the account's own. What
    /// it takes is what an account's hash of this campus may take.
    ///
    /// # Errors
    /// `busy`, as [`Self::verify`].
    pub async fn turn_away(&self, draw: u64, password: &Secret) -> Result<Verdict, Failure> {
        let phc = Phc::nobody(&self.nobody, &self.cost_of(draw));
        let forms = forms(password);
        self.queue
            .work(true, move |memory| phc.fits_any(&forms, memory))
            .await
            .map(|_| Verdict::Wrong)
    }

    /// Checks a password against a hash, or against nobody's.
    ///
    /// # Errors
    /// `busy` with the time to come back after; `server_fault` for a hash that cannot be read.
    pub async fn verify(&self, hash: Option<&str>, password: &Secret) -> Result<Verdict, Failure> {
        let (phc, somebody) = match hash.map(Phc::parse) {
            Some(Ok(phc)) => (phc, true),
            Some(Err(trouble)) => {
                tracing::error!(%trouble, "a stored password hash cannot be read");
                return Err(Code::ServerFault.into());
            }
            None => (Phc::nobody(&self.nobody, &Cost::default()), false),
        };
        let forms = forms(password);
        let (right, weak) = self
            .queue
            .work(true, move |memory| {
                (phc.fits_any(&forms, memory), phc.is_weak())
            })
            .await?;
        Ok(match (right && somebody, weak) {
            (false, _) => Verdict::Wrong,
            (true, false) => Verdict::Right,
            (true, true) => Verdict::RightButWeak,
        })
    }

    /// The hash of a password by today's setting, as a PHC string. Waits as long as it takes: it runs
    /// after an answer was given, or in the background.
    ///
    /// # Errors
    /// `server_fault` when the machine has no memory for it.
    pub async fn hash(&self, password: &Secret, dice: &dyn Dice) -> Result<String, Failure> {
        let (salt, password) = (bytes(dice), normal(password));
        let made = self
            .queue
            .work(false, move |memory| Phc::make(&password, &salt, memory))
            .await?;
        made.map(|phc| phc.to_string()).ok_or_else(|| {
            tracing::error!("no memory for a password hash");
            Code::ServerFault.into()
        })
    }

    /// How many hashes were computed; a test counts guesses by it (security.md TH-2).
    pub fn evaluated(&self) -> u64 {
        self.queue.evaluated()
    }

    /// Gives back the memory of hashes when nobody waits.
    pub fn rest(&self) {
        self.queue.rest();
    }
}

/// The texts a hash may be of: the normal form of a password, and what was typed where that differs,
/// because hashes that came with a roster are of whatever its system took. All are always tried, so that
/// the time tells nothing.
fn forms(password: &Secret) -> Vec<Secret> {
    let normal = normal(password);
    if normal == *password {
        vec![normal]
    } else {
        vec![normal, password.clone()]
    }
}

/// Argon2 with the parameters of a hash.
fn argon2(params: argon2::Params) -> Argon2<'static> {
    Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params)
}

#[cfg(test)]
mod tests {
    use menhu_protocol::values::Secret;
    use menhu_testkit::SeededDice;

    use super::{Hashing, Verdict};

    #[tokio::test]
    async fn only_the_very_same_password_fits() {
        let dice = SeededDice::new(1);
        let hashing = Hashing::new(&dice).expect("parameters");
        let long = "七".repeat(40);
        let hash = hashing
            .hash(&Secret::new(&*long), &dice)
            .await
            .expect("hash");
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
        let verify = async |text: String| {
            hashing
                .verify(Some(&hash), &Secret::new(text))
                .await
                .expect("verdict")
        };
        assert_eq!(verify(long.clone()).await, Verdict::Right);
        // Equal up to byte 72 and different after (security.md PW-4).
        assert_eq!(verify("七".repeat(39)).await, Verdict::Wrong);
        assert_eq!(verify(format!("{long} ")).await, Verdict::Wrong);
    }

    #[tokio::test]
    async fn the_same_password_of_two_systems_is_one_and_a_hash_of_raw_bytes_still_fits() {
        let dice = SeededDice::new(5);
        let hashing = Hashing::new(&dice).expect("parameters");
        let verify = async |hash: &str, text: &str| {
            hashing
                .verify(Some(hash), &Secret::new(text))
                .await
                .expect("verdict")
        };
        let hash = hashing.hash(&Secret::new("caf\u{e9}-密码1２"), &dice).await;
        let hash = hash.expect("hash");
        for typed in [
            "caf\u{e9}-密码1２",
            "cafe\u{301}-密码12",
            "ｃaf\u{e9}-密码12",
        ] {
            assert_eq!(verify(&hash, typed).await, Verdict::Right, "{typed}");
        }
        assert_eq!(verify(&hash, "cafe-密码12").await, Verdict::Wrong);
        // As another system may have made it: of the bytes that were typed.
        let raw = super::Phc::with(19456, 2, &Secret::new("cafe\u{301}-1"), b"saltsaltsaltsalt");
        let raw = raw.expect("a hash").to_string();
        assert_eq!(verify(&raw, "cafe\u{301}-1").await, Verdict::Right);
        assert_eq!(verify(&raw, "caf\u{e9}-1").await, Verdict::Wrong);
    }

    #[tokio::test]
    async fn nobodys_account_costs_one_hash_and_is_always_wrong() {
        let dice = SeededDice::new(2);
        let hashing = Hashing::new(&dice).expect("parameters");
        for guess in ["", "123456", "nobody"] {
            let verdict = hashing.verify(None, &Secret::new(guess)).await;
            assert_eq!(verdict, Ok(Verdict::Wrong));
        }
        assert_eq!(hashing.evaluated(), 3);
    }

    #[test]
    fn accounts_that_do_not_exist_cost_what_those_that_do_cost() {
        let dice = SeededDice::new(4);
        let hashing = Hashing::new(&dice).expect("parameters");
        let memory = |draw: u64| hashing.cost_of(draw).rank().0;
        assert_eq!(memory(7), 19456, "an empty campus");
        let cheap = super::Phc::with(8192, 1, &Secret::new("abc123"), b"saltsaltsaltsalt");
        let cheap = cheap.expect("a hash").to_string();
        hashing.mix(&[(cheap, 75)], 25);
        let draws: Vec<u64> = (0..100)
            .map(|n| n * (u64::MAX / 100) + u64::MAX / 200)
            .collect();
        let costs: Vec<u32> = draws.iter().map(|draw| memory(*draw)).collect();
        assert_eq!(costs.iter().filter(|kib| **kib == 8192).count(), 75);
        assert_eq!(costs.iter().filter(|kib| **kib == 19456).count(), 25);
        let again: Vec<u32> = draws.iter().map(|draw| memory(*draw)).collect();
        assert_eq!(costs, again, "the same name, the same cost");
    }

    #[tokio::test]
    async fn a_weaker_hash_is_right_and_asks_to_be_renewed() {
        // `echo -n abc123 | argon2 saltsaltsalt -id -t 1 -k 8192 -p 1 -e`, made by our own code in
        // the weaker setting.
        let dice = SeededDice::new(3);
        let hashing = Hashing::new(&dice).expect("parameters");
        let weak = super::Phc::with(8192, 1, &Secret::new("abc123"), b"saltsaltsaltsalt")
            .expect("a hash")
            .to_string();
        let verdict = hashing.verify(Some(&weak), &Secret::new("abc123")).await;
        assert_eq!(verdict, Ok(Verdict::RightButWeak));
    }
}
