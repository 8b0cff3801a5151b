//! What apps are told of newer versions, and what the IT office may give out.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use menhu_protocol::api::Call as _;
use menhu_protocol::api::release::{Arch, Bundle, Latest, Newest, Release};
use menhu_protocol::ipc::System;
use menhu_protocol::{Localized, Manifest, Requirement};
use menhu_server::release::{Addition, Key, add, require};
use menhu_words::Tongue;
use minisign::KeyPair;
use sha2::{Digest as _, Sha256};

use crate::ground::Ground;

/// A campus that signs, and a folder to build installers in.
struct Works {
    ground: Ground,
    keys: KeyPair,
    folder: tempfile::TempDir,
}

/// As Tauri's tools write them: base64 around minisign's text.
fn wrapped(text: String) -> String {
    STANDARD.encode(text)
}

impl Works {
    async fn new() -> Self {
        let keys = KeyPair::generate_unencrypted_keypair().expect("keys");
        let public = keys.pk.to_box().expect("a key").into_string();
        let key = Key::parse(&wrapped(public));
        assert!(key.is_some(), "the .pub file is read");
        Self {
            ground: Ground::on(None, |config| config.update_key = key).await,
            keys,
            folder: tempfile::tempdir().expect("a folder"),
        }
    }

    fn built(&self, name: &str, body: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, body).expect("written");
        path
    }

    fn sign(&self, path: &Path, version: Option<&str>) {
        let body = std::fs::read(path).expect("read");
        let version = version.map_or(String::new(), |v| format!("\tversion:{v}"));
        let comment = format!("timestamp:1\tfile:x{version}");
        let signed = minisign::sign(None, &self.keys.sk, Cursor::new(body), Some(&comment), None)
            .expect("signed");
        let sig = PathBuf::from(format!("{}.sig", path.display()));
        std::fs::write(sig, wrapped(signed.into_string())).expect("written");
    }

    async fn add(&self, path: &Path) -> Result<String, String> {
        self.add_as(path, None).await
    }

    async fn add_for(&self, path: &Path, arch: Arch) -> Result<String, String> {
        self.add_said(path, None, Some(arch)).await
    }

    async fn add_as(&self, path: &Path, version: Option<&str>) -> Result<String, String> {
        self.add_said(path, version, None).await
    }

    async fn add_said(
        &self,
        path: &Path,
        version: Option<&str>,
        arch: Option<Arch>,
    ) -> Result<String, String> {
        let campus = &self.ground.campus;
        let addition = Addition {
            file: path.to_owned(),
            version: version.map(str::to_owned),
            arch,
            notes: Localized {
                zh: "更快".into(),
                en: "Faster".into(),
            },
            signature: None,
        };
        let added = add(campus, campus.words(Tongue::Zh), addition).await;
        added.expect("no trouble").map(|release| release.file)
    }

    async fn latest(&self, system: System, bundle: Bundle) -> Option<Release> {
        let latest = Latest {
            system,
            arch: Arch::X86_64,
            bundle,
        };
        self.ground.ask(&latest).await.expect("an answer").release
    }
}

#[tokio::test]
async fn a_signed_file_reaches_the_apps_it_fits() {
    let works = Works::new().await;
    assert_eq!(works.latest(System::Linux, Bundle::AppImage).await, None);
    let body = b"\x7fELF newer";
    let path = works.built("menhu_0.2.0_amd64.AppImage", body);
    works.sign(&path, Some("0.2.0"));
    let name = works.add(&path).await.expect("given out");
    assert!(name.starts_with("menhu-0.2.0-x86_64-"), "{name}");

    let latest = works.latest(System::Linux, Bundle::AppImage).await;
    let latest = latest.expect("there is one");
    assert_eq!(latest.version, "0.2.0");
    assert_eq!(latest.bytes, body.len() as u64);
    assert_eq!(latest.notes.zh, "更快");
    let deb = works.latest(System::Linux, Bundle::Deb).await;
    let deb = deb.expect("by hand").signed;
    assert_eq!(deb, None, "a .deb is not replaced by it");
    assert_eq!(works.latest(System::Windows, Bundle::Nsis).await, None);

    let file = latest.signed.expect("signed");
    assert_eq!(file.sha256, hex::encode(Sha256::digest(body)));
    let below = file.url.split("/d/files/").nth(1).expect("below /d");
    let fetched = works.ground.get(&format!("/d/files/{below}")).await;
    assert_eq!(fetched.body, body);
}

