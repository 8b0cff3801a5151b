//! A computer around the core: what is wished, kept and told.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, mpsc};

use menhu_client::{
    Closing, Computer, Core, Guise, Host, Notice, Package, Residence, Surroundings, dispatch,
};
use menhu_protocol::api::release::Bundle;
use menhu_protocol::ipc::{self, Desktop, Event, Locale, Preferences, Wish, Zoom};
use menhu_protocol::{Code, Failure};
use menhu_testkit::{HandClock, SeededDice};
use tempfile::TempDir;
use tokio::sync::Notify;

use crate::around::{App, Chest, Device};

/// A computer of which everything can be set and looked at.
#[derive(Default)]
pub struct Desk {
    tray: AtomicBool,
    notifies: AtomicBool,
    pub watched: AtomicBool,
    /// The system takes no entry.
    stubborn: AtomicBool,
    autostart: AtomicBool,
    told: Mutex<Vec<Notice>>,
    zooms: Mutex<Vec<u16>>,
    guise: Mutex<Option<Guise>>,
    heard: Mutex<Vec<Event>>,
    /// The app can replace itself.
    pub replaces: AtomicBool,
    /// Before it installs, the system wants a password, and somebody is to come and type it.
    pub password: Mutex<Option<mpsc::Receiver<()>>>,
    pub wants_password: Notify,
    /// Versions.
    pub installed: Mutex<Vec<String>>,
}

impl Computer for Desk {
    fn residence(&self) -> Residence {
        match self.tray.load(Ordering::SeqCst) {
            true => Residence::Tray,
            false => Residence::Nowhere,
        }
    }
    fn autostart(&self) -> Option<bool> {
        Some(self.autostart.load(Ordering::SeqCst))
    }
    fn autostart_keep(&self, on: bool) -> Result<(), Failure> {
        if self.stubborn.load(Ordering::SeqCst) {
            return Err(Code::Internal.into());
        }
        self.autostart.store(on, Ordering::SeqCst);
        Ok(())
    }
    fn can_notify(&self) -> bool {
        self.notifies.load(Ordering::SeqCst)
    }
    fn notify(&self, notice: &Notice) {
        self.told.lock().unwrap().push(notice.clone());
    }
    fn is_watched(&self) -> bool {
        self.watched.load(Ordering::SeqCst)
    }
    fn zoom(&self, percent: u16) {
        self.zooms.lock().unwrap().push(percent);
    }
    fn dress(&self, guise: &Guise) {
        *self.guise.lock().unwrap() = Some(guise.clone());
    }
    fn close(&self) {}
    fn quit(&self) {}
}

impl Host for Desk {
    fn announce(&self, event: Event) {
        self.heard.lock().unwrap().push(event);
    }
    fn link_open(&self, _: &str) -> Result<(), Failure> {
        Ok(())
    }
    fn device_name(&self) -> String {
        "测试电脑".to_owned()
    }
    fn desktop(&self) -> Option<&dyn Computer> {
        Some(self)
    }
    fn updater(&self) -> Option<Bundle> {
        let replaces = self.replaces.load(Ordering::SeqCst);
        replaces.then_some(Bundle::Deb)
    }
    fn update_check(&self, _: &Package) -> Result<(), Failure> {
        Ok(())
    }
    fn update_install(&self, package: &Package) -> Result<(), Failure> {
        let password = self.password.lock().unwrap().take();
        if let Some(password) = password {
            self.wants_password.notify_one();
            let _ = password.recv();
        }
        self.installed.lock().unwrap().push(package.version.clone());
        Ok(())
    }
}

/// A computer with a tray and notifications, and a folder that outlives the app.
pub struct Home {
    folder: TempDir,
    pub desk: Arc<Desk>,
}

impl Home {
    pub fn new() -> Self {
        let desk = Desk::default();
        desk.tray.store(true, Ordering::SeqCst);
        desk.notifies.store(true, Ordering::SeqCst);
        Self {
            folder: TempDir::new().unwrap(),
            desk: Arc::new(desk),
        }
    }

    pub fn start(&self) -> App {
        let core = Core::open(Surroundings {
            data_dir: self.folder.path().to_owned(),
            vault: Arc::new(Chest::default()),
            host: Arc::clone(&self.desk) as Arc<dyn Host>,
            clock: Arc::new(HandClock::default()),
            dice: Arc::new(SeededDice::new(1)),
            version: "0.1.0".to_owned(),
            extra_roots: Vec::new(),
            pinned: None,
        });
        App(core.expect("the core opens"))
    }

    pub fn told(&self) -> Vec<Notice> {
        self.desk.told.lock().unwrap().clone()
    }
}

async fn wish(app: &App, wish: Wish) -> Desktop {
    app.ask(ipc::DesktopKeep { wish })
        .await
        .expect("kept")
        .expect("a computer")
}

#[tokio::test]
async fn closed_app_stays_in_the_tray_and_says_so_once_in_its_life() {
    let home = Home::new();
    let app = home.start();
    assert_eq!(app.0.closing(), Closing::Hide);
    assert_eq!(home.told(), [Notice::StillRunning]);
    assert_eq!(app.0.closing(), Closing::Hide);
    assert_eq!(home.start().0.closing(), Closing::Hide, "after a restart");
    assert_eq!(home.told().len(), 1, "told once");
    assert!(home.desk.heard.lock().unwrap().is_empty(), "and in one way");
}

