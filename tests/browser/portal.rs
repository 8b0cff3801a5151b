//! The seed's own order: poster → registration in the browser → 注册成功 → download page, then the app.

use std::sync::Arc;

use anyhow::{Context, Result};
use menhu_testkit::{HandClock, PEOPLE};
use menhu_tests::browser::{Browser, DESKTOP, PHONE, Size};
use menhu_tests::campus::{Campus, http};
use menhu_tests::devhost::Devhost;
use menhu_tests::handset::Handset;
use menhu_tests::journey::Journey;
use menhu_tests::page::Page;
use menhu_tests::steps::{self, Look};
use menhu_tests::window::Device;
use menhu_tests::world::consent;

use crate::looked_at;

/// Two phones of the time; only the words before the brackets differ in kind.
const WECHAT: &str = "Mozilla/5.0 (Linux; Android 10; ELE-AL00) AppleWebKit/537.36 (KHTML, like Gecko) \
    Version/4.0 Chrome/86.0.4240.99 Mobile Safari/537.36 MicroMessenger/8.0.49";
const ANDROID: &str = "Mozilla/5.0 (Linux; Android 10; ELE-AL00) AppleWebKit/537.36 (KHTML, like Gecko) \
    Chrome/92.0.4515.105 Mobile Safari/537.36";

async fn register(page: &Page, campus: &Campus, wrong: &mut Vec<String>) -> Result<()> {
    let teacher = &PEOPLE[0];
    page.open(&format!("{}/r", campus.origin)).await?;
    page.at("W-01").await?;
    looked_at(page, "W-01", wrong).await?;
    page.press("next").await?;
    page.at("W-02").await?;
    looked_at(page, "W-02", wrong).await?;
    page.write("account", teacher.member).await?;
    page.write("password", "not-hers-1949").await?;
    page.press("next").await?;
    page.says("工/学号或密码不对").await?;
    assert_eq!(
        page.value("account").await?,
        teacher.member,
        "what was typed is kept"
    );
    assert_eq!(page.value("password").await?, "", "but no secret");
    looked_at(page, "W-02 refused", wrong).await?;
    page.write("password", teacher.password).await?;
    page.press("next").await?;
    page.at("W-03").await?;
    page.says(teacher.name).await?;
    let text = page.text().await?;
    assert!(
        text.contains("138****8000") && !text.contains(teacher.phone),
        "{text}"
    );
    assert!(
        !text.contains(teacher.member),
        "only the last four of the ID: {text}"
    );
    looked_at(page, "W-03", wrong).await?;
    page.press("dispute").await?;
    page.at("W-04").await?;
    looked_at(page, "W-04", wrong).await?;
    // A wrong department is noted and blocks nothing.
    page.press("field-department").await?;
    page.write("should_be", "离退休工作处 / 物理系").await?;
    page.press("next").await?;
    page.at("W-05").await?;
    looked_at(page, "W-05", wrong).await?;
    page.open(&format!("{}/r", campus.origin)).await?;
    page.open(&format!("{}/r/phone", campus.origin)).await?;
    page.at("W-06").await?;
    looked_at(page, "W-06", wrong).await?;
    page.open(&format!("{}/r/confirm", campus.origin)).await?;
    page.at("W-03").await?;
    page.press("next").await?;
    page.at("W-08").await?;
    page.says("注册成功").await?;
    looked_at(page, "W-08", wrong).await
}

