//! S-10 更新 and A-06 请先更新 as people meet them.

use std::path::Path;

use anyhow::Result;
use menhu_testkit::PEOPLE;
use menhu_tests::browser::{Browser, PHONE};
use menhu_tests::campus::Campus;
use menhu_tests::devhost::Devhost;
use menhu_tests::page::Page;
use menhu_tests::signer::{Signer, release};
use menhu_tests::window::Device;
use menhu_tests::world::{adopt, consent, register, sign_in};

use crate::looked_at;

struct Scene {
    campus: Campus,
    signer: Signer,
    app: Devhost,
    scratch: tempfile::TempDir,
}

/// Somebody who is in, with an app that can replace itself.
async fn scene() -> Result<Scene> {
    let scratch = tempfile::tempdir()?;
    let signer = Signer::new()?;
    let key = signer.public()?;
    let campus = Campus::start(&scratch.path().join("campus"))?;
    let device = Device::new(&scratch.path().join("device"))?;
    let app = Devhost::start_in(&device, "memory", |device, command| {
        let mut session = device.session(command);
        session.env("MENHU_UPDATE_KEY", &key);
        session
    })?;
    consent(&app).await?;
    adopt(&app, &campus.origin).await?;
    register(&app, &PEOPLE[0]).await?;
    sign_in(&app, &campus, &PEOPLE[0]).await?;
    Ok(Scene {
        campus,
        signer,
        app,
        scratch,
    })
}

fn give_out(scene: &Scene, signer: &Signer, version: &str) -> Result<()> {
    let name = format!("menhu_{version}_{}.AppImage", std::env::consts::ARCH);
    let file = scene.scratch.path().join(name);
    std::fs::write(&file, b"\x7fELF newer")?;
    sign_notes(scene, signer, &file, version)
}

fn sign_notes(scene: &Scene, signer: &Signer, file: &Path, version: &str) -> Result<()> {
    signer.sign(file, version)?;
    let file = file.to_str().unwrap_or_default();
    let notes = ["--notes-zh", "扫一扫更快", "--notes-en", "Faster scanning"];
    let words = [&["add", file], &notes[..]].concat();
    release(&scene.campus, &signer.public()?, &words).map(drop)
}

