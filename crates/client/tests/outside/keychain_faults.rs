//! Keychains that are locked, missing, denied, asleep or empty.

use menhu_client::vault::VaultFault;
use menhu_protocol::Code;
use menhu_protocol::ipc::{self, Keychain};

use crate::around::Device;
use crate::campus::Campus;

#[tokio::test]
async fn a_locked_keychain_is_said_and_deletes_nothing() {
    let campus = Campus::open().await;
    let (device, _) = campus.resident().await;
    device.chest.turn(Some(VaultFault::Locked));
    let app = device.start();
    let start = app.started().await;
    assert!(start.signed_in, "locked is not signed out");
    assert_eq!(start.keychain, Keychain::Locked);
    let home = app.ask(ipc::HomeRead { fresh: true }).await.expect("home");
    assert_eq!(home.stale.map(|f| f.code), Some(Code::KeychainLocked));
    device.chest.turn(None);
    let home = app.ask(ipc::HomeRead { fresh: true }).await.expect("home");
    assert_eq!((home.stale, home.keychain), (None, Keychain::Ready));
}

/// What keeps nothing: no keychain, one that does not let the app in, one that forgets.
const KEEPS_NOTHING: [VaultFault; 3] =
    [VaultFault::Missing, VaultFault::Denied, VaultFault::Unkept];

#[tokio::test]
async fn without_a_keychain_the_session_lives_as_long_as_the_process_and_says_so() {
    let campus = Campus::open().await;
    for fault in KEEPS_NOTHING {
        let device = Device::default();
        device.chest.turn(Some(fault));
        let app = device.start();
        app.consent().await;
        campus.adopt(&app).await;
        assert_eq!(app.started().await.keychain, Keychain::Missing);
        assert!(!campus.sign_in(&app).await.kept);
        let home = app.ask(ipc::HomeRead { fresh: true }).await.expect("home");
        assert_eq!((home.stale, home.keychain), (None, Keychain::Missing));
        assert!(app.started().await.signed_in);
        // Nothing of it is on the disk.
        for file in std::fs::read_dir(device.path()).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            for secret in ["refresh-1", "access-1", "attempt-1"] {
                assert!(!bytes.windows(secret.len()).any(|w| w == secret.as_bytes()));
            }
        }
        let start = device.start().started().await;
        assert!(!start.signed_in);
        assert_eq!(start.keychain, Keychain::Missing);
    }
}

#[tokio::test]
async fn a_keychain_that_fails_in_the_middle_keeps_the_session_where_it_is() {
    let campus = Campus::open().await;
    for fault in KEEPS_NOTHING.into_iter().chain([VaultFault::Other]) {
        let (device, _) = campus.resident().await;
        let app = device.start();
        assert!(app.started().await.signed_in);
        device.chest.turn(Some(fault));
        let home = app.ask(ipc::HomeRead { fresh: true }).await.expect("home");
        assert_eq!(home.stale.map(|f| f.code), Some(Code::KeychainLocked));
        assert_eq!(home.keychain, Keychain::Locked);
        device.chest.turn(None);
        let home = app.ask(ipc::HomeRead { fresh: true }).await.expect("home");
        assert_eq!((home.stale, home.keychain), (None, Keychain::Ready));
        assert!(app.started().await.signed_in, "{fault}");
    }
}

/// Apple's keychain before the first unlock: nothing is found, and nothing can be written.
#[tokio::test]
async fn a_keychain_that_is_still_asleep_signs_nobody_out() {
    use menhu_client::vault::Vault;
    let campus = Campus::open().await;
    let (device, _) = campus.resident().await;
    let names = ["device-key", "refresh"].map(|item| format!("example/person-1/{item}"));
    let kept = names.each_ref().map(|name| {
        let secret = device.chest.items.read(name).unwrap().expect("kept");
        device.chest.items.delete(name).unwrap();
        secret
    });
    *device.chest.writes_left.lock().unwrap() = Some(0);
    let app = device.start();
    let start = app.started().await;
    assert_eq!((start.signed_in, start.keychain), (true, Keychain::Locked));
    let home = app.ask(ipc::HomeRead { fresh: true }).await.expect("home");
    assert_eq!(home.stale.map(|f| f.code), Some(Code::KeychainLocked));

    // It wakes, with everything that was in it, and the same process goes on.
    for (name, secret) in names.iter().zip(&kept) {
        assert_eq!(device.chest.item(name), None, "nothing was written over it");
        device.chest.items.write(name, secret).unwrap();
    }
    *device.chest.writes_left.lock().unwrap() = None;
    let home = app.ask(ipc::HomeRead { fresh: true }).await.expect("home");
    assert_eq!((home.stale, home.keychain), (None, Keychain::Ready));
    assert!(app.started().await.signed_in);
}

