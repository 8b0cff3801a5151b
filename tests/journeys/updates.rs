//! Newer versions: asked for after consent and once a day, fetched over a network that breaks, refused when
//! they are not the campus's own; and the version that is the least.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use anyhow::{Context as _, Result};
use async_trait::async_trait;
use menhu_client::{Core, Host, Package, Surroundings, dispatch};
use menhu_protocol::api::release::Bundle;
use menhu_protocol::ipc::{
    self, AppStart, CampusFind, Command, Event, HomeRead, System, UpdateFetch, UpdateInstall,
    UpdatePhase, UpdateRead, UpdateWay,
};
use menhu_protocol::{Clock, Code, Failure};
use menhu_testkit::{HandClock, PEOPLE, SeededDice};
use menhu_tests::campus::{Campus, TlsCampus};
use menhu_tests::handset::Pocket;
use menhu_tests::signer::{Signer, release, verify};
use menhu_tests::wire::Weather;
use menhu_tests::world::{App, World, adopt, consent, register, sign_in};
use tokio::sync::Notify;

const DAY_S: i64 = 24 * 3600;
/// Large enough to be cut in the middle, bytes.
const LARGE: usize = 24 << 20;

/// A device whose app replaces itself, if it has a key: all of the host but the installing.
struct Machine {
    system: System,
    key: Option<String>,
    events: Mutex<Vec<Event>>,
    opened: Mutex<Vec<String>>,
    installed: Mutex<Vec<Vec<u8>>>,
    told: Notify,
}

#[async_trait]
impl Host for Machine {
    fn announce(&self, event: Event) {
        self.events.lock().expect("events").push(event);
        self.told.notify_one();
    }
    fn link_open(&self, url: &str) -> Result<(), Failure> {
        self.opened.lock().expect("links").push(url.to_owned());
        Ok(())
    }
    fn system(&self) -> System {
        self.system
    }
    fn scanner(&self) -> ipc::Scanner {
        ipc::Scanner::Page
    }
    async fn scan(&self) -> Result<String, Failure> {
        Err(Code::CameraDenied.into())
    }
    fn scan_cancel(&self) {}
    fn updater(&self) -> Option<Bundle> {
        self.key.as_ref().map(|_| Bundle::AppImage)
    }
    fn update_check(&self, package: &Package) -> Result<(), Failure> {
        let key = self.key.as_deref().unwrap_or_default();
        verify(key, &package.file.signature, &package.bytes)
            .map_err(|_| Failure::new(Code::UpdateForged))
    }
    fn update_install(&self, package: &Package) -> Result<(), Failure> {
        self.update_check(package)?;
        let mut installed = self.installed.lock().expect("installed");
        installed.push(package.bytes.clone());
        Ok(())
    }
    fn device_name(&self) -> String {
        "测试电脑".to_owned()
    }
}

impl Machine {
    fn phases(&self) -> Vec<UpdatePhase> {
        let events = self.events.lock().expect("events");
        let phase = |event: &Event| match event {
            Event::Update { phase } => Some(phase.clone()),
            _ => None,
        };
        events.iter().filter_map(phase).collect()
    }

    fn opened(&self) -> Vec<String> {
        self.opened.lock().expect("links").clone()
    }

    fn installed(&self) -> Vec<Vec<u8>> {
        self.installed.lock().expect("installed").clone()
    }
}

struct Computer {
    core: Arc<Core>,
    machine: Arc<Machine>,
    clock: Arc<HandClock>,
    _folder: tempfile::TempDir,
}

impl Computer {
    fn new(system: System, key: Option<String>) -> Result<Self> {
        Self::with(system, key, "0.1.0", vec![])
    }