async fn at_size(size: Size) -> Result<()> {
    let scratch = tempfile::tempdir()?;
    let campus = Campus::start(&scratch.path().join("campus"))?;
    std::fs::write(
        campus.downloads().join("menhu-0.1.0.apk"),
        b"not a real package, but a real file",
    )?;
    let browser = Browser::start()?;
    let page = browser.page(size, Some(ANDROID)).await?;
    let mut wrong = Vec::new();
    register(&page, &campus, &mut wrong).await?;
    page.press("download").await?;
    page.at("W-09").await?;
    page.says("Android").await?;
    looked_at(&page, "W-09", &mut wrong).await?;
    // Scanned again: straight to 注册成功.
    let fresh = browser.page(size, Some(ANDROID)).await?;
    fresh.open(&format!("{}/r/account", campus.origin)).await?;
    fresh.write("account", PEOPLE[0].member).await?;
    fresh.write("password", PEOPLE[0].password).await?;
    fresh.press("next").await?;
    fresh.at("W-08").await?;
    fresh
        .open(&format!("{}/no/such/page", campus.origin))
        .await?;
    fresh.at("W-99").await?;
    looked_at(&fresh, "W-99", &mut wrong).await?;
    for (path, screen) in [
        ("/", "W-00"),
        ("/desk", "W-10"),
        ("/read/terms", "W-11"),
        ("/demo/outbox", "W-90"),
    ] {
        fresh.open(&format!("{}{path}", campus.origin)).await?;
        fresh.at(screen).await?;
        looked_at(&fresh, screen, &mut wrong).await?;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn she_registers_in_the_browser_of_her_phone() -> Result<()> {
    at_size(PHONE).await
}

#[tokio::test(flavor = "multi_thread")]
async fn he_registers_at_his_desk() -> Result<()> {
    at_size(DESKTOP).await
}

#[tokio::test(flavor = "multi_thread")]
async fn inside_wechat_everything_works_and_only_the_download_asks_for_the_browser() -> Result<()> {
    let scratch = tempfile::tempdir()?;
    let campus = Campus::start(&scratch.path().join("campus"))?;
    std::fs::write(campus.downloads().join("menhu-0.1.0.apk"), b"a file")?;
    let browser = Browser::start()?;
    let page = browser.page(PHONE, Some(WECHAT)).await?;
    let mut wrong = Vec::new();
    register(&page, &campus, &mut wrong).await?;
    assert!(
        !page.text().await?.contains("在浏览器中打开"),
        "not before the download"
    );
    page.press("download").await?;
    page.says("在浏览器中打开").await?;
    looked_at(&page, "W-09 in WeChat", &mut wrong).await?;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn another_phone_is_bound_on_the_way_and_the_former_one_is_told() -> Result<()> {
    let scratch = tempfile::tempdir()?;
    let campus = Campus::start(&scratch.path().join("campus"))?;
    let browser = Browser::start()?;
    let page = browser.page(PHONE, Some(ANDROID)).await?;
    let (teacher, another) = (&PEOPLE[0], "13500135003");
    page.open(&format!("{}/r/account", campus.origin)).await?;
    page.write("account", teacher.member).await?;
    page.write("password", teacher.password).await?;
    page.press("next").await?;
    page.at("W-03").await?;
    page.open(&format!("{}/r/phone", campus.origin)).await?;
    page.write("phone", another).await?;
    page.write("certificate", teacher.certificate).await?;
    page.press("next").await?;
    page.at("W-07").await?;
    let mut wrong = Vec::new();
    looked_at(&page, "W-07", &mut wrong).await?;
    page.write("code", &campus.code_for(another).await?).await?;
    page.press("next").await?;
    page.at("W-03").await?;
    page.says("135****5003").await?;
    page.press("next").await?;
    page.at("W-08").await?;
    let begun = std::time::Instant::now();
    while campus.messages_to(teacher.phone).await?.is_empty() {
        anyhow::ensure!(
            begun.elapsed().as_secs() < 30,
            "the former number was not told"
        );
        menhu_tests::process::pause();
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_the_browser_and_scanning_again_continues_there() -> Result<()> {
    let scratch = tempfile::tempdir()?;
    let campus = Campus::start(&scratch.path().join("campus"))?;
    let browser = Browser::start()?;
    let page = browser.page(PHONE, Some(ANDROID)).await?;
    page.open(&format!("{}/r/account", campus.origin)).await?;
    page.write("account", PEOPLE[0].member).await?;
    page.write("password", PEOPLE[0].password).await?;
    page.press("next").await?;
    page.at("W-03").await?;
    page.open("about:blank").await?;
    page.open(&format!("{}/r", campus.origin)).await?;
    page.at("W-03").await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_works_without_a_script_and_is_small() -> Result<()> {
    let scratch = tempfile::tempdir()?;
    let campus = Campus::start(&scratch.path().join("campus"))?;
    let http = http()?;
    for path in [
        "/",
        "/r",
        "/r/account",
        "/d",
        "/no/such/page",
        "/demo/outbox",
        "/desk",
        "/read/terms",
    ] {
        for query in ["?lang=zh", "?lang=en"] {
            let answer = http
                .get(format!("{}{path}{query}", campus.origin))
                .send()
                .await?;
            let policy = answer
                .headers()
                .get("content-security-policy")
                .with_context(|| format!("{path} has no policy"))?
                .to_str()?
                .to_owned();
            assert!(policy.contains("default-src 'none'"), "{path}: {policy}");
            let body = answer.text().await?;
            assert!(body.len() <= 60_000, "{path}: {} bytes", body.len());
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_guides_own_order_leads_from_the_poster_to_home() -> Result<()> {
    let scratch = tempfile::tempdir()?;
    let campus = Campus::start(&scratch.path().join("campus"))?;
    std::fs::write(campus.downloads().join("menhu-0.1.0.apk"), b"a file")?;
    let browser = Browser::start()?;
    // What a phone's camera reads from the printed code is what its browser opens.
    let camera = Handset::new(
        &scratch.path().join("camera"),
        Arc::new(HandClock::default()),
        1,
    )?;
    consent(&camera).await?;
    let printed = std::fs::read(campus.poster()?.join("poster.png"))?;
    let address = camera.scan(printed).await?;
    let page = browser.page(PHONE, Some(ANDROID)).await?;
    page.open(&address).await?;
    page.at("W-01").await?;
    let mut wrong = Vec::new();
    register(&page, &campus, &mut wrong).await?;
    page.press("download").await?;
    page.at("W-09").await?;

    let device = Device::new(&scratch.path().join("device"))?;
    let app = Devhost::start_with(&device, "memory")?;
    let page = browser.page(PHONE, None).await?;
    page.open(&app.origin).await?;
    let mut journey = Journey::begin(&scratch.path().join("pictures"))?;
    steps::consent(&page, &mut journey, Look::Elder).await?;
    steps::find_campus(&page, &mut journey, &campus.poster()?.join("poster.png")).await?;
    page.press("go-signin").await?;
    steps::sign_in(&page, &mut journey, &campus, &PEOPLE[0]).await?;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}