#[tokio::test]
async fn what_the_campus_did_not_sign_is_refused_and_nothing_stays_of_it() {
    let works = Works::new().await;
    let path = works.built("menhu_0.2.0_x64-setup.exe", b"MZ newer");
    works.sign(&path, Some("0.2.0"));
    works.built("menhu_0.2.0_x64-setup.exe", b"MZ changed");
    let refused = works.add(&path).await.expect_err("changed");
    assert!(refused.contains("对不上"), "{refused}");

    let stranger = Works::new().await;
    stranger.sign(&path, Some("0.2.0"));
    works.add(&path).await.expect_err("another's key");
    works.sign(&path, None);
    let refused = works.add(&path).await.expect_err("for no version");
    assert!(refused.contains("版本"), "{refused}");
    works.sign(&path, Some("0.3.0"));
    let refused = works.add_as(&path, Some("0.2.0")).await;
    refused.expect_err("signed for another version");
    works.built("menhu_0.2.0_x64-setup.exe.sig", b"no signature");
    works.add(&path).await.expect_err("unreadable");

    assert_eq!(works.latest(System::Windows, Bundle::Nsis).await, None);
    let folder = &works.ground.campus.config.downloads_dir;
    let left = std::fs::read_dir(folder).expect("the folder").count();
    assert_eq!(left, 0, "no part of a file");
}

#[tokio::test]
async fn an_unsigned_file_is_offered_by_hand_only() {
    let works = Works::new().await;
    let path = works.built("menhu_0.2.0_x64-setup.exe", b"MZ");
    works.add(&path).await.expect("given out");
    let latest = works.latest(System::Windows, Bundle::Nsis).await;
    assert!(latest.is_some_and(|release| release.signed.is_none()));
}

#[tokio::test]
async fn a_file_that_does_not_say_its_version_is_asked_for_it() {
    let works = Works::new().await;
    let path = works.built("app-universal-release.apk", b"PK");
    let refused = works.add(&path).await.expect_err("no version");
    assert!(refused.contains("--version"), "{refused}");
    for wrong in ["2", "v0.2.0", "0.2.0-beta", "", "0.2"] {
        let refused = works.add_as(&path, Some(wrong)).await;
        assert!(refused.is_err(), "{wrong}");
    }
    works.add_as(&path, Some("0.2.0")).await.expect("told");
    let again = works.add_as(&path, Some("0.2.0")).await;
    assert!(again.expect_err("twice").contains("withdraw"));
    let other = works.built("notes.txt", b"text");
    assert!(
        works
            .add(&other)
            .await
            .expect_err("no installer")
            .contains(".apk")
    );
}

#[tokio::test]
async fn a_file_for_one_processor_is_given_out_for_no_other() {
    let works = Works::new().await;
    // `e_machine` of an AppImage for x86-64.
    let mut elf = [0; 64];
    elf[..4].copy_from_slice(b"\x7fELF");
    elf[18] = 62;
    let path = works.built("menhu_0.2.0_aarch64.AppImage", &elf);
    for wrong in [Arch::Aarch64, Arch::Universal] {
        let refused = works.add_for(&path, wrong).await.expect_err("x86-64 only");
        let both = refused.contains("x86_64") && refused.contains(wrong.as_str());
        assert!(both, "{refused}");
    }
    assert_eq!(works.latest(System::Linux, Bundle::AppImage).await, None);
    let name = works.add_for(&path, Arch::X86_64).await;
    assert!(name.expect("as it says").contains("-x86_64-"));
    // One for every processor may be given out for fewer.
    let path = works.built("menhu_0.2.0.ipa", b"PK");
    let name = works.add_for(&path, Arch::Aarch64).await;
    assert!(name.expect("for fewer").contains("-aarch64-"));
}

