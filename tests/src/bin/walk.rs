//! The main job by itself: a retired teacher, a poster, a real server, a real window, a real keychain.
//!
//! `walk job --out DIR [--elder]` leaves one picture a step and `DIR/journey.json`, whose outcome a checker
//! wrote. `cargo xtask demo --headless` runs it. `walk attach` walks in an app that runs elsewhere.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use clap::Parser;
use menhu_testkit::PEOPLE;
use menhu_tests::attached;
use menhu_tests::browser::PHONE;
use menhu_tests::campus::Campus;
use menhu_tests::checker;
use menhu_tests::journey::Journey;
use menhu_tests::steps::{self, Look};
use menhu_tests::window::{Device, Display, Window};

#[derive(Parser)]
enum Ask {
    /// The whole way, from the first start to home after a restart.
    Job {
        /// Where the pictures and `journey.json` go.
        #[arg(long)]
        out: PathBuf,
        /// In 长辈版.
        #[arg(long)]
        elder: bool,
        /// In a window of a phone's size.
        #[arg(long)]
        phone: bool,
    },
    /// The whole way in an app that is open already and lets itself be driven: on an emulator, a Mac.
    /// The campus is this machine's; whoever starts the app leads its port here (`adb reverse`).
    Attach {
        /// The app's driver, `http://127.0.0.1:4445`.
        #[arg(long)]
        driver: String,
        /// The campus's port on both machines.
        #[arg(long, default_value_t = 8787)]
        port: u16,
        #[arg(long)]
        out: PathBuf,
        /// Ends the app and opens it again; a line for `sh`. Without it nobody knows whether the person is
        /// still in afterwards.
        #[arg(long)]
        again: Option<String>,
    },
    /// Opens the app on a device where somebody is signed in, and waits until it is home. Run in a
    /// network namespace of its own, it proves that this takes no network.
    Home {
        #[arg(long)]
        device: PathBuf,
        /// The X server, `:99`.
        #[arg(long)]
        display: String,
        /// Whom the page greets.
        #[arg(long)]
        name: String,
    },
}

#[tokio::main]
async fn main() -> Result<()> {
    match Ask::parse() {
        Ask::Job { out, elder, phone } => job(&out, elder, phone).await,
        Ask::Attach {
            driver,
            port,
            out,
            again,
        } => attach(&driver, port, &out, again.as_deref()).await,
        Ask::Home {
            device,
            display,
            name,
        } => {
            let window = Window::open(&Device::new(&device)?, &display).await?;
            window.page().at("H-01").await?;
            window.page().says(&name).await?;
            window.close().await?;
            println!("home");
            Ok(())
        }
    }
}

async fn job(out: &Path, elder: bool, phone: bool) -> Result<()> {
    let scratch = tempfile::tempdir()?;
    let campus = Campus::start(&scratch.path().join("campus"))?;
    let device = Device::new(&scratch.path().join("device"))?;
    let display = Display::start(scratch.path())?;
    let display = display.number();
    let teacher = PEOPLE.first().context("the test kit has nobody")?;
    let mut journey = Journey::begin(out)?;

    let window = Window::open(&device, display).await?;
    if phone {
        window.page().resize(PHONE.width, PHONE.height).await?;
    }
    let look = if elder { Look::Elder } else { Look::Standard };
    steps::consent(window.page(), &mut journey, look).await?;
    let poster = campus.poster()?.join("poster.png");
    steps::find_campus(window.page(), &mut journey, &poster).await?;
    steps::register(window.page(), &mut journey, teacher).await?;
    window.page().press("next").await?;
    steps::sign_in(window.page(), &mut journey, &campus, teacher).await?;
    window.close().await?;

    let outcome = checker::outcome(
        &campus.database(),
        &device,
        display,
        teacher,
        async |page| journey.at(page, "H-01", "home-after-restart").await,
    )
    .await;
    journey.end(&outcome)?;
    println!(
        "{} steps, pictures in {}: {outcome}",
        journey.steps().len(),
        out.display()
    );
    ensure!(outcome == checker::DONE, "the walk was not done: {outcome}");
    Ok(())
}

/// What a walk ends with that could not start the app again.
const NOT_AGAIN: &str = "signed in; not started again";

async fn attach(driver: &str, port: u16, out: &Path, again: Option<&str>) -> Result<()> {
    let scratch = tempfile::tempdir()?;
    let origin = format!("http://127.0.0.1:{port}");
    let campus = Campus::start_as(&scratch.path().join("campus"), port, &origin, PEOPLE)?;
    let teacher = PEOPLE.first().context("the test kit has nobody")?;
    let mut journey = Journey::begin(out)?;

    let page = attached::attach(driver).await?;
    steps::consent(&page, &mut journey, Look::Standard).await?;
    steps::type_campus(&page, &mut journey, &origin).await?;
    steps::register(&page, &mut journey, teacher).await?;
    page.press("next").await?;
    steps::sign_in(&page, &mut journey, &campus, teacher).await?;
    checker::rows(&campus.database(), teacher).await?;

    let mut outcome = NOT_AGAIN;
    if let Some(again) = again {
        let status = Command::new("sh").args(["-c", again]).status()?;
        ensure!(status.success(), "{again}: {status}");
        let page = attached::attach(driver).await?;
        journey.at(&page, "H-01", "home-after-restart").await?;
        page.says(teacher.name).await?;
        checker::rows(&campus.database(), teacher).await?;
        outcome = checker::DONE;
    }
    journey.end(outcome)?;
    println!(
        "{} steps, pictures in {}: {outcome}",
        journey.steps().len(),
        out.display()
    );
    Ok(())
}
