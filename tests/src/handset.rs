//! A device without a window: the core in this process, with a host that is nothing but the trait.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use anyhow::{Context, Result};
use menhu_client::vault::{Vault, VaultFault};
use menhu_client::{Core, Host, Surroundings, dispatch, scan_picture};
use menhu_protocol::ipc::{self, Command};
use menhu_protocol::values::{CampusAddress, Secret};
use menhu_protocol::{Clock, Code, Dice, Failure};
use menhu_testkit::SeededDice;

/// A core and what must outlive it.
pub struct Handset {
    core: Arc<Core>,
    folder: PathBuf,
    vault: Arc<Pocket>,
    clock: Arc<dyn Clock>,
    dice: Arc<dyn Dice>,
    host: Arc<SilentHost>,
    pinned: Option<CampusAddress>,
}

impl Handset {
    /// A new device in `folder`, its keychain in memory (so it outlives [`Handset::restart`]).
    ///
    /// # Errors
    /// When the folder cannot be used.
    pub fn new(folder: &Path, clock: Arc<dyn Clock>, seed: u64) -> Result<Self> {
        Self::with_vault(folder, Arc::new(Pocket::default()), clock, seed)
    }

    /// # Errors
    /// When the folder cannot be used.
    pub fn with_vault(
        folder: &Path,
        vault: Arc<Pocket>,
        clock: Arc<dyn Clock>,
        seed: u64,
    ) -> Result<Self> {
        let dice: Arc<dyn Dice> = Arc::new(SeededDice::new(seed));
        let host = Arc::new(SilentHost::default());
        let core = open(folder, &vault, &clock, &dice, &host, None)?;
        Ok(Self {
            core,
            folder: folder.to_owned(),
            vault,
            clock,
            dice,
            host,
            pinned: None,
        })
    }

    /// Another process on the same device: same folder, same keychain.
    ///
    /// # Errors
    /// When the folder cannot be used.
    pub fn second_process(&self, seed: u64) -> Result<Self> {
        Self::with_vault(&self.folder, self.vault.clone(), self.clock.clone(), seed)
    }

    /// The app is closed and opened again: everything in memory is gone.
    ///
    /// # Errors
    /// When the folder cannot be used.
    pub fn restart(&mut self) -> Result<()> {
        self.core = open(
            &self.folder,
            &self.vault,
            &self.clock,
            &self.dice,
            &self.host,
            self.pinned.clone(),
        )?;
        Ok(())
    }

    /// The app is replaced by a campus's own build, which knows that campus only.
    ///
    /// # Errors
    /// When the folder cannot be used.
    pub fn rebuilt_for(&mut self, campus: CampusAddress) -> Result<()> {
        self.pinned = Some(campus);
        self.restart()
    }

    pub async fn ask<C: Command>(&self, ask: C) -> Result<C::Reply, Failure> {
        let ask = serde_json::to_value(ask).map_err(|_| Failure::new(Code::Internal))?;
        let reply = dispatch(&self.core, C::NAME, ask).await?;
        serde_json::from_value(reply).map_err(|_| Failure::new(Code::Internal))
    }

    /// Reads a picture as the page would hand it over.
    ///
    /// # Errors
    /// What the page would show.
    pub async fn scan(&self, picture: Vec<u8>) -> Result<String, Failure> {
        scan_picture(&self.core, picture).await
    }

    /// Where the device keeps the app's data.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn core(&self) -> &Arc<Core> {
        &self.core
    }

    pub fn vault(&self) -> &Arc<Pocket> {
        &self.vault
    }

    /// What the core told the page without being asked.
    pub fn events(&self) -> Vec<ipc::Event> {
        self.host
            .events
            .lock()
            .map(|events| events.clone())
            .unwrap_or_default()
    }
}

fn open(
    folder: &Path,
    vault: &Arc<Pocket>,
    clock: &Arc<dyn Clock>,
    dice: &Arc<dyn Dice>,
    host: &Arc<SilentHost>,
    pinned: Option<CampusAddress>,
) -> Result<Arc<Core>> {
    Core::open(Surroundings {
        data_dir: folder.to_owned(),
        vault: vault.clone(),
        host: host.clone(),
        clock: clock.clone(),
        dice: dice.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        extra_roots: vec![],
        pinned,
    })
    .context("open the core")
}

/// A keychain of a test: in memory, outlives the core, and can be looked into.
#[derive(Default)]
pub struct Pocket {
    items: Mutex<BTreeMap<String, Secret>>,
    dead: AtomicBool,
}

impl Pocket {
    /// Every item there is.
    pub fn items(&self) -> BTreeMap<String, Secret> {
        self.items
            .lock()
            .map(|items| items.clone())
            .unwrap_or_default()
    }

    /// From here on nothing is written: the process died before it came to that. `false` is the next
    /// process.
    pub fn died(&self, dead: bool) {
        self.dead.store(dead, Ordering::SeqCst);
    }

    /// A keychain with these items.
    pub fn holding(items: BTreeMap<String, Secret>) -> Self {
        Self {
            items: Mutex::new(items),
            dead: AtomicBool::new(false),
        }
    }

    fn with<T>(
        &self,
        act: impl FnOnce(&mut BTreeMap<String, Secret>) -> T,
    ) -> std::result::Result<T, VaultFault> {
        self.items
            .lock()
            .map(|mut items| act(&mut items))
            .map_err(|_| VaultFault::Other)
    }
}

impl Vault for Pocket {
    fn read(&self, key: &str) -> std::result::Result<Option<Secret>, VaultFault> {
        self.with(|items| items.get(key).cloned())
    }

    fn write(&self, key: &str, secret: &Secret) -> std::result::Result<(), VaultFault> {
        if self.dead.load(Ordering::SeqCst) {
            return Err(VaultFault::Other);
        }
        self.with(|items| {
            items.insert(key.to_owned(), secret.clone());
        })
    }

    fn delete(&self, key: &str) -> std::result::Result<(), VaultFault> {
        self.with(|items| {
            items.remove(key);
        })
    }
}

/// Nothing but the trait.
#[derive(Default)]
struct SilentHost {
    events: Mutex<Vec<ipc::Event>>,
}

impl Host for SilentHost {
    fn announce(&self, event: ipc::Event) {
        if let Ok(mut events) = self.events.lock() {
            events.push(event);
        }
    }

    fn link_open(&self, _url: &str) -> Result<(), Failure> {
        Ok(())
    }

    fn device_name(&self) -> String {
        "测试手机".to_owned()
    }
}