    fn with(
        system: System,
        key: Option<String>,
        version: &str,
        extra_roots: Vec<String>,
    ) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let machine = Arc::new(Machine {
            system,
            key,
            events: Mutex::default(),
            opened: Mutex::default(),
            installed: Mutex::default(),
            told: Notify::new(),
        });
        let clock = Arc::new(HandClock::default());
        // Close to the real time: certificates are held against it.
        let apart = menhu_client::SystemClock.now() - clock.now();
        clock.forward_s(apart.div_euclid(1000));
        let core = Core::open(Surroundings {
            data_dir: folder.path().to_owned(),
            vault: Arc::new(Pocket::default()),
            host: machine.clone(),
            clock: clock.clone(),
            dice: Arc::new(SeededDice::new(11)),
            version: version.to_owned(),
            extra_roots,
            pinned: None,
        })?;
        Ok(Self {
            core,
            machine,
            clock,
            _folder: folder,
        })
    }

    async fn at(self, origin: &str) -> Result<Self> {
        consent(&self).await?;
        adopt(&self, origin).await?;
        Ok(self)
    }

    async fn ask<C: Command>(&self, ask: C) -> Result<C::Reply, Failure> {
        let ask = serde_json::to_value(ask).map_err(|_| Failure::new(Code::Internal))?;
        let reply = dispatch(&self.core, C::NAME, ask).await?;
        serde_json::from_value(reply).map_err(|_| Failure::new(Code::Internal))
    }

    async fn fetch(&self) -> Result<UpdatePhase, Code> {
        self.ask(UpdateFetch {}).await.map_err(|f| f.code)
    }
}

impl App for Computer {
    async fn tell<C: Command>(&self, ask: C) -> Result<C::Reply> {
        Ok(self.ask(ask).await?)
    }
}

