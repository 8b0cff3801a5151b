//! `menhu-server release …`: what the IT office gives out, takes back and asks for.

use std::path::Path;
use std::process::ExitCode;

use axum::http::StatusCode;
use menhu_protocol::Localized;
use menhu_server::books::release::Release;
use menhu_server::release::{Addition, Command, add, run};
use menhu_words::Tongue;

use crate::ground::Ground;

async fn campus() -> Ground {
    Ground::on(None, |_| {}).await
}

async fn give_out(ground: &Ground, folder: &Path, name: &str, body: &[u8]) -> Release {
    let file = folder.join(name);
    std::fs::write(&file, body).expect("written");
    let addition = Addition {
        file,
        version: None,
        arch: None,
        notes: Localized {
            zh: String::new(),
            en: String::new(),
        },
        signature: None,
    };
    let campus = &ground.campus;
    let added = add(campus, campus.words(Tongue::Zh), addition).await;
    added.expect("no trouble").expect("given out")
}

/// Whether a least version came into force by it.
async fn required(ground: &Ground, version: &str, from: &str, force: bool) -> bool {
    let command = Command::Require {
        version: version.to_owned(),
        from: from.to_owned(),
        why_zh: "旧版连不上".to_owned(),
        why_en: "Old ones cannot connect".to_owned(),
        force,
    };
    run(&ground.campus, command).await.expect("no trouble");
    let books = &ground.campus.books;
    let stands = books.requirement().await.expect("books");
    books.requirement_lift(1).await.expect("books");
    stands.is_some_and(|stands| stands.version == version && stands.from == from)
}

#[tokio::test]
async fn a_mistyped_version_or_day_stops_no_campus() {
    let ground = campus().await;
    let folder = tempfile::tempdir().expect("a folder");
    let later = "2999-01-01";
    assert!(!required(&ground, "0.2.0", later, false).await, "nothing");
    for name in ["menhu_0.2.0_x64-setup.exe", "menhu_0.2.0_aarch64.dmg"] {
        give_out(&ground, folder.path(), name, b"newer").await;
    }
    assert!(
        required(&ground, "0.2.0", later, false).await,
        "all have it"
    );
    assert!(
        !required(&ground, "9.9.9", later, false).await,
        "none has it"
    );
    give_out(&ground, folder.path(), "menhu_0.1.0_x64.dmg", b"older").await;
    assert!(
        !required(&ground, "0.2.0", later, false).await,
        "half the Macs"
    );
    assert!(required(&ground, "0.1.0", later, false).await);
    // The clock of the tests stands at a day of 2026.
    for sudden in ["2020-01-01", &today(&ground)] {
        assert!(!required(&ground, "0.1.0", sudden, false).await, "{sudden}");
        assert!(required(&ground, "0.1.0", sudden, true).await, "{sudden}");
    }
    assert!(required(&ground, "9.9.9", later, true).await, "by force");
}

fn today(ground: &Ground) -> String {
    use menhu_protocol::Clock as _;
    menhu_protocol::Day::of(ground.clock.now()).to_string()
}

#[tokio::test]
async fn who_takes_a_file_back_never_takes_the_one_that_came_after_it() {
    let ground = campus().await;
    let folder = tempfile::tempdir().expect("a folder");
    let downloads = &ground.campus.config.downloads_dir;
    let name = "menhu_0.2.0_amd64.AppImage";
    let first = give_out(&ground, folder.path(), name, b"first").await;
    // Between the mark in the books and the end of the file, somebody gives the version out anew.
    let books = &ground.campus.books;
    let taken = books.release_withdraw("0.2.0", None, 5).await;
    assert_eq!(taken.expect("books").len(), 1);
    let second = give_out(&ground, folder.path(), name, b"second").await;
    std::fs::remove_file(downloads.join(&first.file)).expect("it lay there");
    let got = ground.get(&format!("/d/files/{}", second.file)).await;
    assert_eq!(
        (got.status, got.body.as_slice()),
        (StatusCode::OK, &b"second"[..])
    );
}

#[tokio::test]
async fn what_is_offered_lies_there_whoever_adds_and_withdraws_at_once() {
    let ground = campus().await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("menhu_0.2.0_amd64.AppImage");
    std::fs::write(&file, b"newer").expect("written");
    let adds = async || {
        let command = Command::Add {
            file: file.clone(),
            version: None,
            arch: None,
            notes_zh: String::new(),
            notes_en: String::new(),
            signature: None,
        };
        run(&ground.campus, command).await.expect("no trouble")
    };
    let withdraws = async || {
        let command = Command::Withdraw {
            version: "0.2.0".to_owned(),
            file: None,
        };
        run(&ground.campus, command).await.expect("no trouble")
    };
    for _ in 0..8 {
        let _: (ExitCode, _, _, _) = tokio::join!(adds(), withdraws(), adds(), adds());
        let rows = ground.campus.books.releases().await.expect("books");
        let (given, taken): (Vec<_>, Vec<_>) =
            rows.iter().partition(|row| row.withdrawn_at.is_none());
        assert!(given.len() <= 1, "one of a version");
        let lies = |row: &&&Release| ground.campus.config.downloads_dir.join(&row.file).exists();
        assert_eq!(given.iter().filter(lies).count(), given.len());
        assert_eq!(taken.iter().filter(lies).count(), 0, "nothing stays");
    }
}
