//! The programs for Windows, under Wine, for a user whose name has characters and a space in it.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use menhu_protocol::ipc::{AppStart, HomeRead, Keychain, SignOut};
use menhu_testkit::PEOPLE;
use menhu_tests::campus::Campus;
use menhu_tests::devhost::Devhost;
use menhu_tests::handset::Handset;
use menhu_tests::process::{Program, until};
use menhu_tests::window::Display;
use menhu_tests::wine::{USER, Wine};
use menhu_tests::world::{adopt, consent, register, sign_in};

/// What Wine 8 cannot do: it knows no certificate chain engine with roots of one's own
/// (`CertCreateCertificateChainEngine` refuses the structure of Windows 8 and later). On Linux these
/// tests run; on a real Windows nobody has tried.
const BEYOND_WINE: &[&str] = &[
    "tls::inside_the_certificates_dates_a_wrong_clock_does_not_matter",
    "tls::outside_them_the_date_is_named_and_nobody_is_signed_out",
];

/// Runs a program of tests on Windows; at least one must have run, and none failed.
fn holds(tests: &str, arguments: &[&str]) -> Result<()> {
    let output = Wine::open()?.tests(tests)?.args(arguments).output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    let result = said
        .lines()
        .find_map(|line| line.strip_prefix("test result: "))
        .with_context(|| format!("{tests} ended with {}:\n{said}\n{errors}", output.status))?;
    println!("{tests}: {result}");
    ensure!(output.status.success(), "{tests}:\n{said}\n{errors}");
    let passed = result
        .split(['.', ';'])
        .find_map(|part| part.trim().strip_suffix(" passed"))
        .and_then(|count| count.parse::<u32>().ok());
    ensure!(passed.is_some_and(|count| count > 0), "{tests}: {result}");
    Ok(())
}

#[test]
fn credential_manager_keeps_the_vaults_contract_over_two_processes() -> Result<()> {
    holds("menhu-client-vault", &["credential_manager::"])
}

#[test]
fn the_core_holds_from_inside_and_from_outside() -> Result<()> {
    holds("menhu-client-lib", &[])?;
    let skips: Vec<&str> = BEYOND_WINE.iter().flat_map(|t| ["--skip", t]).collect();
    holds("menhu-client-outside", &skips)
}

#[test]
fn what_crosses_the_wires_is_the_same() -> Result<()> {
    holds("menhu-protocol-lib", &[])?;
    holds("menhu-devhost-lib", &[])
}

#[test]
fn the_servers_rules_and_pages_hold() -> Result<()> {
    holds("menhu-server-lib", &[])
}

#[test]
fn the_shell_holds_as_far_as_it_needs_no_window() -> Result<()> {
    holds("menhu-lib", &[])
}

#[test]
fn without_webview2_the_app_says_so_in_a_box_and_does_not_vanish() -> Result<()> {
    let wine = Wine::open()?;
    let scratch = tempfile::tempdir()?;
    let display = Display::start(scratch.path())?;
    let mut app = Program::start(
        wine.program("menhu")?.env("DISPLAY", display.number()),
        scratch.path().join("menhu.log"),
    )?;
    app.wait_for("this computer has no WebView2")?;
    // The box is a window of its own, and the program stays until somebody has read it.
    until(BOX_LONGEST, || {
        ensure!(app.is_running()?, "gone without a word");
        Ok(shows_window(display.number(), "门户")?.then_some(()))
    })
    .with_context(|| format!("no box: {}", app.said()))?;
    assert!(app.is_running()?, "it waits for whoever reads");
    assert!(!app.said().contains("panicked"), "{}", app.said());
    Ok(())
}

/// How long a box may take to be drawn.
const BOX_LONGEST: Duration = Duration::from_secs(30);

fn shows_window(display: &str, title: &str) -> Result<bool> {
    let found = Command::new("xdotool")
        .args(["search", "--onlyvisible", "--name", title])
        .env("DISPLAY", display)
        .output()
        .context("xdotool")?;
    Ok(!found.stdout.is_empty())
}

/// Where the Windows really keeps `folder`: nothing may have landed under another spelling.
fn is_at_home(folder: &Path) -> bool {
    folder.ancestors().any(|at| at.ends_with(USER))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_on_windows_registers_a_person_on_another_machine() -> Result<()> {
    let wine = Wine::open()?;
    let folder = wine.folder("校园 服务器")?;
    let mut campus = Campus::start_on_windows(&wine, &folder)?;
    let elsewhere = tempfile::tempdir()?;
    let device = Handset::new(
        elsewhere.path(),
        std::sync::Arc::new(menhu_client::SystemClock),
        7,
    )?;
    consent(&device).await?;
    adopt(&device, &campus.origin).await?;
    register(&device, &PEOPLE[0]).await?;
    // Cut off the power: what was answered was written.
    campus.restart()?;
    assert!(sign_in(&device, &campus, &PEOPLE[0]).await?.kept);
    assert!(campus.database().is_file() && is_at_home(&campus.database()));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_on_windows_signs_in_once_and_is_in_after_every_restart() -> Result<()> {
    let wine = Wine::open()?;
    let campus = Campus::start_on_windows(&wine, &wine.folder("校园")?)?;
    let folder = wine.folder("门户 数据")?;
    let app = Devhost::start_on_windows(&wine, &folder)?;
    consent(&app).await?;
    adopt(&app, &campus.origin).await?;
    register(&app, &PEOPLE[0]).await?;
    assert!(sign_in(&app, &campus, &PEOPLE[0]).await?.kept);
    app.kill();

    for _ in 0..2 {
        let app = Devhost::start_on_windows(&wine, &folder)?;
        let start = app.ask(AppStart {}).await??;
        assert_eq!((start.signed_in, start.keychain), (true, Keychain::Ready));
        let home = app.ask(HomeRead { fresh: true }).await??;
        assert_eq!((home.stale, home.keychain), (None, Keychain::Ready));
        assert_eq!(home.me.context("nobody")?.name, PEOPLE[0].name);
        app.kill();
    }

    let app = Devhost::start_on_windows(&wine, &folder)?;
    app.ask(SignOut {}).await??;
    app.kill();
    let app = Devhost::start_on_windows(&wine, &folder)?;
    assert!(!app.ask(AppStart {}).await??.signed_in);
    Ok(())
}
