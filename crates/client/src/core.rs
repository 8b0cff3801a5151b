//! The core: everything the app knows, behind one handle that hosts share.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use menhu_protocol::api::Call;
use menhu_protocol::ipc::{CampusCard, Demand, Event};
use menhu_protocol::values::CampusAddress;
use menhu_protocol::{Clock, Code, Dice, Failure, Manifest, Millis};

use crate::campus::call::{Prover, call};
use crate::campus::{Wire, demand_of};
use crate::host::Host;
use crate::session::{Lock, Session};
use crate::store::Store;
use crate::update::Updating;
use crate::vault::{Strongbox, Vault};

/// What a host gives the core to live in.
pub struct Surroundings {
    /// The app's own folder; created when it is not there.
    pub data_dir: PathBuf,
    pub vault: Arc<dyn Vault>,
    pub host: Arc<dyn Host>,
    pub clock: Arc<dyn Clock>,
    pub dice: Arc<dyn Dice>,
    /// `major.minor.patch` of the app.
    pub version: String,
    /// Certificates (PEM) that are trusted beside the system's: a campus with a CA of its own.
    pub extra_roots: Vec<String>,
    /// The one campus this build is for; every other is refused.
    pub pinned: Option<CampusAddress>,
}

/// The app without a window. Opening it touches the data folder only: no network, no keychain.
pub struct Core {
    pub(crate) around: Surroundings,
    pub(crate) store: Store,
    pub(crate) wire: Wire,
    pub(crate) strongbox: Strongbox,
    pub(crate) session: Session,
    pub(crate) lock: Lock,
    /// One step of a flow at a time: a button that is pressed twice asks twice, one after the other.
    pub(crate) flow: tokio::sync::Mutex<()>,
    pub(crate) update: Updating,
    /// Wakes whoever waits for the phone's scanner when nobody wants its answer any more.
    pub(crate) scan_over: tokio::sync::Notify,
    /// One picture is read at a time: each takes a processor and a good deal of memory.
    pub(crate) scan_turn: Arc<tokio::sync::Mutex<()>>,
    /// Campuses that were found and not adopted, by origin.
    found: Mutex<HashMap<String, (Manifest, Millis)>>,
    /// Whether the campus answered last time; the page hears of changes.
    reachable: Mutex<Option<bool>>,
}

impl Core {
    /// # Errors
    /// `storage_full` when the folder cannot be written.
    pub fn open(around: Surroundings) -> Result<Arc<Self>, Failure> {
        if let Err(error) = std::fs::create_dir_all(&around.data_dir) {
            tracing::error!(%error, "the app's folder cannot be made");
            return Err(Code::StorageFull.into());
        }
        let store = Store::open(&around.data_dir)?;
        let remembers = store.signed_in()?.is_some();
        Ok(Arc::new(Self {
            store,
            wire: Wire::new(
                &around.version,
                around.extra_roots.clone(),
                Arc::clone(&around.clock),
            ),
            strongbox: Strongbox::new(Arc::clone(&around.vault), remembers),
            session: Session::default(),
            lock: Lock::new(&around.data_dir),
            flow: tokio::sync::Mutex::default(),
            update: Updating::default(),
            scan_over: tokio::sync::Notify::new(),
            scan_turn: Arc::default(),
            found: Mutex::default(),
            reachable: Mutex::default(),
            around,
        }))
    }

    /// Whether this build may wear the campus at `address`.
    pub(crate) fn is_home(&self, address: &CampusAddress) -> bool {
        let own = self.around.pinned.as_ref();
        own.is_none_or(|own| own == address)
    }

    /// The card that is kept, if this build may wear it. What is kept of another campus is neither shown
    /// nor asked; it goes when the person agrees to this build's.
    pub(crate) fn worn(&self) -> Result<Option<CampusCard>, Failure> {
        let kept = self.store.campus()?;
        Ok(kept.filter(|card| self.is_home(&card.manifest.origin)))
    }

    /// The campus the app wears.
    ///
    /// # Errors
    /// `out_of_order` when there is none: the page offers nothing that needs one before.
    pub(crate) fn campus(&self) -> Result<CampusCard, Failure> {
        let card = self.worn()?.ok_or(Code::OutOfOrder)?;
        Ok(self.demanding(card))
    }

    /// The card as it stands now, if the app still wears the campus at `address`: while a campus answers, a
    /// person may leave it, or take their consent back. Whoever keeps something after it holds [`Self::flow`].
    ///
    /// # Errors
    /// `out_of_order` when consent or campus is gone, or it is another one.
    pub(crate) fn campus_still(&self, address: &CampusAddress) -> Result<CampusCard, Failure> {
        let card = match self.store.consent()? {
            Some(_) => self.campus()?,
            None => return Err(Code::OutOfOrder.into()),
        };
        if card.manifest.origin == *address {
            Ok(card)
        } else {
            Err(Code::OutOfOrder.into())
        }
    }

    /// What a campus asks of this app at this moment.
    pub(crate) fn demand(&self, manifest: &Manifest) -> Option<Demand> {
        demand_of(manifest, &self.around.version, self.around.clock.now())
    }

    /// The card with what is asked today: it may have been kept on the day before.
    pub(crate) fn demanding(&self, card: CampusCard) -> CampusCard {
        CampusCard {
            demand: self.demand(&card.manifest),
            ..card
        }
    }

    /// The campus, once its own texts were agreed to: nothing personal is sent before (design.md §6).
    ///
    /// # Errors
    /// `consent_missing`, `out_of_order`.
    pub(crate) fn campus_agreed(&self) -> Result<CampusCard, Failure> {
        let card = self.campus()?;
        if card.unagreed().is_empty() {
            Ok(card)
        } else {
            Err(Code::ConsentMissing.into())
        }
    }

    /// A call to a campus; the page hears when the campus stops or starts to answer.
    pub(crate) async fn ask<C: Call>(
        &self,
        address: &CampusAddress,
        prover: Prover<'_>,
        ask: &C,
    ) -> Result<C::Reply, Failure> {
        let outcome = call(&self.wire, &self.around, address, prover, ask).await;
        let yes = !matches!(&outcome, Err(failure) if failure.is_outage());
        let before = self
            .reachable
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .replace(yes);
        // The first answer is no change; the first silence is.
        if before.unwrap_or(true) != yes {
            self.around.host.announce(Event::Reachable { yes });
        }
        outcome
    }

    /// Remembers a campus that was found, until it is adopted.
    pub(crate) fn found_keep(&self, manifest: &Manifest) -> Millis {
        let now = self.around.clock.now();
        self.found
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(manifest.origin.origin(), (manifest.clone(), now));
        now
    }

    /// The campus as it was found in this process.
    pub(crate) fn found(&self, address: &CampusAddress) -> Option<(Manifest, Millis)> {
        self.found
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&address.origin())
            .cloned()
    }
}
