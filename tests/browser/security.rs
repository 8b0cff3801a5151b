//! The security centre of the app (S-11 … S-21) as people meet it, against the real campus server.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use menhu_testkit::{PEOPLE, Person};
use menhu_tests::browser::{Browser, DESKTOP, PHONE, Size};
use menhu_tests::campus::{Campus, Message};
use menhu_tests::devhost::Devhost;
use menhu_tests::page::Page;
use menhu_tests::window::Device;
use menhu_tests::world::{adopt, consent, register, sign_in};
use sqlx::Connection as _;

use crate::looked_at;

/// How long news of an account may take to its channels (security.md RC-6).
const TOLD: Duration = Duration::from_secs(60);

const WHO: &Person = &PEOPLE[0];
const NEW_PHONE: &str = "13500135004";
const NEW_MAIL: &str = "shufen.chen@alumni.example.edu.cn";
const NEW_PASSWORD: &str = "dong*Yun*2026";

struct Scene {
    campus: Campus,
    browser: Browser,
    page: Page,
    _app: Devhost,
    _scratch: tempfile::TempDir,
}

/// Somebody who is in and looks at S-11.
async fn scene(size: Size) -> Result<Scene> {
    let scratch = tempfile::tempdir()?;
    let campus = Campus::start(&scratch.path().join("campus"))?;
    let device = Device::new(&scratch.path().join("device"))?;
    let app = Devhost::start_with(&device, "memory")?;
    consent(&app).await?;
    adopt(&app, &campus.origin).await?;
    register(&app, WHO).await?;
    sign_in(&app, &campus, WHO).await?;
    let browser = Browser::start()?;
    let page = browser.page(size, None).await?;
    page.open(&app.origin).await?;
    page.at("H-01").await?;
    page.press("open-security").await?;
    page.at("S-11").await?;
    page.control("open-mail").await?;
    Ok(Scene {
        campus,
        browser,
        page,
        _app: app,
        _scratch: scratch,
    })
}

/// Eleven minutes and more pass since the password was proven on any device.
async fn proof_grows_old(campus: &Campus) -> Result<()> {
    let url = format!("sqlite://{}", campus.database().display());
    let mut books = sqlx::SqliteConnection::connect(&url).await?;
    sqlx::query("UPDATE session SET proven_at = 0")
        .execute(&mut books)
        .await?;
    Ok(())
}

/// What went to an address or number and says `words`, as soon as there is one.
async fn told(campus: &Campus, to: &str, words: &str) -> Result<Message> {
    let begun = Instant::now();
    loop {
        let outbox = campus.outbox().await?;
        let heard = |m: &&Message| m.to.ends_with(to) && m.text.contains(words);
        if let Some(message) = outbox.iter().find(heard) {
            return Ok(message.clone());
        }
        if begun.elapsed() > TOLD {
            bail!("{to} never heard {words:?}: {outbox:?}");
        }
        tokio::task::yield_now().await;
    }
}

