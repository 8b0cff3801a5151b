//! The real app in a real window with a real keychain: sign in once, restart, still in. And the
//! checker that says so is itself checked.

mod desktop;

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use menhu_testkit::PEOPLE;
use menhu_tests::campus::Campus;
use menhu_tests::checker;
use menhu_tests::journey::Journey;
use menhu_tests::process::binary;
use menhu_tests::steps::{self, Look};
use menhu_tests::window::{Device, Display, Window};

struct Scene {
    campus: Campus,
    device: Device,
    display: Display,
    scratch: tempfile::TempDir,
}

/// The whole way, up to home.
async fn signed_in(look: Look) -> Result<Scene> {
    let scratch = tempfile::tempdir()?;
    let campus = Campus::start(&scratch.path().join("campus"))?;
    let device = Device::new(&scratch.path().join("device"))?;
    let display = Display::start(scratch.path())?;
    let mut journey = Journey::begin(&scratch.path().join("pictures"))?;
    let window = Window::open(&device, display.number()).await?;
    steps::consent(window.page(), &mut journey, look).await?;
    steps::find_campus(
        window.page(),
        &mut journey,
        &campus.poster()?.join("poster.png"),
    )
    .await?;
    steps::register(window.page(), &mut journey, &PEOPLE[0]).await?;
    window.page().press("next").await?;
    steps::sign_in(window.page(), &mut journey, &campus, &PEOPLE[0]).await?;
    window.close().await?;
    Ok(Scene {
        campus,
        device,
        display,
        scratch,
    })
}

async fn outcome(scene: &Scene) -> String {
    let Scene {
        campus,
        device,
        display,
        ..
    } = scene;
    checker::outcome(
        &campus.database(),
        device,
        display.number(),
        &PEOPLE[0],
        async |_| Ok(()),
    )
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn she_signs_in_once_and_is_still_in_after_a_restart_without_server_or_network() -> Result<()>
{
    let mut scene = signed_in(Look::Standard).await?;
    assert_eq!(outcome(&scene).await, checker::DONE);
    // The server stopped, the network taken away, a new session bus: still straight home.
    scene.campus.kill();
    let walk = binary("walk")?;
    let home = Command::new("unshare")
        .args([
            "--map-root-user",
            "--net",
            "--",
            "sh",
            "-c",
            "ip link set lo up && exec \"$@\"",
            "sh",
        ])
        .arg(walk)
        .arg("home")
        .arg("--device")
        .arg(&scene.device.folder)
        .args([
            "--display",
            scene.display.number(),
            "--name",
            PEOPLE[0].name,
        ])
        .output()?;
    assert!(
        home.status.success(),
        "{}{}",
        String::from_utf8_lossy(&home.stdout),
        String::from_utf8_lossy(&home.stderr)
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_checker_notices_what_is_missing() -> Result<()> {
    let scene = signed_in(Look::Elder).await?;
    assert_eq!(outcome(&scene).await, checker::DONE);

    let copy = scene.scratch.path().join("without-activation.db");
    std::fs::copy(scene.campus.database(), &copy)?;
    copy_beside(&scene.campus.database(), &copy)?;
    checker::undo_activation(&copy, &PEOPLE[0]).await?;
    let seen = checker::outcome(
        &copy,
        &scene.device,
        scene.display.number(),
        &PEOPLE[0],
        async |_| Ok(()),
    )
    .await;
    assert!(seen.contains("not activated"), "{seen}");

    checker::take_away(&scene.device, "refresh")?;
    let seen = outcome(&scene).await;
    assert!(seen.contains("no item of kind refresh"), "{seen}");
    Ok(())
}

/// The write-ahead log belongs to the database.
fn copy_beside(from: &Path, to: &Path) -> Result<()> {
    let name = |path: &Path| path.to_str().map(|p| format!("{p}-wal")).context("path");
    if Path::new(&name(from)?).exists() {
        std::fs::copy(name(from)?, name(to)?)?;
    }
    Ok(())
}
