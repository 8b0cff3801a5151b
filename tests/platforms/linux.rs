//! The Debian package, installed in a root that has nothing else.

mod package;
mod root;
mod session;
mod update;

use anyhow::{Context, Result};
use menhu_testkit::PEOPLE;
use menhu_tests::campus::Campus;
use menhu_tests::journey::Journey;
use menhu_tests::process::free_port;
use menhu_tests::steps::{self, Look};
use menhu_tests::window::Window;

use root::{Root, said};
use session::{HOME, Session};

/// Where the app keeps a person's data, by its identifier.
const DATA: &str = "/home/chen/.local/share/cn.menhu.app";

#[tokio::test(flavor = "multi_thread")]
#[cfg_attr(not(superuser), ignore = "only root may enter a clean root")]
async fn a_link_opens_the_installed_app_which_leads_from_consent_to_home() -> Result<()> {
    let session = Session::begin()?;
    let done = install(&session.root)?;
    // Whatever it needs and did not ask for would be missing: the root has nothing else.
    assert!(
        done.contains("0 upgraded, 1 newly installed, 0 to remove"),
        "{done}"
    );
    let campus = Campus::start(&session.root.scratch().join("campus"))?;
    let window = sign_in(
        &session,
        &campus,
        &["xdg-open", &link(&campus)],
        "from-a-link",
    )
    .await?;
    assert_eq!(programs(&session.root)?, 1);
    window.close().await
}

#[tokio::test(flavor = "multi_thread")]
#[cfg_attr(not(superuser), ignore = "only root may enter a clean root")]
async fn a_link_that_is_opened_while_the_app_runs_goes_to_the_running_one() -> Result<()> {
    let session = Session::begin()?;
    install(&session.root)?;
    let port = free_port()?;
    let campus = Campus::start_as(
        &session.root.scratch().join("campus"),
        port,
        &format!("http://localhost:{port}"),
        PEOPLE,
    )?;
    let mut journey = pictures("while-it-runs")?;
    let window = session.open(&["menhu"]).await?;
    let page = window.page();
    steps::consent(page, &mut journey, Look::Standard).await?;
    journey.at(page, "B-01", "find-campus").await?;
    said(&mut session.command(&["xdg-open", &link(&campus)])?)?;
    journey.at(page, "B-03", "this-campus").await?;
    page.says("\nlocalhost\n").await?;
    // The second start has handed its link over and ended.
    assert_eq!(programs(&session.root)?, 1);
    window.close().await
}

#[tokio::test(flavor = "multi_thread")]
#[cfg_attr(not(superuser), ignore = "only root may enter a clean root")]
async fn removed_it_leaves_only_her_data_and_installed_again_she_is_still_in() -> Result<()> {
    let session = Session::begin()?;
    let before = paths(&session.root)?;
    install(&session.root)?;
    assert!(paths(&session.root)?.contains(&"/usr/bin/menhu".to_owned()));
    let campus = Campus::start(&session.root.scratch().join("campus"))?;
    sign_in(&session, &campus, &["xdg-open", &link(&campus)], "removed")
        .await?
        .close()
        .await?;
    let hers = digests(&session.root)?;
    assert!(!hers.is_empty());

    session
        .root
        .run(&["apt-get", "purge", "-y", "-q", "menhu"])?;
    let strays: Vec<_> = paths(&session.root)?
        .into_iter()
        .filter(|path| !before.contains(path))
        .collect();
    assert!(strays.is_empty(), "{strays:?}");
    let mention = session
        .root
        .command(&[
            "grep",
            "-rl",
            "x-scheme-handler/menhu",
            "/usr/share",
            "/etc",
        ])
        .output()?;
    assert!(mention.stdout.is_empty(), "{mention:?}");
    assert_eq!(digests(&session.root)?, hers);

    install(&session.root)?;
    let window = session.open(&["menhu"]).await?;
    window.page().at("H-01").await?;
    window.page().says(PEOPLE[0].name).await?;
    window.close().await
}

/// Installs the package as its reader would.
fn install(root: &Root) -> Result<String> {
    let inside = root.bring(&package::made()?, "/tmp/menhu.deb")?;
    root.run(&[
        "apt-get",
        "install",
        "-y",
        "-q",
        "--no-install-recommends",
        &inside,
    ])
}

/// Her way from the campus's link, which opens the app when she does `opening`, to home.
async fn sign_in(
    session: &Session,
    campus: &Campus,
    opening: &[&str],
    name: &str,
) -> Result<Window> {
    let mut journey = pictures(name)?;
    let window = session.open(opening).await?;
    let page = window.page();
    steps::consent(page, &mut journey, Look::Standard).await?;
    journey.at(page, "B-03", "this-campus").await?;
    page.says("\n127.0.0.1\n").await?;
    page.press("campus-agree").await?;
    journey.at(page, "B-05", "sign-in-or-register").await?;
    steps::register(page, &mut journey, &PEOPLE[0]).await?;
    page.press("next").await?;
    steps::sign_in(page, &mut journey, campus, &PEOPLE[0]).await?;
    Ok(window)
}

/// The link that a campus's pages offer.
fn link(campus: &Campus) -> String {
    format!("{}/r", campus.origin.replace("http://", "menhu://"))
}

/// A walk whose pictures stay where the logs are.
fn pictures(name: &str) -> Result<Journey> {
    let program = std::env::current_exe()?;
    let target = program.ancestors().nth(3).context("no target directory")?;
    Journey::begin(&target.join("test-logs/linux").join(name))
}

/// How many of the processes in there are the app.
fn programs(root: &Root) -> Result<usize> {
    let running = root.run(&["sh", "-c", "readlink /proc/[0-9]*/exe || true"])?;
    Ok(running
        .lines()
        .filter(|line| *line == "/usr/bin/menhu")
        .count())
}

/// Every path of the system's own, without what apt and dpkg write down of their work.
fn paths(root: &Root) -> Result<Vec<String>> {
    let mut words = vec!["find", "/", "-xdev"];
    for left_out in [
        HOME,
        "/tmp",
        "/run",
        "/var/log",
        "/var/cache",
        "/var/lib/dpkg",
        "/var/lib/apt",
    ] {
        words.extend(["-path", left_out, "-prune", "-o"]);
    }
    words.push("-print");
    Ok(root.run(&words)?.lines().map(str::to_owned).collect())
}

/// What her data is made of, file by file.
fn digests(root: &Root) -> Result<String> {
    root.run(&[
        "sh",
        "-c",
        &format!("find {DATA} -type f | sort | xargs -r -d '\\n' sha256sum"),
    ])
}