async fn rule(page: &Page, name: &str) -> Result<String> {
    let script =
        format!("return document.querySelector('[data-rule={name}] .rule-tick').innerText");
    let said = page.script(&script).await?;
    Ok(said.as_str().unwrap_or_default().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn password_is_changed_with_the_old_one_while_the_rules_tick() -> Result<()> {
    let Scene { campus, page, .. } = &scene(PHONE).await?;
    let mut wrong = Vec::new();
    page.says("还是学校给的初始密码").await?;
    looked_at(page, "S-11 initial", &mut wrong).await?;
    page.press("open-password").await?;
    page.at("S-12").await?;
    looked_at(page, "S-12", &mut wrong).await?;

    page.write("old-password", "not-hers-1949").await?;
    page.write("new-password", "abcDEF").await?;
    assert_eq!(rule(page, "length").await?, "已满足");
    assert_eq!(
        rule(page, "classes").await?,
        "还没有",
        "letters are one class"
    );
    page.press("next").await?;
    page.says("没有打勾的几条").await?;
    looked_at(page, "S-12 weak", &mut wrong).await?;
    page.write("new-password", NEW_PASSWORD).await?;
    assert_eq!(rule(page, "classes").await?, "已满足");
    page.write("repeat-password", "dong*Yun*2025").await?;
    page.press("next").await?;
    page.says("两次输入的新密码不一样").await?;
    page.write("repeat-password", NEW_PASSWORD).await?;
    page.press("next").await?;
    page.says("密码不对。还可以马上再试").await?;
    assert_eq!(page.value("new-password").await?, NEW_PASSWORD, "kept");
    looked_at(page, "S-12 wrong", &mut wrong).await?;

    page.write("old-password", WHO.password).await?;
    page.press("next").await?;
    page.at("S-11").await?;
    page.says("密码改好了，其他设备都已退出").await?;
    page.says("上次修改：刚刚").await?;
    assert!(!page.text().await?.contains("初始密码"));
    looked_at(page, "S-11 changed", &mut wrong).await?;
    told(campus, WHO.phone, "设了新密码").await?;
    page.press("open-password").await?;
    assert_eq!(
        page.value("old-password").await?,
        "",
        "forgotten by the page"
    );
    assert_eq!(page.value("new-password").await?, "");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_is_bound_by_its_letter_after_the_password_was_asked_again() -> Result<()> {
    let Scene {
        campus,
        browser,
        page,
        ..
    } = &scene(PHONE).await?;
    let mut wrong = Vec::new();
    proof_grows_old(campus).await?;
    page.press("open-mail").await?;
    page.at("S-15").await?;
    page.write("mail", "shufen@").await?;
    page.press("next").await?;
    page.says("邮箱不对").await?;
    looked_at(page, "S-15 malformed", &mut wrong).await?;
    page.write("mail", NEW_MAIL).await?;
    page.press("next").await?;

    // The detour: a wrong password, then back, then all the way.
    page.at("S-18").await?;
    looked_at(page, "S-18", &mut wrong).await?;
    page.write("password", "not-hers-1949").await?;
    page.press("next").await?;
    page.says("密码不对。还可以马上再试").await?;
    looked_at(page, "S-18 wrong", &mut wrong).await?;
    page.press("back").await?;
    page.at("S-15").await?;
    assert_eq!(page.value("mail").await?, NEW_MAIL, "nothing is lost");
    assert!(letters(campus).await?.is_empty(), "nothing went out");
    page.press("next").await?;
    page.at("S-18").await?;
    page.write("password", WHO.password).await?;
    page.press("next").await?;
    page.at("S-21").await?;
    looked_at(page, "S-21", &mut wrong).await?;
    let letters = letters(campus).await?;
    assert_eq!(letters.len(), 1, "one letter: {letters:?}");

    // The link is opened on another device, where nobody is in.
    let link = letters[0]
        .text
        .split_whitespace()
        .find(|word| word.starts_with(&campus.origin))
        .context("no link in the letter")?;
    let elsewhere = browser.page(DESKTOP, None).await?;
    elsewhere.open(link).await?;
    elsewhere.at("W-38").await?;
    page.press("look").await?;
    page.shows("#look:not([aria-disabled])").await?;
    assert!(page.has("look").await?, "looking at the link binds nothing");
    elsewhere.press("next").await?;
    elsewhere.says("邮箱绑定好了").await?;

    // Whoever comes back to the app sees it without pressing anything.
    page.script("document.dispatchEvent(new Event('visibilitychange'))")
        .await?;
    page.says("邮箱绑定好了").await?;
    looked_at(page, "S-21 done", &mut wrong).await?;
    page.press("done").await?;
    page.at("S-11").await?;
    page.says("s****@alumni.example.edu.cn").await?;
    told(campus, WHO.phone, "绑定了邮箱").await?;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

/// Every letter to the new mail.
async fn letters(campus: &Campus) -> Result<Vec<Message>> {
    let mut outbox = campus.outbox().await?;
    outbox.retain(|message| message.to == NEW_MAIL);
    Ok(outbox)
}

#[tokio::test(flavor = "multi_thread")]
async fn phone_is_changed_and_both_numbers_hear_of_it_and_the_last_one_stays() -> Result<()> {
    let Scene { campus, page, .. } = &scene(DESKTOP).await?;
    let mut wrong = Vec::new();
    page.press("open-phone").await?;
    page.at("S-13").await?;
    looked_at(page, "S-13", &mut wrong).await?;
    page.press("unbind").await?;
    page.at("S-19").await?;
    page.says("至少要留一个").await?;
    looked_at(page, "S-19 last", &mut wrong).await?;
    assert!(!page.has("unbind-confirm").await?);
    page.press("bind-mail").await?;
    page.at("S-15").await?;
    page.press("back").await?;
    page.press("open-phone").await?;
    page.at("S-13").await?;

    page.write("phone", NEW_PHONE).await?;
    page.press("next").await?;
    page.at("S-14").await?;
    looked_at(page, "S-14", &mut wrong).await?;
    let code = campus.code_for(NEW_PHONE).await?;
    // Back and forth sends no second message.
    page.press("back").await?;
    page.at("S-13").await?;
    page.press("next").await?;
    page.at("S-14").await?;
    assert_eq!(campus.messages_to(NEW_PHONE).await?.len(), 1);
    page.write("code", &code).await?;
    page.press("next").await?;
    page.at("S-11").await?;
    page.says("密保手机现在是 135****5004").await?;
    looked_at(page, "S-11 changed", &mut wrong).await?;
    told(campus, WHO.phone, "改用尾号 5004").await?;
    told(campus, NEW_PHONE, "改用尾号 5004").await?;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_guessed_is_seen_beside_the_own_sign_ins_and_closing_is_taken_back() -> Result<()> {
    let Scene {
        campus,
        browser,
        page,
        ..
    } = &scene(PHONE).await?;
    let mut wrong = Vec::new();
    let stranger = browser.page(DESKTOP, None).await?;
    stranger.open(&format!("{}/login", campus.origin)).await?;
    stranger.write("account", WHO.member).await?;
    stranger.write("password", "not-hers-1949").await?;
    stranger.press("next").await?;
    stranger.says("还可以马上再试").await?;

    page.press("open-signins").await?;
    page.at("S-16").await?;
    page.says("密码输错，没有进来").await?;
    page.says("登录了").await?;
    page.says("应用 · ").await?;
    looked_at(page, "S-16", &mut wrong).await?;
    page.press("open-password").await?;
    page.at("S-12").await?;
    page.press("back").await?;
    page.at("S-11").await?;

    page.press("open-devices").await?;
    page.at("S-02").await?;
    page.says("就是这一台").await?;
    looked_at(page, "S-02", &mut wrong).await?;
    page.press("back").await?;
    page.at("S-11").await?;

    page.press("open-close").await?;
    page.at("S-17").await?;
    looked_at(page, "S-17", &mut wrong).await?;
    page.press("close-ask").await?;
    page.at("S-11").await?;
    page.says("注销申请收到了").await?;
    page.press("open-close").await?;
    page.at("S-17").await?;
    looked_at(page, "S-17 under way", &mut wrong).await?;
    page.press("close-back").await?;
    page.says("注销已经撤回").await?;
    page.press("back").await?;
    page.at("H-01").await?;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}