#[tokio::test]
async fn a_keychain_that_is_missing_for_once_costs_nobody_the_session() {
    let campus = Campus::open().await;
    let (device, _) = campus.resident().await;
    device.chest.turn(Some(VaultFault::Missing));
    assert!(!device.start().started().await.signed_in);
    device.chest.turn(None);
    let app = device.start();
    assert!(app.started().await.signed_in);
    assert_eq!(
        app.ask(ipc::HomeRead { fresh: true })
            .await
            .expect("home")
            .stale,
        None
    );
}

/// A Mac asks before it lets a program at an item, and "Deny" is one of its buttons.
#[tokio::test]
async fn a_keychain_that_is_denied_is_no_sign_out_and_leaves_no_token_behind() {
    let campus = Campus::open().await;
    for fault in [VaultFault::Denied, VaultFault::Unkept] {
        let (device, _) = campus.resident().await;
        device.chest.turn(Some(fault));
        let app = device.start();
        let start = app.started().await;
        assert_eq!((start.signed_in, start.keychain), (true, Keychain::Locked));
        // Also where something else is looked for first.
        let registration = ipc::RegistrationOpen {
            account: crate::campus::ACCOUNT.to_owned(),
            password: crate::campus::secret("x"),
        };
        let refused = app.ask(registration).await.map_err(|f| f.code);
        assert_eq!(refused.map(|_| ()), Err(Code::KeychainLocked));
        let refused = app.ask(ipc::SignOut {}).await.map_err(|f| f.code);
        assert_eq!(refused.map(|_| ()), Err(Code::KeychainLocked), "{fault}");
        assert!(device.chest.item("example/person-1/refresh").is_some());

        device.chest.turn(None);
        assert!(app.started().await.signed_in, "{fault}");
        app.ask(ipc::SignOut {}).await.expect("out");
        for item in ["refresh", "device-key"] {
            let name = format!("example/person-1/{item}");
            assert_eq!(device.chest.item(&name), None, "{fault}");
        }
    }
}

#[tokio::test]
async fn an_empty_read_deletes_nothing_and_the_person_signs_in_again() {
    use menhu_client::vault::Vault;
    let campus = Campus::open().await;
    let (device, app) = campus.resident().await;
    app.ask(ipc::HomeRead { fresh: true }).await.expect("home");
    device
        .chest
        .items
        .delete("example/person-1/refresh")
        .unwrap();
    let app = device.start();
    assert!(!app.started().await.signed_in);
    assert!(device.chest.item("example/person-1/device-key").is_some());
    let refused = app
        .ask(ipc::HomeRead { fresh: true })
        .await
        .expect_err("out");
    assert_eq!(refused.code, Code::SignedOut);
    assert!(campus.sign_in(&app).await.kept);
    assert!(device.start().started().await.signed_in);
}

#[tokio::test]
async fn an_emptied_keychain_ties_nobody_to_the_campus() {
    use menhu_client::vault::Vault;
    let campus = Campus::open().await;
    let other = Campus::open().await;
    for (elsewhere, next) in [(false, None), (true, Some(other.origin()))] {
        let (device, app) = campus.resident().await;
        app.ask(ipc::HomeRead { fresh: true }).await.expect("home");
        for item in ["refresh", "device-key"] {
            let name = format!("example/person-1/{item}");
            device.chest.items.delete(&name).unwrap();
        }
        let app = device.start();
        assert!(!app.started().await.signed_in);
        if elsewhere {
            other.adopt(&app).await;
        } else {
            app.ask(ipc::CampusLeave {}).await.expect("left");
        }
        // Also once the keychain is back with what was in it, nobody is in.
        let token = crate::campus::secret("refresh-1");
        let name = "example/person-1/refresh";
        device.chest.items.write(name, &token).unwrap();
        let start = device.start().started().await;
        assert!(!start.signed_in);
        let now = start.campus.map(|card| card.manifest.origin.origin());
        assert_eq!(now, next);
    }
}

#[tokio::test]
async fn a_locked_keychain_lets_nobody_be_moved_to_another_campus() {
    let campus = Campus::open().await;
    let (device, _) = campus.resident().await;
    device.chest.turn(Some(VaultFault::Locked));
    let app = device.start();
    let refused = app.ask(ipc::CampusLeave {}).await.expect_err("in");
    assert_eq!(refused.code, Code::OutOfOrder);
    device.chest.turn(None);
    let start = device.start().started().await;
    assert!(start.signed_in && start.campus.is_some());
}
