//! The local database, damaged in every way a disk knows.

use std::fs;

use menhu_protocol::ipc;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::around::Device;
use crate::campus::Campus;

/// How many damaged files are opened; each is a start of the app.
const MUTATIONS: u64 = 90;

#[tokio::test]
async fn flipped_bytes_and_truncations_never_keep_the_app_from_opening() {
    let campus = Campus::open().await;
    let (device, app) = campus.resident().await;
    app.ask(ipc::HomeRead { fresh: true }).await.expect("home");
    drop(app);
    // Written back, so that the file itself holds everything.
    drop(device.start());
    let path = device.path().join("menhu.db");
    let sound = fs::read(&path).unwrap();
    let mut rng = StdRng::seed_from_u64(14);
    let mut still_in = 0;
    for round in 0..MUTATIONS {
        let mut bytes = sound.clone();
        match round % 3 {
            0 => bytes.truncate(rng.random_range(0..sound.len())),
            1 => {
                for _ in 0..rng.random_range(1..200) {
                    let at = rng.random_range(0..bytes.len());
                    bytes[at] = rng.random();
                }
            }
            _ => {
                let at = rng.random_range(0..bytes.len());
                bytes[at..].fill(0);
            }
        }
        fs::write(&path, &bytes).unwrap();
        for log in ["menhu.db-wal", "menhu.db-shm"] {
            let _ = fs::remove_file(device.path().join(log));
        }
        let app = device.start();
        let start = app.started().await;
        still_in += u64::from(start.signed_in);
        let preferences = start.preferences;
        app.ask(ipc::PreferencesKeep { preferences })
            .await
            .expect("the app works on");
    }
    // The copy brings back who is in; only damage that looks sound can lose it.
    assert!(
        still_in * 10 >= MUTATIONS * 9,
        "{still_in} of {MUTATIONS} still in"
    );
    let aside = fs::read_dir(device.path()).unwrap().filter(|file| {
        let name = file.as_ref().unwrap().file_name();
        name.to_string_lossy().contains("broken")
    });
    assert!(
        (1..=3).contains(&aside.count()),
        "kept aside, and not for ever more"
    );
}

#[tokio::test]
async fn a_file_of_a_later_version_is_set_aside_not_destroyed() {
    let device = Device::default();
    device.start().consent().await;
    let path = device.path().join("menhu.db");
    let later = rusqlite::Connection::open(&path).unwrap();
    later.pragma_update(None, "user_version", 99).unwrap();
    later.close().unwrap();
    device.start().started().await;
    let aside = device.path().join("menhu.db.broken-1");
    assert!(fs::metadata(aside).unwrap().len() > 0);
}

#[tokio::test]
async fn preferences_outlive_a_restart_and_stay_within_the_norm() {
    let device = Device::default();
    let app = device.start();
    let mut preferences = app.started().await.preferences;
    preferences.elder = true;
    preferences.elder_px = 99;
    app.ask(ipc::PreferencesKeep { preferences }).await.unwrap();
    let start = device.start().started().await;
    assert!(!start.first && start.preferences.elder);
    assert_eq!(start.preferences.elder_px, 32);
}

#[test]
fn a_folder_that_cannot_be_made_says_that_storage_is_at_fault() {
    let device = Device::default();
    fs::remove_dir(device.path()).unwrap();
    fs::write(device.path(), b"a file in its place").unwrap();
    let failure = device.open().err().expect("no folder");
    assert_eq!(failure.code, menhu_protocol::Code::StorageFull);
}