#[tokio::test]
async fn a_withdrawn_file_is_offered_by_nobody() {
    let works = Works::new().await;
    let mut files = Vec::new();
    for version in ["0.2.0", "0.3.0"] {
        let path = works.built(&format!("menhu_{version}_amd64.AppImage"), b"\x7fELF");
        works.sign(&path, Some(version));
        files.push(works.add(&path).await.expect("given out"));
    }
    let books = &works.ground.campus.books;
    books
        .release_withdraw("0.3.0", None, 5)
        .await
        .expect("books");
    let newest = works.latest(System::Linux, Bundle::AppImage).await;
    let newest = newest.expect("the one before");
    assert_eq!(
        (newest.version.as_str(), newest.signed.is_some()),
        ("0.2.0", true)
    );
    // The file still lies there, as on another copy's disk.
    let gone = works.ground.get(&format!("/d/files/{}", files[1])).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    let there = works.ground.get(&format!("/d/files/{}", files[0])).await;
    assert_eq!(there.status, StatusCode::OK);
}

#[tokio::test]
async fn a_mac_is_offered_what_replaces_its_app_also_where_it_is_the_only_file() {
    let works = Works::new().await;
    let path = works.built("menhu_0.2.0_universal.app.tar.gz", b"app");
    let unsigned = works.add(&path).await.expect("given out");
    assert_eq!(works.latest(System::Macos, Bundle::App).await, None);
    let books = &works.ground.campus.books;
    let taken = books.release_withdraw("0.2.0", Some(&unsigned), 5).await;
    assert_eq!(taken.expect("books").len(), 1);
    works.sign(&path, Some("0.2.0"));
    works.add(&path).await.expect("given out");
    let latest = works.latest(System::Macos, Bundle::App).await;
    let latest = latest.expect("in place");
    assert_eq!(
        (latest.version.as_str(), latest.signed.is_some()),
        ("0.2.0", true)
    );
    // A newer one to install by hand counts more than an older one in place.
    let path = works.built("menhu_0.3.0_universal.dmg", b"dmg");
    works.add(&path).await.expect("given out");
    let latest = works.latest(System::Macos, Bundle::App).await;
    let latest = latest.expect("by hand");
    assert_eq!((latest.version.as_str(), latest.signed), ("0.3.0", None));
}

#[tokio::test]
async fn nonsense_is_no_fault_of_the_server_s() {
    let works = Works::new().await;
    let asked = async |body: &'static str| {
        let ground = &works.ground;
        ground.post(Latest::PATH, "application/json", body).await
    };
    for body in [
        r#"{"system":"beos","arch":"x86_64","bundle":"deb"}"#,
        r#"{"system":"linux"}"#,
        "soon",
    ] {
        let status = asked(body).await.status;
        assert!(status.is_client_error(), "{body}: {status}");
    }
    // What a newer app may be built for and packed as.
    let answer = asked(r#"{"system":"linux","arch":"z80","bundle":"cassette"}"#).await;
    assert_eq!(answer.json::<Newest>(), Newest::default());
}

#[tokio::test]
async fn a_least_version_is_announced_with_its_day() {
    let works = Works::new().await;
    let manifest = async || {
        let answer = works.ground.get("/.well-known/menhu").await;
        answer.json::<Manifest>()
    };
    let before = manifest().await;
    assert_eq!((before.require, before.least_app.as_str()), (None, "0.1.0"));
    let requirement = |from: &str| Requirement {
        version: "0.2.0".into(),
        from: from.into(),
        why: Localized {
            zh: "旧版连不上".into(),
            en: "Old ones cannot connect".into(),
        },
    };
    let campus = &works.ground.campus;
    require(campus, &requirement("2999-01-01"))
        .await
        .expect("books");
    let announced = manifest().await;
    assert_eq!(announced.require, Some(requirement("2999-01-01")));
    assert_eq!(announced.least_app, "0.1.0", "what is configured stays");
}
