//! A keychain that is missing, and one that is locked: nothing is written in the clear, nothing is
//! deleted, and the page is told.

use anyhow::{Context, Result};
use menhu_protocol::api::signin::Agreed;
use menhu_protocol::ipc::{
    AppStart, CampusAdopt, CampusFind, ConsentGive, HomeRead, Keychain, RegistrationActivate,
    RegistrationOpen, SignedIn, SigninCode, SigninCodeProve, SigninPassword,
};
use menhu_protocol::values::Secret;
use menhu_testkit::PEOPLE;
use menhu_tests::campus::Campus;
use menhu_tests::devhost::Devhost;
use menhu_tests::window::Device;
use menhu_words::{APP_PRIVACY, APP_TERMS};

async fn whole_way(app: &Devhost, campus: &Campus) -> Result<SignedIn> {
    let person = &PEOPLE[0];
    app.ask(ConsentGive {
        terms: APP_TERMS.version.to_owned(),
        privacy: APP_PRIVACY.version.to_owned(),
    })
    .await??;
    let card = app
        .ask(CampusFind {
            text: campus.origin.clone(),
        })
        .await??;
    let agreed = card
        .manifest
        .texts
        .iter()
        .map(|text| Agreed {
            kind: text.kind,
            version: text.version.clone(),
        })
        .collect();
    app.ask(CampusAdopt {
        address: card.manifest.origin,
        agreed,
    })
    .await??;
    app.ask(RegistrationOpen {
        account: person.member.to_owned(),
        password: Secret::new(person.password),
    })
    .await??;
    app.ask(RegistrationActivate {}).await??;
    app.ask(SigninCode {
        phone: person.phone.to_owned(),
    })
    .await??;
    let code = campus.code_for(person.phone).await?;
    app.ask(SigninCodeProve {
        code: Secret::new(code),
    })
    .await??;
    let ask = SigninPassword {
        account: person.member.to_owned(),
        password: Secret::new(person.password),
    };
    Ok(app.ask(ask).await??)
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
