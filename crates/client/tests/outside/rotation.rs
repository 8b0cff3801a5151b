//! Refresh tokens: lost answers, kills and second processes sign nobody out; an ended session does.

use menhu_client::vault::VaultFault;
use menhu_protocol::Code;
use menhu_protocol::ipc::{self, Event};

use crate::around::{App, Device};
use crate::campus::{Campus, Trouble, secret};

const REFRESH: &str = "example/person-1/refresh";

async fn home(app: &App) -> Result<ipc::Home, Code> {
    let home = app.ask(ipc::HomeRead { fresh: true }).await;
    home.map_err(|failure| failure.code)
}

#[tokio::test]
async fn many_rotations_with_lost_answers_kills_and_two_processes_keep_the_person_in() {
    let campus = Campus::open().await;
    let (device, first) = campus.resident().await;
    let mut apps = [first, device.start()];
    for round in 0..300_u32 {
        campus.access_expires();
        let app = apps[(round % 2) as usize].clone();
        match round % 5 {
            0 => campus.next(Trouble::AnswerLost),
            // Killed between the answer and the keychain: the chest takes no more writes.
            1 => *device.chest.writes_left.lock().unwrap() = Some(0),
            2 => {
                let (a, b) = tokio::join!(home(&apps[0]), home(&apps[1]));
                a.and(b).expect("both are in");
            }
            _ => {}
        }
        home(&app).await.expect("home is shown");
        if round % 5 == 1 {
            *device.chest.writes_left.lock().unwrap() = None;
            apps[(round % 2) as usize] = device.start();
        }
        let again = home(&apps[(round % 2) as usize]).await.expect("home");
        assert_eq!(again.stale, None, "round {round}");
        let books = campus.books();
        assert!(!books.ended, "round {round}: the server saw a replay");
    }
    assert!(campus.books().replays > 50, "lost answers were asked again");
    assert_eq!(device.heard(&Event::SignedOut), 0);
}

#[tokio::test]
async fn at_once_from_eight_windows_one_refresh_is_sent() {
    let campus = Campus::open().await;
    let (_device, app) = campus.resident().await;
    campus.access_expires();
    let before = campus.asked("session/refresh");
    let mut homes = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let app = app.clone();
        homes.spawn(async move { home(&app).await });
    }
    for home in homes.join_all().await {
        assert_eq!(home.expect("in").stale, None);
    }
    assert_eq!(campus.asked("session/refresh") - before, 1);
}

#[tokio::test]
async fn a_session_ended_elsewhere_signs_out_once_and_forgets_the_person() {
    let campus = Campus::open().await;
    let (device, app) = campus.resident().await;
    home(&app).await.expect("home");
    campus.end();
    assert_eq!(home(&app).await.err(), Some(Code::SessionEnded));
    assert_eq!(home(&app).await.err(), Some(Code::SignedOut));
    assert_eq!(device.heard(&Event::SignedOut), 1);
    assert_eq!(device.chest.item(REFRESH), None);
    assert!(!device.start().started().await.signed_in);
    assert_no_trace(&device);
}

#[tokio::test]
async fn consent_that_was_taken_back_elsewhere_is_asked_for_again() {
    let campus = Campus::open().await;
    let (device, app) = campus.resident().await;
    home(&app).await.expect("home");
    campus.end();
    campus.books().consent_withdrawn = true;
    assert_eq!(home(&app).await.err(), Some(Code::SessionEnded));
    let card = device.start().started().await.campus.expect("known");
    assert!(card.agreed.is_empty() && !card.unagreed().is_empty());
    let before = campus.asked("signin/begin");
    let phone = "13800138000".to_owned();
    let begun = app.ask(ipc::SigninCode { phone }).await;
    assert_eq!(begun.err().map(|f| f.code), Some(Code::ConsentMissing));
    assert_eq!(campus.asked("signin/begin"), before, "nothing was sent");
}

#[tokio::test]
async fn a_session_that_just_ended_keeps_what_was_agreed_to() {
    let campus = Campus::open().await;
    let (device, app) = campus.resident().await;
    campus.end();
    assert_eq!(home(&app).await.err(), Some(Code::SessionEnded));
    let card = device.start().started().await.campus.expect("known");
    assert!(card.unagreed().is_empty());
}