async fn open(scene: &Scene, browser: &Browser) -> Result<Page> {
    let page = browser.page(PHONE, None).await?;
    page.open(&scene.app.origin).await?;
    Ok(page)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_version_is_found_on_the_home_page_fetched_and_installed_after_a_second_word()
-> Result<()> {
    let scene = scene().await?;
    give_out(&scene, &scene.signer, "0.2.0")?;
    let browser = Browser::start()?;
    let page = open(&scene, &browser).await?;
    let mut wrong = Vec::new();
    page.at("H-01").await?;
    page.says("有新版本 0.2.0").await?;
    looked_at(&page, "H-01 newer", &mut wrong).await?;
    page.press("open-update").await?;
    page.at("S-10").await?;
    page.says("扫一扫更快").await?;
    looked_at(&page, "S-10 newer", &mut wrong).await?;
    page.press("update-later").await?;
    page.at("H-01").await?;
    page.press("open-update").await?;
    page.at("S-10").await?;
    page.press("update-go").await?;
    page.says("下载好了").await?;
    assert!(!scene.app.said().contains("would install"), "not yet");
    looked_at(&page, "S-10 ready", &mut wrong).await?;
    // What was fetched is still there when the page is left and opened again.
    page.client().refresh().await?;
    page.at("H-01").await?;
    page.press("open-update").await?;
    page.press("update-install").await?;
    page.shows("#update-install:not([aria-disabled])").await?;
    assert!(scene.app.said().contains("would install 0.2.0"));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_campus_did_not_sign_is_said_to_be_so_and_not_offered_again() -> Result<()> {
    let scene = scene().await?;
    give_out(&scene, &Signer::new()?, "0.2.0")?;
    let browser = Browser::start()?;
    let page = open(&scene, &browser).await?;
    page.at("H-01").await?;
    page.press("open-update").await?;
    page.press("update-go").await?;
    let said = page.message().await?;
    assert!(said.contains("不是学校发的"), "{said}");
    assert!(!page.has("retry").await?, "asking twice helps nobody");
    assert!(!page.has("update-go").await?);
    let mut wrong = Vec::new();
    looked_at(&page, "S-10 forged", &mut wrong).await?;
    // The campus may have put the right file there meanwhile.
    page.press("update-again").await?;
    page.control("update-go").await?;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_that_is_too_old_stops_at_the_gate_until_the_campus_takes_it_back() -> Result<()> {
    let scene = scene().await?;
    let browser = Browser::start()?;
    let page = open(&scene, &browser).await?;
    let mut wrong = Vec::new();
    let require = |from: &str| {
        let why = [
            "--why-zh",
            "旧版本连不上新的登录系统。",
            "--why-en",
            "Too old.",
        ];
        let words = [&["require", "0.2.0", "--force", "--from", from], &why[..]].concat();
        release(&scene.campus, "", &words).map(drop)
    };
    page.at("H-01").await?;
    page.press("open-settings").await?;
    page.press("update").await?;
    page.at("S-10").await?;
    page.says("还没有放出").await?;
    looked_at(&page, "S-10 none", &mut wrong).await?;
    page.press("back").await?;
    page.at("S-01").await?;

    require("2999-12-01")?;
    page.client().refresh().await?;
    page.at("H-01").await?;
    page.says("2999年12月1日").await?;
    page.says("旧版本连不上新的登录系统。").await?;
    looked_at(&page, "H-01 announced", &mut wrong).await?;

    require("2020-01-01")?;
    page.client().refresh().await?;
    page.at("A-06").await?;
    page.says("旧版本连不上新的登录系统。").await?;
    page.says("您的登录还在").await?;
    looked_at(&page, "A-06", &mut wrong).await?;
    page.press("go-update").await?;
    page.at("S-10").await?;
    page.says("学校要求 0.2.0 版，但还没有给出安装包").await?;
    assert!(!page.text().await?.contains("已经是最新"));
    looked_at(&page, "S-10 awaited", &mut wrong).await?;
    page.press("back").await?;
    page.at("A-06").await?;
    page.press("too-old-again").await?;
    page.says("上次查看").await?;
    let focus = page.script("return document.activeElement.id").await?;
    assert_eq!(focus, "too-old-again", "the answer took the focus away");
    page.at("A-06").await?;
    assert_eq!(page.screen().await?, "A-06", "the campus still asks for it");
    assert!(!page.has("other-campus").await?, "not while somebody is in");

    release(&scene.campus, "", &["lift"])?;
    page.press("too-old-again").await?;
    page.at("H-01").await?;
    page.says(PEOPLE[0].name).await?;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_shut_in_by_the_gate() -> Result<()> {
    let scene = scene().await?;
    let why = [
        "--why-zh",
        "旧版本连不上新的登录系统。",
        "--why-en",
        "Too old.",
    ];
    let require = [
        &["require", "9.9.9", "--force", "--from", "2020-01-01"],
        &why[..],
    ]
    .concat();
    release(&scene.campus, "", &require)?;
    let browser = Browser::start()?;
    let page = open(&scene, &browser).await?;
    let mut wrong = Vec::new();
    page.at("A-06").await?;
    page.press("sign-out").await?;
    page.at("S-05").await?;
    page.press("back").await?;
    page.at("A-06").await?;
    page.press("sign-out").await?;
    page.at("S-05").await?;
    page.press("sign-out-confirm").await?;
    page.control("other-campus").await?;
    page.at("A-06").await?;
    assert!(!page.text().await?.contains("您的登录还在"));
    looked_at(&page, "A-06 nobody in", &mut wrong).await?;
    page.press("other-campus").await?;
    page.at("B-01").await?;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}
