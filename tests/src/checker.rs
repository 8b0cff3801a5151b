//! Who says whether the main job was done: rows, keychain and a second process, nobody's word.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use menhu_testkit::Person;
use sqlx::{Connection, Row};

use crate::page::Page;
use crate::window::{Device, Window};

/// What a walk that was done ends with.
pub const DONE: &str = "signed in after restart";

/// Looks at the three witnesses; the outcome is [`DONE`] or says which one disagrees.
pub async fn outcome(
    database: &Path,
    device: &Device,
    display: &str,
    person: &Person,
    arrived: impl AsyncFnOnce(&Page) -> Result<()>,
) -> String {
    let look = async {
        rows(database, person).await.context("the server's rows")?;
        keychain(device).context("the keychain")?;
        second_process(device, display, person, arrived)
            .await
            .context("the second process")
    };
    match look.await {
        Ok(()) => DONE.to_owned(),
        Err(why) => format!("{why:#}"),
    }
}

/// The person is activated, owns the phone, and has one session that was not ended.
///
/// # Errors
/// What does not hold.
pub async fn rows(database: &Path, person: &Person) -> Result<()> {
    let url = format!("sqlite://{}?mode=ro", database.display());
    let mut books = sqlx::SqliteConnection::connect(&url).await?;
    let row = sqlx::query(
        "SELECT p.activated_at IS NOT NULL AS activated, p.phone AS phone,
                (SELECT count(*) FROM session s WHERE s.person = p.id AND s.ended_at IS NULL) AS sessions
         FROM person p JOIN member m ON m.person = p.id WHERE m.id = $1",
    )
    .bind(person.member)
    .fetch_optional(&mut books)
    .await?
    .context("no such person")?;
    ensure!(
        row.try_get::<bool, _>("activated")?,
        "{} is not activated",
        person.member
    );
    let phone: Option<String> = row.try_get("phone")?;
    ensure!(
        phone.is_some_and(|p| p.ends_with(person.phone)),
        "the phone is not bound"
    );
    ensure!(
        row.try_get::<i64, _>("sessions")? == 1,
        "there is not exactly one session"
    );
    Ok(())
}

/// The keychain of the device holds a refresh token and a device key; asked by the system's own
/// program, which has no part in how they were written.
fn keychain(device: &Device) -> Result<()> {
    for kind in ["refresh", "device-key"] {
        ensure!(!items(device, kind)?.is_empty(), "no item of kind {kind}");
    }
    Ok(())
}

/// The keychain's items whose name ends with `kind`, by name.
///
/// # Errors
/// When the session cannot be started.
pub fn items(device: &Device, kind: &str) -> Result<Vec<String>> {
    let output = device
        .session(&[
            "secret-tool",
            "search",
            "--all",
            "--unlock",
            "service",
            SERVICE,
        ])
        .output()?;
    // secret-tool prints the attributes on standard error and the secrets on standard output.
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    Ok(text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("attribute.username = "))
        .filter(|name| name.ends_with(kind))
        .map(str::to_owned)
        .collect())
}

/// Takes items of a kind out of the keychain, as a person with its settings program could.
///
/// # Errors
/// When the session cannot be started or there was none.
pub fn take_away(device: &Device, kind: &str) -> Result<()> {
    let names = items(device, kind)?;
    ensure!(!names.is_empty(), "no item of kind {kind} to take away");
    for name in names {
        let status = device
            .session(&[
                "secret-tool",
                "clear",
                "service",
                SERVICE,
                "username",
                &name,
            ])
            .status()?;
        ensure!(status.success(), "secret-tool clear {name}");
    }
    Ok(())
}

/// The keychain's name of the app; see `client::vault::keychain`.
const SERVICE: &str = "menhu";

/// A new process on a new session bus goes straight home.
async fn second_process(
    device: &Device,
    display: &str,
    person: &Person,
    arrived: impl AsyncFnOnce(&Page) -> Result<()>,
) -> Result<()> {
    let window = Window::open(device, display).await?;
    let page = window.page();
    page.at("H-01").await?;
    page.says(person.name).await?;
    arrived(page).await?;
    window.close().await
}

/// Undoes the activation in the database, so that a test can see the checker notice.
///
/// # Errors
/// When the database does not take it.
pub async fn undo_activation(database: &Path, person: &Person) -> Result<()> {
    let url = format!("sqlite://{}", database.display());
    let mut books = sqlx::SqliteConnection::connect(&url).await?;
    let done = sqlx::query(
        "UPDATE person SET activated_at = NULL WHERE id = (SELECT person FROM member WHERE id = $1)",
    )
    .bind(person.member)
    .execute(&mut books)
    .await?;
    ensure!(done.rows_affected() == 1, "no such person");
    Ok(())
}