#[tokio::test]
async fn an_ended_token_that_another_process_replaced_meanwhile_signs_nobody_out() {
    let campus = Campus::open().await;
    let (device, app) = campus.resident().await;
    campus.access_expires();
    // Read before the other process signed in anew, shown after.
    let before = (REFRESH.to_owned(), secret("former-1"));
    *device.chest.stale_once.lock().unwrap() = Some(before);
    assert_eq!(home(&app).await.expect("in").stale, None);
    assert_eq!(device.heard(&Event::SignedOut), 0);
    assert!(device.start().started().await.signed_in);
}

#[tokio::test]
async fn a_second_window_hears_that_the_first_signed_out() {
    let campus = Campus::open().await;
    let (device, first) = campus.resident().await;
    let second = device.start();
    home(&second).await.expect("in");
    first.ask(ipc::SignOut {}).await.expect("signed out");
    assert_eq!(home(&second).await.err(), Some(Code::SignedOut));
    assert_no_trace(&device);
}

#[tokio::test]
async fn sign_out_leaves_nothing_of_the_person_and_tells_the_campus() {
    let campus = Campus::open().await;
    let (device, app) = campus.resident().await;
    home(&app).await.expect("home");
    app.ask(ipc::SignOut {}).await.expect("signed out");
    assert_eq!(campus.books().revoked, 1);
    assert_eq!(device.chest.item(REFRESH), None);
    assert_eq!(device.chest.item("example/person-1/device-key"), None);
    let start = device.start().started().await;
    assert!(!start.signed_in && start.campus.is_some());
    assert_no_trace(&device);
}

#[tokio::test]
async fn sign_out_without_network_signs_out_all_the_same() {
    let campus = Campus::open().await;
    let (device, app) = campus.resident().await;
    campus.next(Trouble::Down);
    app.ask(ipc::SignOut {}).await.expect("signed out");
    assert_eq!(device.chest.item(REFRESH), None);
    assert!(!device.start().started().await.signed_in);
}

#[tokio::test]
async fn a_sign_out_from_a_locked_keychain_does_nothing_and_can_be_repeated() {
    let campus = Campus::open().await;
    let (device, app) = campus.resident().await;
    device.chest.turn(Some(VaultFault::Locked));
    let refused = app.ask(ipc::SignOut {}).await.expect_err("locked");
    assert_eq!(refused.code, Code::KeychainLocked);
    device.chest.turn(None);
    assert!(device.start().started().await.signed_in);
    app.ask(ipc::SignOut {}).await.expect("signed out");
}

#[tokio::test]
async fn a_sign_out_that_was_killed_is_finished_at_the_next_start() {
    let campus = Campus::open().await;
    let (device, app) = campus.resident().await;
    home(&app).await.expect("home");
    // Ended by the server while the keychain lets itself be read and not written.
    campus.end();
    device.chest.turn(None);
    let chest = std::sync::Arc::clone(&device.chest);
    let deleting = tokio::spawn(async move {
        // The keychain locks as soon as the campus was told.
        while chest.item(REFRESH).is_some() {
            tokio::task::yield_now().await;
        }
        chest.turn(Some(VaultFault::Locked));
    });
    let _ = app.ask(ipc::SignOut {}).await;
    deleting.await.expect("locked");
    device.chest.turn(None);
    let start = device.start().started().await;
    assert!(!start.signed_in);
    assert_eq!(device.chest.item("example/person-1/device-key"), None);
    assert_no_trace(&device);
}

/// No file of the app's folder holds the person's name or tokens.
fn assert_no_trace(device: &Device) {
    for file in std::fs::read_dir(device.path()).unwrap() {
        let path = file.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        for trace in ["陈淑芬", "person-1", "refresh-", "access-"] {
            let found = bytes
                .windows(trace.len())
                .any(|window| window == trace.as_bytes());
            assert!(!found, "{trace} in {}", path.display());
        }
    }
}