#[tokio::test]
async fn where_no_notification_is_shown_the_window_says_that_the_app_stayed() {
    let home = Home::new();
    let app = home.start();
    wish(&app, Wish::Notifications(false)).await;
    assert_eq!(app.0.closing(), Closing::Hide);
    assert_eq!(home.told(), []);
    assert_eq!(*home.desk.heard.lock().unwrap(), [Event::StillRunning]);
    wish(&app, Wish::Notifications(true)).await;
    app.0.closing();
    assert_eq!(home.told(), [], "it was told");
}

#[tokio::test]
async fn window_is_never_lost_where_there_is_no_tray() {
    let home = Home::new();
    let app = home.start();
    wish(&app, Wish::Stay(true)).await;
    home.desk.tray.store(false, Ordering::SeqCst);
    assert_eq!(app.0.closing(), Closing::End);
    assert_eq!(home.told(), [], "nothing stays, nothing is told");
    let desktop = app.ask(ipc::DesktopRead {}).await.unwrap().unwrap();
    assert_eq!(desktop.stay, None, "and nothing to choose");
    // The panel comes back: the wish is what it was.
    home.desk.tray.store(true, Ordering::SeqCst);
    assert_eq!(app.0.closing(), Closing::Hide);
}

#[tokio::test]
async fn who_does_not_want_it_to_stay_closes_the_app() {
    let home = Home::new();
    let app = home.start();
    assert_eq!(wish(&app, Wish::Stay(false)).await.stay, Some(false));
    assert_eq!(home.start().0.closing(), Closing::End, "after a restart");
    assert_eq!(home.told(), []);
}

#[tokio::test]
async fn autostart_is_off_until_asked_and_always_the_systems_own_word() {
    let home = Home::new();
    let app = home.start();
    assert_eq!(app.started().await.desktop.unwrap().autostart, Some(false));
    assert_eq!(
        wish(&app, Wish::Autostart(true)).await.autostart,
        Some(true)
    );
    // Switched off in the system's own settings.
    home.desk.autostart.store(false, Ordering::SeqCst);
    let desktop = app.ask(ipc::DesktopRead {}).await.unwrap().unwrap();
    assert_eq!(desktop.autostart, Some(false));
    home.desk.stubborn.store(true, Ordering::SeqCst);
    let refused = app.ask(ipc::DesktopKeep {
        wish: Wish::Autostart(true),
    });
    assert_eq!(refused.await, Err(Failure::new(Code::Internal)));
}

#[tokio::test]
async fn zoom_is_kept_and_shown_again_when_a_page_begins() {
    let home = Home::new();
    let app = home.start();
    assert_eq!(wish(&app, Wish::Zoom(Zoom::In)).await.zoom, 110);
    assert_eq!(wish(&app, Wish::Zoom(Zoom::In)).await.zoom, 125);
    home.desk.zooms.lock().unwrap().clear();
    let app = home.start();
    assert_eq!(app.started().await.desktop.unwrap().zoom, 125);
    assert_eq!(*home.desk.zooms.lock().unwrap(), [125]);
    for _ in 0..20 {
        wish(&app, Wish::Zoom(Zoom::In)).await;
    }
    assert_eq!(wish(&app, Wish::Zoom(Zoom::In)).await.zoom, 200);
    let elder = app.started().await.preferences;
    assert_eq!(elder, Preferences::default(), "长辈版 has its own size");
}

#[tokio::test]
async fn tray_speaks_the_persons_language() {
    let home = Home::new();
    let app = home.start();
    app.started().await;
    let guise = || home.desk.guise.lock().unwrap().clone().unwrap();
    assert_eq!(guise(), Guise::default());
    app.ask(ipc::PreferencesKeep {
        preferences: Preferences {
            locale: Locale::En,
            ..Preferences::default()
        },
    })
    .await
    .unwrap();
    assert_eq!(guise().locale, Locale::En);
    assert_eq!(home.start().0.guise(), guise(), "kept for the next start");
}

#[tokio::test]
async fn only_who_wants_it_and_does_not_look_is_notified() {
    let home = Home::new();
    let app = home.start();
    let notify = || app.0.notify(&Notice::SignedOut);
    home.desk.watched.store(true, Ordering::SeqCst);
    notify();
    assert_eq!(home.told(), [], "the page says it");
    home.desk.watched.store(false, Ordering::SeqCst);
    wish(&app, Wish::Notifications(false)).await;
    notify();
    assert_eq!(home.told(), [], "not wanted");
    wish(&app, Wish::Notifications(true)).await;
    notify();
    assert_eq!(home.told(), [Notice::SignedOut]);
}

#[tokio::test]
async fn phone_has_none_of_it() {
    let phone = Device::default();
    let app = phone.start();
    assert_eq!(app.started().await.desktop, None);
    assert_eq!(app.ask(ipc::DesktopRead {}).await, Ok(None));
    let wish = Wish::Zoom(Zoom::In);
    assert_eq!(app.ask(ipc::DesktopKeep { wish }).await, Ok(None));
    app.ask(ipc::WindowClose {}).await.expect("nothing to do");
    app.ask(ipc::AppQuit {}).await.expect("nothing to do");
    assert_eq!(app.0.closing(), Closing::End);
}

#[tokio::test]
async fn wish_of_another_version_is_refused_and_changes_nothing() {
    let home = Home::new();
    let app = home.start();
    let ask = serde_json::json!({"wish": {"wish": "zoom", "to": 130}});
    let refused = dispatch(&app.0, "desktop_keep", ask).await;
    assert_eq!(refused, Err(Failure::new(Code::BadRequest)));
    assert_eq!(app.started().await.desktop.unwrap().zoom, 100);
}
