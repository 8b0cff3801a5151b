//! The phone's own scanner, which may never answer.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use menhu_client::vault::MemoryVault;
use menhu_client::{Core, Host, Surroundings};
use menhu_protocol::ipc::{self, ScanCancel, ScanStart, ScanTorch, Torch};
use menhu_protocol::{Code, Failure};
use menhu_testkit::{HandClock, SeededDice};
use tempfile::TempDir;
use tokio::sync::Notify;

use crate::around::App;

/// Nothing here takes longer unless it hangs.
const HANGS: Duration = Duration::from_secs(20);

/// A phone without the maker's services: its scanner opens, and answers only when a test says so.
#[derive(Default)]
struct Phone {
    opened: AtomicU32,
    closed: AtomicU32,
    open: Notify,
    code: Notify,
    torch: Mutex<Torch>,
}

#[async_trait]
impl Host for Phone {
    fn announce(&self, _: ipc::Event) {}
    fn link_open(&self, _: &str) -> Result<(), Failure> {
        Ok(())
    }
    fn scanner(&self) -> ipc::Scanner {
        ipc::Scanner::Native
    }
    async fn scan(&self) -> Result<String, Failure> {
        self.opened.fetch_add(1, Ordering::SeqCst);
        self.open.notify_one();
        self.code.notified().await;
        Ok("https://menhu.example.edu.cn/r".to_owned())
    }
    fn scan_cancel(&self) {
        self.closed.fetch_add(1, Ordering::SeqCst);
    }
    async fn scan_torch(&self, on: bool) -> Torch {
        let mut torch = self.torch.lock().unwrap();
        if *torch != Torch::Missing {
            *torch = if on { Torch::On } else { Torch::Off };
        }
        *torch
    }
    fn device_name(&self) -> String {
        "测试手机".to_owned()
    }
}

async fn phone() -> (TempDir, Arc<Phone>, Arc<App>) {
    let folder = TempDir::new().unwrap();
    let phone = Arc::new(Phone::default());
    let core = Core::open(Surroundings {
        data_dir: folder.path().to_owned(),
        vault: Arc::new(MemoryVault::default()),
        host: phone.clone(),
        clock: Arc::new(HandClock::default()),
        dice: Arc::new(SeededDice::new(1)),
        version: "0.1.0".to_owned(),
        extra_roots: Vec::new(),
        pinned: None,
    });
    let app = App(core.expect("the core opens"));
    app.consent().await;
    (folder, phone, Arc::new(app))
}

/// A scan in the background, once the phone's scanner is open.
async fn scan(app: &Arc<App>, phone: &Phone) -> tokio::task::JoinHandle<Result<String, Failure>> {
    let app = app.clone();
    let scan = tokio::spawn(async move { app.ask(ScanStart {}).await });
    phone.open.notified().await;
    scan
}

async fn answer(scan: tokio::task::JoinHandle<Result<String, Failure>>) -> Result<String, Code> {
    let answer = tokio::time::timeout(HANGS, scan).await;
    let answer = answer.expect("it hangs").expect("no panic");
    answer.map_err(|failure| failure.code)
}

#[tokio::test]
async fn leaving_frees_a_scan_that_the_phone_never_answers() {
    let (_folder, phone, app) = phone().await;
    let first = scan(&app, &phone).await;
    app.ask(ScanCancel {}).await.expect("cancelled");
    assert_eq!(answer(first).await, Err(Code::ScanCancelled));
    assert_eq!(
        phone.closed.load(Ordering::SeqCst),
        1,
        "and the camera is off"
    );
    let second = scan(&app, &phone).await;
    phone.code.notify_one();
    assert!(
        answer(second).await.is_ok(),
        "the next scan is not the last one's"
    );
}

#[tokio::test]
async fn second_scan_ends_the_first() {
    let (_folder, phone, app) = phone().await;
    let first = scan(&app, &phone).await;
    let second = scan(&app, &phone).await;
    assert_eq!(answer(first).await, Err(Code::ScanCancelled));
    phone.code.notify_one();
    assert!(answer(second).await.is_ok());
    assert_eq!(phone.opened.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn cancelling_without_a_scan_cancels_no_later_one() {
    let (_folder, phone, app) = phone().await;
    app.ask(ScanCancel {}).await.expect("nothing to cancel");
    let scan = scan(&app, &phone).await;
    phone.code.notify_one();
    assert!(answer(scan).await.is_ok());
}

#[tokio::test]
async fn lamp_is_offered_only_where_there_is_one() {
    let (_folder, phone, app) = phone().await;
    assert_eq!(app.ask(ScanTorch { on: true }).await, Ok(Torch::Missing));
    *phone.torch.lock().unwrap() = Torch::Off;
    assert_eq!(app.ask(ScanTorch { on: false }).await, Ok(Torch::Off));
    assert_eq!(app.ask(ScanTorch { on: true }).await, Ok(Torch::On));
}
