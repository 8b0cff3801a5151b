//! Logged in only once: rotation under lost answers, kills and two processes, and thieves all the same.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use menhu_protocol::ipc::{AppStart, DevicesRead, Event, HomeRead};
use menhu_protocol::values::Secret;
use menhu_protocol::{Code, Failure};
use menhu_testkit::{HandClock, PEOPLE};
use menhu_tests::handset::{Handset, Pocket};
use menhu_tests::wire::Weather;
use menhu_tests::world::{World, adopt, consent, register, sign_in};
use tempfile::TempDir;

/// As many as the issue asks for.
const ROTATIONS: usize = 10_000;
/// Longer than an access token lives (design.md §6: ten minutes).
const TOKEN_OLD_S: i64 = 11 * 60;

struct Scene {
    world: World,
    clock: Arc<HandClock>,
    device: Handset,
    folder: TempDir,
}

async fn scene() -> Result<Scene> {
    let world = World::start().await?;
    let clock = Arc::new(HandClock::default());
    let folder = tempfile::tempdir()?;
    let device = Handset::new(folder.path(), clock.clone(), 1)?;
    consent(&device).await?;
    adopt(&device, &world.campus.origin).await?;
    register(&device, &PEOPLE[0]).await?;
    sign_in(&device, &world.campus, &PEOPLE[0]).await?;
    Ok(Scene {
        world,
        clock,
        device,
        folder,
    })
}

/// Any call that needs a fresh access token, and so rotates once the old one has lived.
async fn rotate(device: &Handset) -> Result<(), Failure> {
    device.ask(DevicesRead {}).await.map(|_| ())
}

/// A copy of the app's folder on a device of a thief, with the items of the keychain he has.
fn thief(
    device: &Handset,
    items: BTreeMap<String, Secret>,
    clock: &Arc<HandClock>,
) -> Result<(Handset, TempDir)> {
    let folder = tempfile::tempdir()?;
    for file in std::fs::read_dir(device.folder())? {
        let file = file?;
        std::fs::copy(file.path(), folder.path().join(file.file_name()))?;
    }
    let pocket = Arc::new(Pocket::holding(items));
    Ok((
        Handset::with_vault(folder.path(), pocket, clock.clone(), 99)?,
        folder,
    ))
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_rotations_with_lost_answers_kills_and_two_processes_sign_nobody_out()
-> Result<()> {
    let Scene {
        world,
        clock,
        mut device,
        folder: _folder,
    } = scene().await?;
    let mut second = device.second_process(2)?;
    let (mut lost, mut backup) = (0, BTreeMap::new());
    for n in 0..ROTATIONS {
        clock.forward_s(TOKEN_OLD_S);
        if n == ROTATIONS - 5 {
            backup = device.vault().items();
        }
        match n % 20 {
            // The answer came, and the process was killed before it stood in the keychain.
            3 => {
                device.vault().died(true);
                let outcome = rotate(&device).await;
                ensure!(
                    outcome.is_err(),
                    "{n}: a token that is nowhere kept was used"
                );
                device.restart()?;
                device.vault().died(false);
            }
            // The campus has rotated, the device never hears of it, and is killed on top.
            7 => {
                world.wire.weather(Weather::AnswerLost);
                let outcome = rotate(&device).await;
                ensure!(
                    outcome.is_err_and(|f| f.is_outage()),
                    "{n}: the answer was not lost"
                );
                lost += 1;
                device.restart()?;
                world.wire.weather(Weather::Fine);
            }
            // Two processes at the same moment.
            13 => {
                let (a, b) = tokio::join!(rotate(&device), rotate(&second));
                a.with_context(|| format!("{n}: this process"))?;
                b.with_context(|| format!("{n}: the other process"))?;
                second.restart()?;
            }
            _ => {}
        }
        rotate(&device)
            .await
            .with_context(|| format!("rotation {n}"))?;
    }
    ensure!(lost == ROTATIONS / 20, "{lost} answers were lost");
    let home = device.ask(HomeRead { fresh: true }).await?;
    assert_eq!(home.stale, None);
    assert!(
        !device.events().contains(&Event::SignedOut)
            && !second.events().contains(&Event::SignedOut)
    );
    assert!(device.ask(AppStart {}).await?.signed_in);
    // And whoever kept a token from five rotations ago gets nothing for it.
    let (thief, _den) = thief(&device, backup, &clock)?;
    let replay = rotate(&thief).await.expect_err("a replay is refused");
    assert_eq!(replay.code, Code::SessionEnded);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copied_token_is_of_no_use_to_another_key() -> Result<()> {
    let Scene {
        world: _world,
        clock,
        device,
        folder: _folder,
    } = scene().await?;
    let mut items = device.vault().items();
    let (key, of_another) = (
        items
            .keys()
            .find(|name| name.ends_with("device-key"))
            .context("no device key")?
            .clone(),
        another_key(&clock).await?,
    );
    items.insert(key, of_another);
    let (thief, _den) = thief(&device, items, &clock)?;
    let refused = rotate(&thief)
        .await
        .expect_err("a token without its key is worth nothing");
    assert_eq!(refused.code, Code::SessionEnded);
    Ok(())
}

/// The device key of somebody else on the same campus.
async fn another_key(clock: &Arc<HandClock>) -> Result<Secret> {
    let world = World::start().await?;
    let folder = tempfile::tempdir()?;
    let device = Handset::new(folder.path(), clock.clone(), 5)?;
    consent(&device).await?;
    adopt(&device, &world.campus.origin).await?;
    register(&device, &PEOPLE[1]).await?;
    sign_in(&device, &world.campus, &PEOPLE[1]).await?;
    let items = device.vault().items();
    let key = items.iter().find(|(name, _)| name.ends_with("device-key"));
    Ok(key.context("no device key")?.1.clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_used_after_its_successor_ends_the_session_on_both_sides() -> Result<()> {
    let Scene {
        world: _world,
        clock,
        device,
        folder: _folder,
    } = scene().await?;
    // The whole keychain as it was, as a stolen backup would hold it.
    let backup = device.vault().items();
    for _ in 0..3 {
        clock.forward_s(TOKEN_OLD_S);
        rotate(&device).await?;
    }
    let (thief, _den) = thief(&device, backup, &clock)?;
    let refused = rotate(&thief).await.expect_err("a replay is refused");
    assert_eq!(refused.code, Code::SessionEnded);
    clock.forward_s(TOKEN_OLD_S);
    let owner = rotate(&device).await.expect_err("the family is ended");
    assert_eq!(owner.code, Code::SessionEnded);
    assert!(
        !device.ask(AppStart {}).await?.signed_in,
        "and the device says so"
    );
    Ok(())
}
