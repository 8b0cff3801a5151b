//! What people do on the app's screens, one function a stretch of the way. The same steps drive the
//! real window and the page in a browser.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use menhu_testkit::Person;

use crate::campus::Campus;
use crate::journey::Journey;
use crate::page::Page;

/// How a person wants the app to look on the first start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    Standard,
    Elder,
}

/// Language and size, both texts read, agreed.
pub async fn consent(page: &Page, journey: &mut Journey, look: Look) -> Result<()> {
    journey.at(page, "A-01", "welcome").await?;
    page.press("lang-zh").await?;
    page.press(match look {
        Look::Standard => "mode-standard",
        Look::Elder => "mode-elder",
    })
    .await?;
    page.press("next").await?;
    journey.at(page, "A-02", "consent").await?;
    for text in ["read-terms", "read-privacy"] {
        page.press(text).await?;
        journey.at(page, "A-03", text).await?;
        page.press("back").await?;
        page.at("A-02").await?;
    }
    page.press("consent-agree").await
}

/// The address as it stands on the poster, the campus behind it, its own texts.
pub async fn type_campus(page: &Page, journey: &mut Journey, address: &str) -> Result<()> {
    journey.at(page, "B-01", "find-campus").await?;
    page.write("address", address).await?;
    page.press("find").await?;
    journey.at(page, "B-03", "this-campus").await?;
    page.press("campus-agree").await?;
    journey.at(page, "B-05", "sign-in-or-register").await
}

/// A picture of the poster's code, the campus behind it, its own texts.
pub async fn find_campus(page: &Page, journey: &mut Journey, poster: &Path) -> Result<()> {
    journey.at(page, "B-01", "find-campus").await?;
    page.hand_over("picture", poster).await?;
    journey.at(page, "B-03", "this-campus").await?;
    page.press("campus-agree").await?;
    journey.at(page, "B-05", "sign-in-or-register").await
}

/// Account and password → 信息确认 → 激活 → 注册成功.
pub async fn register(page: &Page, journey: &mut Journey, person: &Person) -> Result<()> {
    page.press("go-register").await?;
    journey.at(page, "C-01", "register-account").await?;
    page.write("account", person.member).await?;
    page.write("password", person.password).await?;
    page.press("next").await?;
    page.at("C-02").await?;
    page.says(person.name).await?;
    journey.at(page, "C-02", "confirm-record").await?;
    ensure!(
        !page.text().await?.contains(person.phone),
        "the phone must be masked"
    );
    page.press("activate").await?;
    journey.at(page, "C-06", "registered").await
}

/// Phone → code from the outbox → account and password → home.
pub async fn sign_in(
    page: &Page,
    journey: &mut Journey,
    campus: &Campus,
    person: &Person,
) -> Result<()> {
    journey.at(page, "D-01", "phone").await?;
    page.write("phone", person.phone).await?;
    page.press("next").await?;
    page.at("D-02").await?;
    let code = campus
        .code_for(person.phone)
        .await
        .context("no code in the outbox")?;
    journey.at(page, "D-02", "code").await?;
    page.write("code", &code).await?;
    // Six digits may already be enough; the button is for those who press it.
    if page.screen().await? == "D-02" && page.has("next").await? {
        let _ = page.press("next").await;
    }
    journey.at(page, "D-04", "account-and-password").await?;
    page.write("account", person.member).await?;
    page.write("password", person.password).await?;
    page.press("next").await?;
    page.at("H-01").await?;
    page.says(person.name).await?;
    journey.at(page, "H-01", "home").await
}