/// A newer app for a computer with an AppImage, in a folder of its own.
fn built(folder: &Path, version: &str, bytes: usize) -> Result<PathBuf> {
    let arch = std::env::consts::ARCH;
    let path = folder.join(format!("menhu_{version}_{arch}.AppImage"));
    let mut body = b"\x7fELF".to_vec();
    body.extend((0..bytes).map(|n| u8::try_from(n % 251).unwrap_or_default()));
    std::fs::write(&path, body)?;
    Ok(path)
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_asked_of_updates_before_consent() -> Result<()> {
    let world = World::start().await?;
    let computer = Computer::new(System::Linux, Some(String::new()))?;
    computer.ask(AppStart {}).await?;
    let missing = Some(Code::ConsentMissing);
    let read = computer.ask(UpdateRead { asked: true }).await;
    assert_eq!(read.err().map(|f| f.code), missing);
    assert_eq!(computer.fetch().await.err(), missing);
    let install = computer.ask(UpdateInstall {}).await;
    assert_eq!(install.err().map(|f| f.code), missing);
    assert_eq!(world.wire.connections(), 0, "not one connection");
    // With the consent alone there is no campus to ask.
    consent(&computer).await?;
    let read = computer.ask(UpdateRead { asked: true }).await;
    assert_eq!(read.err().map(|f| f.code), Some(Code::OutOfOrder));
    assert_eq!(world.wire.connections(), 0);
    assert!(computer.machine.opened().is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_campus_is_asked_once_a_day_and_whenever_the_person_wants() -> Result<()> {
    let world = World::start().await?;
    let signer = Signer::new()?;
    let folder = tempfile::tempdir()?;
    signer.give_out(&world.campus, &built(folder.path(), "0.2.0", 9)?, "0.2.0")?;
    let computer = Computer::new(System::Linux, Some(signer.public()?))?;
    let computer = computer.at(&world.campus.origin).await?;
    let first = computer.ask(UpdateRead { asked: false }).await?;
    assert!(first.newer && first.stale.is_none());
    assert_eq!(first.way, UpdateWay::InPlace);
    let version = |update: &ipc::Update| update.newest.clone().map(|r| r.version);
    assert_eq!(version(&first).as_deref(), Some("0.2.0"));

    world.wire.weather(Weather::Gone);
    let before = world.wire.connections();
    computer.clock.forward_s(DAY_S - 60);
    let same_day = computer.ask(UpdateRead { asked: false }).await?;
    assert_eq!(same_day.stale, None, "nobody was asked");
    assert_eq!(world.wire.connections(), before);
    let wanted = computer.ask(UpdateRead { asked: true }).await?;
    let offline = Some(Code::Offline);
    assert_eq!(wanted.stale.as_ref().map(|f| f.code), offline);
    assert_eq!(version(&wanted), version(&first), "the last answer stands");
    assert_eq!(wanted.read_at, first.read_at, "with its age");
    computer.clock.forward_s(61);
    let next_day = computer.ask(UpdateRead { asked: false }).await?;
    assert_eq!(next_day.stale.map(|f| f.code), offline, "asked again");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signed_newer_version_is_fetched_and_installed_only_when_the_person_says_so() -> Result<()>
{
    let world = World::start().await?;
    let signer = Signer::new()?;
    let folder = tempfile::tempdir()?;
    let newer = built(folder.path(), "0.2.0", 300_000)?;
    signer.give_out(&world.campus, &newer, "0.2.0")?;
    let computer = Computer::new(System::Linux, Some(signer.public()?))?;
    let computer = computer.at(&world.campus.origin).await?;
    let early = computer.ask(UpdateInstall {}).await;
    assert_eq!(early.err().map(|f| f.code), Some(Code::OutOfOrder));
    computer.ask(UpdateRead { asked: false }).await?;
    let version = "0.2.0".to_owned();
    let ready = UpdatePhase::Ready { version };
    assert_eq!(computer.fetch().await, Ok(ready.clone()));
    let phases = computer.machine.phases();
    assert!(matches!(
        phases.first(),
        Some(UpdatePhase::Fetching { bytes: 0, .. })
    ));
    assert_eq!(phases.last(), Some(&ready));
    assert!(computer.machine.installed().is_empty(), "not yet");

    let before = world.wire.connections();
    assert_eq!(computer.fetch().await, Ok(ready), "fetched already");
    assert_eq!(world.wire.connections(), before);
    computer.ask(UpdateInstall {}).await?;
    assert_eq!(computer.machine.installed(), [std::fs::read(&newer)?]);
    assert!(computer.machine.opened().is_empty(), "no browser");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_lost_half_way_costs_nothing_that_has_arrived() -> Result<()> {
    let world = World::start().await?;
    let signer = Signer::new()?;
    let folder = tempfile::tempdir()?;
    let newer = built(folder.path(), "0.2.0", LARGE)?;
    signer.give_out(&world.campus, &newer, "0.2.0")?;
    let computer = Computer::new(System::Linux, Some(signer.public()?))?;
    let computer = computer.at(&world.campus.origin).await?;
    computer.ask(UpdateRead { asked: false }).await?;
    let arrived = |phases: &[UpdatePhase]| match phases.last() {
        Some(UpdatePhase::Fetching { bytes, .. }) => *bytes,
        _ => 0,
    };
    let cut = async {
        while arrived(&computer.machine.phases()) < 1 << 20 {
            computer.machine.told.notified().await;
        }
        world.wire.weather(Weather::Gone);
    };
    let mut fetch = Box::pin(computer.fetch());
    tokio::select! {
        early = &mut fetch => panic!("{early:?} before the cut"),
        () = cut => {}
    }
    assert_eq!(fetch.await, Err(Code::Offline));
    assert_eq!(computer.machine.phases().last(), Some(&UpdatePhase::Idle));

    world.wire.weather(Weather::Fine);
    let begun = computer.machine.phases().len();
    assert!(matches!(
        computer.fetch().await,
        Ok(UpdatePhase::Ready { .. })
    ));
    let Some(UpdatePhase::Fetching { bytes, .. }) = computer.machine.phases().get(begun).cloned()
    else {
        panic!("no progress was told")
    };
    assert!(bytes >= 1 << 20, "went on at {bytes}");
    computer.ask(UpdateInstall {}).await?;
    assert_eq!(computer.machine.installed(), [std::fs::read(&newer)?]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_key_signed_or_somebody_changed_is_never_installed() -> Result<()> {
    let world = World::start().await?;
    let (signer, stranger) = (Signer::new()?, Signer::new()?);
    let folder = tempfile::tempdir()?;
    let newer = built(folder.path(), "0.2.0", 1000)?;
    stranger.give_out(&world.campus, &newer, "0.2.0")?;
    let computer = Computer::new(System::Linux, Some(signer.public()?))?;
    let computer = computer.at(&world.campus.origin).await?;
    computer.ask(UpdateRead { asked: false }).await?;
    assert_eq!(computer.fetch().await, Err(Code::UpdateForged));

    release(&world.campus, &stranger.public()?, &["withdraw", "0.2.0"])?;
    signer.give_out(&world.campus, &newer, "0.2.0")?;
    // The same length, other bytes.
    let given = world.campus.downloads();
    let entry = std::fs::read_dir(&given)?.next().context("a file")??;
    let name = entry.file_name();
    std::fs::write(
        given.join(&name),
        vec![7; std::fs::metadata(&newer)?.len().try_into()?],
    )?;
    assert_eq!(computer.fetch().await, Err(Code::UpdateDamaged));
    // Cut short.
    std::fs::write(given.join(&name), b"\x7fELF")?;
    assert_eq!(computer.fetch().await, Err(Code::Offline));
    let install = computer.ask(UpdateInstall {}).await;
    assert_eq!(install.err().map(|f| f.code), Some(Code::OutOfOrder));
    assert!(computer.machine.installed().is_empty());

    std::fs::copy(&newer, given.join(&name))?;
    assert!(matches!(
        computer.fetch().await,
        Ok(UpdatePhase::Ready { .. })
    ));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn no_way_leads_back_to_an_older_version() -> Result<()> {
    let world = World::start().await?;
    let signer = Signer::new()?;
    let folder = tempfile::tempdir()?;
    signer.give_out(&world.campus, &built(folder.path(), "0.2.0", 9)?, "0.2.0")?;
    let key = Some(signer.public()?);
    let computer = Computer::with(System::Linux, key.clone(), "0.3.0", vec![])?;
    let computer = computer.at(&world.campus.origin).await?;
    let update = computer.ask(UpdateRead { asked: false }).await?;
    assert!(!update.newer && update.newest.is_some());
    assert_eq!(computer.fetch().await, Ok(UpdatePhase::Idle));

    // Taken back between looking and fetching.
    let computer = Computer::new(System::Linux, key)?;
    let computer = computer.at(&world.campus.origin).await?;
    assert!(computer.ask(UpdateRead { asked: false }).await?.newer);
    release(&world.campus, &signer.public()?, &["withdraw", "0.2.0"])?;
    assert_eq!(computer.fetch().await, Ok(UpdatePhase::Idle));
    let update = computer.ask(UpdateRead { asked: false }).await?;
    assert!(update.newest.is_none() && !update.newer);
    assert!(computer.machine.installed().is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_said_and_leaves_the_app_as_it_was() -> Result<()> {
    let world = World::start().await?;
    let signer = Signer::new()?;
    let folder = tempfile::tempdir()?;
    signer.give_out(&world.campus, &built(folder.path(), "0.2.0", 9)?, "0.2.0")?;
    let computer = Computer::new(System::Linux, Some(signer.public()?))?;
    let computer = computer.at(&world.campus.origin).await?;
    computer.ask(UpdateRead { asked: false }).await?;
    // A file in the way of the folder: nothing can be kept.
    let in_the_way = computer._folder.path().join("update");
    std::fs::write(&in_the_way, "")?;
    assert_eq!(computer.fetch().await, Err(Code::StorageFull));
    std::fs::remove_file(&in_the_way)?;
    assert!(matches!(
        computer.fetch().await,
        Ok(UpdatePhase::Ready { .. })
    ));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_cannot_replace_the_app_is_led_to_the_download_page() -> Result<()> {
    let world = World::start().await?;
    let signer = Signer::new()?;
    let folder = tempfile::tempdir()?;
    let origin = &world.campus.origin;
    let unsigned = built(folder.path(), "0.2.0", 9)?;
    let apk = folder.path().join("menhu_0.2.0_universal.apk");
    std::fs::write(&apk, "PK")?;
    for file in [&unsigned, &apk] {
        release(
            &world.campus,
            "",
            &["add", file.to_str().unwrap_or_default()],
        )?;
    }
    let page = format!("{origin}/d");
    for (system, key) in [
        (System::Linux, Some(signer.public()?)),
        (System::Linux, None),
        (System::Android, None),
    ] {
        let computer = Computer::new(system, key)?.at(origin).await?;
        let update = computer.ask(UpdateRead { asked: false }).await?;
        assert_eq!(
            (update.newer, update.way),
            (true, UpdateWay::Page),
            "{system:?}"
        );
        assert_eq!(computer.fetch().await, Ok(UpdatePhase::Handed));
        assert_eq!(computer.machine.opened(), std::slice::from_ref(&page));
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_campus_with_a_ca_of_its_own_updates_computers_and_iphones() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let TlsCampus { campus, authority } =
        TlsCampus::start(&folder.path().join("campus"), (2020, 1, 1), (2100, 1, 1))?;
    let signer = Signer::new()?;
    signer.give_out(&campus, &built(folder.path(), "0.2.0", 9000)?, "0.2.0")?;
    let key = Some(signer.public()?);
    let computer = Computer::with(System::Linux, key, "0.1.0", vec![authority.clone()])?;
    let computer = computer.at(&campus.origin).await?;
    computer.ask(UpdateRead { asked: false }).await?;
    assert!(matches!(
        computer.fetch().await,
        Ok(UpdatePhase::Ready { .. })
    ));

    let phone = Computer::with(System::Ios, None, "0.1.0", vec![authority])?;
    let phone = phone.at(&campus.origin).await?;
    assert_eq!(phone.fetch().await, Ok(UpdatePhase::Handed));
    let link = format!(
        "itms-services://?action=download-manifest&url={}/d/manifest.plist",
        campus.origin
    );
    assert_eq!(phone.machine.opened(), [link]);
    Ok(())
}

/// Asks for a least version from a day on.
fn require(campus: &Campus, version: &str, from: &str) -> Result<String> {
    let why = [
        "--why-zh",
        "旧版本连不上新的登录系统。",
        "--why-en",
        "Too old.",
    ];
    let words = [&["require", version, "--force", "--from", from], &why[..]].concat();
    release(campus, "", &words)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_least_version_is_announced_then_due_and_signs_nobody_out() -> Result<()> {
    let world = World::start().await?;
    let (campus, teacher) = (&world.campus, &PEOPLE[0]);
    let computer = Computer::new(System::Linux, None)?;
    let computer = computer.at(&campus.origin).await?;
    register(&computer, teacher).await?;
    sign_in(&computer, campus, teacher).await?;

    let said = require(campus, "0.2.0", "2999-01-01")?;
    assert!(
        said.contains("留意"),
        "no installer of that version: {said}"
    );
    let home = computer.ask(HomeRead { fresh: true }).await?;
    let demand = home.campus.demand.expect("announced");
    assert_eq!((demand.due, demand.from.as_str()), (false, "2999-01-01"));
    assert!(demand.why.is_some_and(|why| why.zh.contains("登录")));

    require(campus, "0.2.0", "2020-01-01")?;
    let home = computer.ask(HomeRead { fresh: true }).await?;
    assert!(home.campus.demand.is_some_and(|demand| demand.due));
    assert_eq!(home.stale, None, "the campus itself was read");
    let start = computer.ask(AppStart {}).await?;
    assert!(start.signed_in, "nobody is signed out by it");
    let kept = start.campus.and_then(|card| card.demand);
    assert!(
        kept.is_some_and(|demand| demand.due),
        "also without a network"
    );
    // Who is new does not begin with an app the campus no longer takes.
    let stranger = Computer::new(System::Linux, None)?;
    consent(&stranger).await?;
    let text = campus.origin.clone();
    let refused = stranger.ask(CampusFind { text }).await.err();
    let refused = refused.map(|f| (f.code, f.detail));
    assert_eq!(refused, Some((Code::AppTooOld, Some("0.2.0".into()))));

    release(campus, "", &["lift"])?;
    let update = computer.ask(UpdateRead { asked: true }).await?;
    assert_eq!(update.campus.demand, None, "taken back");
    let home = computer.ask(HomeRead { fresh: true }).await?;
    assert_eq!(home.me.map(|me| me.name).as_deref(), Some(teacher.name));
    Ok(())
}
