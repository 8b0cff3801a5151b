//! Everything a request needs; cheap to clone.

use std::sync::Arc;

use menhu_protocol::{Clock, Dice};
use menhu_words::{Lexicon, Tongue};

use crate::Config;
use crate::books::Books;
use crate::delivery::Delivery;
use crate::hashing::Hashing;
use crate::keys::ServerKeys;

/// One campus: its configuration, its books, its keys, its ways out, its time and chance.
#[derive(Clone)]
pub struct Campus {
    pub config: Arc<Config>,
    pub clock: Arc<dyn Clock>,
    pub dice: Arc<dyn Dice>,
    pub books: Books,
    pub keys: Arc<ServerKeys>,
    pub delivery: Arc<Delivery>,
    pub hashing: Arc<Hashing>,
    words: Arc<[Lexicon; 2]>,
}

impl Campus {
    /// Opens the books (creating or migrating the schema) and makes everything ready to serve.
    ///
    /// # Errors
    /// What is wrong with secret, database or delivery, for the log and for `doctor`.
    pub async fn open(
        config: Config,
        clock: Arc<dyn Clock>,
        dice: Arc<dyn Dice>,
    ) -> anyhow::Result<Self> {
        let keys = Arc::new(ServerKeys::open(&config, dice.as_ref())?);
        let books = Books::open(&config.database).await?;
        let delivery = Arc::new(Delivery::open(&config)?);
        let hashing = Arc::new(Hashing::new(dice.as_ref())?);
        Ok(Self {
            config: Arc::new(config),
            clock,
            dice,
            books,
            keys,
            delivery,
            hashing,
            words: Arc::new([Lexicon::of(Tongue::Zh), Lexicon::of(Tongue::En)]),
        })
    }

    /// The words of a language.
    pub fn words(&self, tongue: Tongue) -> &Lexicon {
        match tongue {
            Tongue::Zh => &self.words[0],
            Tongue::En => &self.words[1],
        }
    }
}
