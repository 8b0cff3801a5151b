//! A keychain that is missing, and one that is locked: nothing is written in the clear, nothing is
//! deleted, and the page is told.

use anyhow::{Context, Result};
use menhu_protocol::ipc::{AppStart, HomeRead, Keychain, SignedIn};
use menhu_testkit::PEOPLE;
use menhu_tests::campus::Campus;
use menhu_tests::devhost::Devhost;
use menhu_tests::window::Device;
use menhu_tests::world::{adopt, consent, register, sign_in};

async fn whole_way(app: &Devhost, campus: &Campus) -> Result<SignedIn> {
    consent(app).await?;
    adopt(app, &campus.origin).await?;
    register(app, &PEOPLE[0]).await?;
    sign_in(app, campus, &PEOPLE[0]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_keychain_the_session_lives_in_memory_and_the_page_says_so() -> Result<()> {
    let scratch = tempfile::tempdir()?;
    let campus = Campus::start(&scratch.path().join("campus"))?;
    let device = Device::new(&scratch.path().join("device"))?;
    let bare = |device: &Device, command: &[&str]| device.bare_session(command);
    let app = Devhost::start_in(&device, "keychain", bare)?;
    let signed_in = whole_way(&app, &campus).await?;
    assert!(
        !signed_in.kept,
        "this session will not outlive the process, and says so"
    );
    let home = app.ask(HomeRead { fresh: true }).await??;
    assert_eq!((home.keychain, home.stale), (Keychain::Missing, None));
    app.kill();
    let app = Devhost::start_in(&device, "keychain", bare)?;
    assert!(
        !app.ask(AppStart {}).await??.signed_in,
        "nothing was written in its place"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_keychain_deletes_nothing_and_opens_again() -> Result<()> {
    let scratch = tempfile::tempdir()?;
    let campus = Campus::start(&scratch.path().join("campus"))?;
    let device = Device::new(&scratch.path().join("device"))?;
    let app = Devhost::start(&device)?;
    assert!(whole_way(&app, &campus).await?.kept);
    app.kill();

    let app = Devhost::start_in(&device, "keychain", |d, command| d.locked_session(command))?;
    let start = app.ask(AppStart {}).await??;
    assert_eq!(start.keychain, Keychain::Locked);
    assert!(start.signed_in, "locked is not signed out");
    app.kill();

    let app = Devhost::start(&device)?;
    assert!(app.ask(AppStart {}).await??.signed_in);
    let home = app.ask(HomeRead { fresh: true }).await??;
    assert_eq!(home.stale, None, "unlocked again, the same session goes on");
    home.me.context("nobody")?;
    Ok(())
}
