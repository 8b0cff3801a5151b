//! A core to test with, and what stands around it.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use menhu_client::vault::{MemoryVault, Vault, VaultFault};
use menhu_client::{Core, Host, Surroundings, dispatch};
use menhu_protocol::ipc::{self, Command};
use menhu_protocol::values::{CampusAddress, Secret};
use menhu_protocol::{Code, Failure};
use menhu_testkit::{HandClock, SeededDice};
use tempfile::TempDir;

/// A host that remembers what it was told.
#[derive(Default)]
pub struct Ear {
    pub heard: Mutex<Vec<ipc::Event>>,
    pub opened: Mutex<Vec<String>>,
    pub scans: AtomicU32,
}

#[async_trait]
impl Host for Ear {
    fn announce(&self, event: ipc::Event) {
        self.heard.lock().unwrap().push(event);
    }
    fn link_open(&self, url: &str) -> Result<(), Failure> {
        self.opened.lock().unwrap().push(url.to_owned());
        Ok(())
    }
    fn scanner(&self) -> ipc::Scanner {
        ipc::Scanner::Page
    }
    async fn scan(&self) -> Result<String, Failure> {
        self.scans.fetch_add(1, Ordering::SeqCst);
        Err(Code::ScanCancelled.into())
    }
    fn scan_cancel(&self) {
        self.scans.fetch_add(1, Ordering::SeqCst);
    }
    fn device_name(&self) -> String {
        "测试电脑".to_owned()
    }
}

/// A vault that can be locked or taken away, and counts how often it is asked.
#[derive(Default)]
pub struct Chest {
    pub items: MemoryVault,
    pub fault: Mutex<Option<VaultFault>>,
    pub asked: AtomicU32,
    /// Writes that still go through before the chest locks itself.
    pub writes_left: Mutex<Option<u32>>,
    /// What the next read of an item answers: what stood there before another process wrote.
    pub stale_once: Mutex<Option<(String, Secret)>>,
}

impl Chest {
    pub fn turn(&self, fault: Option<VaultFault>) {
        *self.fault.lock().unwrap() = fault;
    }

    fn ask(&self) -> Result<&MemoryVault, VaultFault> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        match *self.fault.lock().unwrap() {
            Some(fault) => Err(fault),
            None => Ok(&self.items),
        }
    }

    pub fn item(&self, name: &str) -> Option<String> {
        let secret = self.items.read(name).unwrap();
        secret.map(|secret| secret.expose().to_owned())
    }
}

impl Vault for Chest {
    fn read(&self, key: &str) -> Result<Option<Secret>, VaultFault> {
        let items = self.ask()?;
        let stale = self
            .stale_once
            .lock()
            .unwrap()
            .take_if(|(item, _)| item == key);
        match stale {
            Some((_, before)) => Ok(Some(before)),
            None => items.read(key),
        }
    }
    fn write(&self, key: &str, secret: &Secret) -> Result<(), VaultFault> {
        if let Some(left) = &mut *self.writes_left.lock().unwrap() {
            match left.checked_sub(1) {
                Some(fewer) => *left = fewer,
                None => return Err(VaultFault::Locked),
            }
        }
        self.ask()?.write(key, secret)
    }
    fn delete(&self, key: &str) -> Result<(), VaultFault> {
        self.ask()?.delete(key)
    }
}

/// A device: a folder and a keychain that outlive the app's process.
pub struct Device {
    pub folder: TempDir,
    pub chest: Arc<Chest>,
    pub ear: Arc<Ear>,
    pub clock: Arc<HandClock>,
    pub roots: Vec<String>,
    /// As in a campus's own build.
    pub pinned: Option<CampusAddress>,
    pub seed: AtomicU32,
}

impl Default for Device {
    fn default() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
            chest: Arc::default(),
            ear: Arc::default(),
            clock: Arc::default(),
            roots: Vec::new(),
            pinned: None,
            seed: AtomicU32::new(1),
        }
    }
}

impl Device {
    /// Starts the app; again for another process, or after a restart.
    pub fn start(&self) -> App {
        App(self.open().expect("the core opens"))
    }

    pub fn open(&self) -> Result<Arc<Core>, Failure> {
        let seed = self.seed.fetch_add(1, Ordering::SeqCst);
        Core::open(Surroundings {
            data_dir: self.folder.path().to_owned(),
            vault: Arc::clone(&self.chest) as Arc<dyn Vault>,
            host: Arc::clone(&self.ear) as Arc<dyn Host>,
            clock: Arc::clone(&self.clock) as _,
            dice: Arc::new(SeededDice::new(seed.into())),
            version: "0.1.0".to_owned(),
            extra_roots: self.roots.clone(),
            pinned: self.pinned.clone(),
        })
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn heard(&self, event: &ipc::Event) -> usize {
        let heard = self.ear.heard.lock().unwrap();
        heard.iter().filter(|heard| *heard == event).count()
    }
}

/// The page's end of the bridge.
#[derive(Clone)]
pub struct App(pub Arc<Core>);

impl App {
    pub async fn ask<C: Command>(&self, ask: C) -> Result<C::Reply, Failure> {
        let ask = serde_json::to_value(ask).expect("json");
        let reply = dispatch(&self.0, C::NAME, ask).await?;
        Ok(serde_json::from_value(reply).expect("the reply's own type"))
    }

    pub async fn started(&self) -> ipc::Start {
        self.ask(ipc::AppStart {}).await.expect("a start")
    }

    pub async fn consent(&self) {
        let give = ipc::ConsentGive {
            terms: "2026-11-21".to_owned(),
            privacy: "2026-11-21".to_owned(),
        };
        self.ask(give).await.expect("consent");
    }
}
