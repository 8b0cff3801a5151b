//! A device whose date is wrong, over real TLS.

use std::process::Command;

use anyhow::Result;
use menhu_protocol::Code;
use menhu_protocol::ipc::{AppStart, CampusFind};
use menhu_tests::campus::TlsCampus;
use menhu_tests::devhost::Devhost;
use menhu_tests::window::Device;
use menhu_tests::world::consent;

/// The device's clock shows `date` (libfaketime), and it trusts the campus's own authority.
fn dated<'a>(
    date: &'a str,
    authority: &'a std::path::Path,
) -> impl FnOnce(&Device, &[&str]) -> Command + 'a {
    move |device, command| {
        let mut faked = vec!["faketime", date];
        faked.extend(command);
        let mut session = device.session(if date.is_empty() { command } else { &faked });
        session.env("MENHU_ROOTS", authority);
        session
    }
}

async fn find(app: &Devhost, origin: &str) -> Result<Result<(), Code>> {
    consent(app).await?;
    let found = app
        .ask(CampusFind {
            text: origin.to_owned(),
        })
        .await?;
    Ok(found.map(|_| ()).map_err(|failure| failure.code))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_date_outside_the_certificate_is_named_and_inside_it_works() -> Result<()> {
    let scratch = tempfile::tempdir()?;
    let tls = TlsCampus::start(&scratch.path().join("campus"), (2026, 1, 1), (2099, 1, 1))?;
    let authority = scratch.path().join("authority.pem");
    std::fs::write(&authority, &tls.authority)?;
    for (n, (date, expected)) in [
        ("", Ok(())),
        ("2010-01-01 08:00:00", Err(Code::ClockWrong)),
        ("2027-06-01 08:00:00", Ok(())),
    ]
    .into_iter()
    .enumerate()
    {
        let device = Device::new(&scratch.path().join(format!("device{n}")))?;
        let app = Devhost::start_in(&device, "memory", dated(date, &authority))?;
        assert_eq!(find(&app, &tls.campus.origin).await?, expected, "{date}");
        app.kill();
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_of_a_stranger_is_insecure_not_a_wrong_date() -> Result<()> {
    let scratch = tempfile::tempdir()?;
    let tls = TlsCampus::start(&scratch.path().join("campus"), (2026, 1, 1), (2099, 1, 1))?;
    let device = Device::new(&scratch.path().join("device"))?;
    let app = Devhost::start_with(&device, "memory")?;
    assert_eq!(find(&app, &tls.campus.origin).await?, Err(Code::Insecure));
    assert!(!app.ask(AppStart {}).await??.signed_in);
    Ok(())
}
