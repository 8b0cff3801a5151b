//! The installed package replaces itself by a newer one that its campus gives out.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use menhu_tests::campus::Campus;
use menhu_tests::process::until;
use menhu_tests::signer::Signer;

use super::package;
use super::root::{Root, said, text};
use super::session::Session;
use super::{install, link, programs, sign_in};

/// The version of the newer package.
const NEWER: &str = "0.2.0";

/// How long dpkg may take for one package, and the app to open again.
const INSTALLS: Duration = Duration::from_secs(60);

/// Does as polkit's `pkexec` does after the right password, and asks nobody.
const AGREED: &str = r#"
#include <stdlib.h>
#include <unistd.h>
int main(int count, char **words) {
    setenv("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", 1);
    return setuid(0) || execvp(words[1], words + 1);
}
"#;

#[tokio::test(flavor = "multi_thread")]
#[cfg_attr(not(superuser), ignore = "only root may enter a clean root")]
async fn it_is_replaced_by_what_her_campus_signed_once_she_has_given_her_password() -> Result<()> {
    let session = Session::begin()?;
    let (root, folder) = (&session.root, session.root.scratch());
    install(root)?;
    let campus = Campus::start(&folder.join("campus"))?;
    let signer = Signer::new()?;
    let key = format!("MENHU_UPDATE_KEY={}", signer.public()?);
    let opening = ["env", &key, "xdg-open", &link(&campus)];
    let window = sign_in(&session, &campus, &opening, "update").await?;
    let first = running(root)?;
    signer.give_out(&campus, &newer(folder)?, NEWER)?;

    let page = window.page();
    page.press("open-settings").await?;
    page.press("update").await?;
    page.at("S-10").await?;
    // It has asked already today.
    page.press("update-again").await?;
    page.says(NEWER).await?;
    page.press("update-go").await?;
    // Nobody here can ask for her password: it says so, and nothing has changed.
    page.press("update-install").await?;
    let refused = page.message().await?;
    assert!(refused.contains("更新"), "{refused}");
    assert_ne!(version(root)?, NEWER);
    assert_eq!(running(root)?, first);

    let agreed = program(folder)?;
    let agreed = root.bring(&agreed, "/usr/bin/pkexec")?;
    root.run(&["chmod", "4755", &agreed])?;
    // The app ends under the driver, which may then have no answer.
    let _ = page.press("update-install").await;
    let replaced = until(INSTALLS, || {
        // Between the two of them none is running.
        let is = version(root)? == NEWER && running(root).is_ok_and(|now| now != first);
        Ok(is.then_some(()))
    });
    if let Err(error) = replaced {
        let (version, running, said) = (version(root), running(root), page.text().await);
        bail!("{error}: version {version:?}, process {running:?}, the app says:\n{said:?}");
    }
    // It runs from the new file, and one of it.
    assert_eq!(programs(root)?, 1);
    window.kill();
    Ok(())
}

/// The same program in a package of a newer version.
fn newer(folder: &Path) -> Result<PathBuf> {
    let tree = folder.join("newer");
    said(
        Command::new("dpkg-deb")
            .arg("--raw-extract")
            .arg(package::made()?)
            .arg(&tree),
    )?;
    let control = tree.join("DEBIAN/control");
    let fields = std::fs::read_to_string(&control)?;
    let own = format!("Version: {}\n", env!("CARGO_PKG_VERSION"));
    ensure!(fields.contains(&own), "{fields}");
    std::fs::write(
        &control,
        fields.replace(&own, &format!("Version: {NEWER}\n")),
    )?;
    let architecture = fields
        .lines()
        .find_map(|line| line.strip_prefix("Architecture: "))
        .context("no architecture")?;
    let made = folder.join(format!("menhu_{NEWER}_{architecture}.deb"));
    said(
        Command::new("dpkg-deb")
            .args(["--root-owner-group", "-Znone", "--build"])
            .arg(&tree)
            .arg(&made),
    )?;
    Ok(made)
}

fn program(folder: &Path) -> Result<PathBuf> {
    let (source, made) = (folder.join("agreed.c"), folder.join("agreed"));
    std::fs::write(&source, AGREED)?;
    said(Command::new("cc").args(["-o", text(&made)?, text(&source)?]))?;
    Ok(made)
}

/// The version dpkg has installed.
fn version(root: &Root) -> Result<String> {
    root.run(&["dpkg-query", "-W", "-f", "${Version}", "menhu"])
}

/// The number of the app's process.
fn running(root: &Root) -> Result<String> {
    let script = "for at in /proc/[0-9]*; do \
                  [ \"$(readlink $at/exe)\" = /usr/bin/menhu ] && echo $at; done; true";
    let found = root.run(&["sh", "-c", script])?;
    let mut found = found.lines();
    let one = found.next().context("the app does not run")?;
    ensure!(found.next().is_none(), "the app runs twice");
    Ok(one.to_owned())
}
