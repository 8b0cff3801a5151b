//! What was fetched waits for the person only while the campus gives it out.

use std::sync::atomic::Ordering;
use std::sync::mpsc;

use menhu_client::Notice;
use menhu_protocol::Code;
use menhu_protocol::ipc::{self, UpdatePhase};
use serde_json::json;

use crate::around::App;
use crate::campus::{Campus, Trouble};
use crate::desktop::Home;

/// A computer on which 0.2.0 was fetched and waits.
async fn fetched(campus: &Campus) -> (Home, App) {
    campus.give_out("0.2.0", b"a newer app");
    let home = Home::new();
    home.desk.replaces.store(true, Ordering::SeqCst);
    let app = home.start();
    app.consent().await;
    campus.adopt(&app).await;
    assert!(read(&app).await.newer);
    let phase = app.ask(ipc::UpdateFetch {}).await.expect("fetched");
    assert_eq!(phase, ready());
    (home, app)
}

fn ready() -> UpdatePhase {
    let version = "0.2.0".to_owned();
    UpdatePhase::Ready { version }
}

async fn read(app: &App) -> ipc::Update {
    let asked = ipc::UpdateRead { asked: true };
    app.ask(asked).await.expect("read")
}

async fn install(app: &App) -> Result<(), Code> {
    let done = app.ask(ipc::UpdateInstall {}).await;
    done.map(|_| ()).map_err(|failure| failure.code)
}

fn installed(home: &Home) -> Vec<String> {
    home.desk.installed.lock().unwrap().clone()
}

#[tokio::test]
async fn that_it_waits_is_told_to_whoever_does_not_look() {
    let campus = Campus::open().await;
    let (home, app) = fetched(&campus).await;
    let version = "0.2.0".to_owned();
    assert_eq!(home.told(), [Notice::UpdateReady { version }]);
    app.ask(ipc::UpdateFetch {}).await.expect("there already");
    assert_eq!(home.told().len(), 1, "told once");
    assert!(installed(&home).is_empty(), "and not installed");
    assert_eq!(install(&app).await, Ok(()));
    assert_eq!(installed(&home), ["0.2.0"]);
}

#[tokio::test]
async fn a_version_that_was_taken_back_is_not_installed() {
    let campus = Campus::open().await;
    let (home, app) = fetched(&campus).await;
    campus.books().release = json!(null);
    assert_eq!(install(&app).await, Err(Code::OutOfOrder));
    assert_eq!(read(&app).await.phase, UpdatePhase::Idle);
    // And when it is looked at before.
    let (other, app) = fetched(&campus).await;
    campus.books().release = json!(null);
    assert_eq!(read(&app).await.phase, UpdatePhase::Idle);
    assert_eq!(install(&app).await, Err(Code::OutOfOrder));
    assert!(installed(&home).is_empty() && installed(&other).is_empty());
}

#[tokio::test]
async fn a_newer_version_takes_the_place_of_the_one_that_waits() {
    let campus = Campus::open().await;
    let (home, app) = fetched(&campus).await;
    campus.give_out("0.3.0", b"an even newer app");
    let update = read(&app).await;
    assert_eq!(update.phase, UpdatePhase::Idle);
    assert_eq!(
        update.newest.map(|release| release.version).as_deref(),
        Some("0.3.0")
    );
    app.ask(ipc::UpdateFetch {}).await.expect("fetched");
    assert_eq!(install(&app).await, Ok(()));
    assert_eq!(installed(&home), ["0.3.0"]);
}

#[tokio::test]
async fn what_waits_goes_with_the_campus_it_came_from() {
    let (campus, other) = (Campus::open().await, Campus::open().await);
    let (home, app) = fetched(&campus).await;
    app.ask(ipc::CampusLeave {}).await.expect("left");
    other.give_out("0.2.0", b"another app");
    other.adopt(&app).await;
    assert_eq!(install(&app).await, Err(Code::OutOfOrder));
    assert_eq!(read(&app).await.phase, UpdatePhase::Idle);
    assert!(installed(&home).is_empty());
}

#[tokio::test]
async fn a_file_under_way_is_let_go_when_consent_is_taken_back() {
    let campus = Campus::open().await;
    let (home, app) = fetched(&campus).await;
    campus.give_out("0.3.0", b"an even newer app");
    assert_eq!(read(&app).await.phase, UpdatePhase::Idle);
    let gate = campus.slow();
    let fetching = tokio::spawn({
        let app = app.clone();
        async move { app.ask(ipc::UpdateFetch {}).await }
    });
    gate.came.notified().await;
    app.ask(ipc::ConsentWithdraw {}).await.expect("withdrawn");
    // The campus never answers, and nobody waits for it.
    let failure = fetching.await.expect("ended").expect_err("let go");
    assert_eq!(failure.code, Code::OutOfOrder);
    assert_eq!(home.told().len(), 1, "nothing new is ready");
}

#[tokio::test]
async fn what_waits_is_installed_also_when_the_campus_cannot_be_asked() {
    let campus = Campus::open().await;
    let (home, app) = fetched(&campus).await;
    campus.next(Trouble::Down);
    assert_eq!(install(&app).await, Ok(()));
    assert_eq!(installed(&home), ["0.2.0"]);
}

#[tokio::test]
async fn a_password_that_nobody_types_keeps_nobody_from_signing_out() {
    let campus = Campus::open().await;
    let (home, app) = fetched(&campus).await;
    campus.sign_in(&app).await;
    let (typed, password) = mpsc::channel();
    *home.desk.password.lock().unwrap() = Some(password);
    let installing = tokio::spawn({
        let app = app.clone();
        async move { install(&app).await }
    });
    home.desk.wants_password.notified().await;
    app.ask(ipc::SignOut {}).await.expect("out");
    assert!(installed(&home).is_empty(), "it still waits");
    typed.send(()).expect("typed");
    assert_eq!(installing.await.expect("ended"), Ok(()));
}

#[tokio::test]
async fn words_without_end_are_cut_and_a_version_that_is_none_is_no_release() {
    let campus = Campus::open().await;
    let (_home, app) = fetched(&campus).await;
    campus.books().release["notes"]["zh"] = json!("门\n".repeat(100_000));
    let notes = read(&app).await.newest.expect("a release").notes.zh;
    assert_eq!(notes.lines().count(), 40);
    campus.books().release["version"] = json!(format!("9.0.0-{}", "x".repeat(100_000)));
    let update = read(&app).await;
    assert!(update.newest.is_none() && !update.newer);
}
