//! The app's own page through devhost: every screen, and the detours people take.

use anyhow::Result;
use menhu_testkit::PEOPLE;
use menhu_tests::browser::{Browser, DESKTOP, PHONE, Size};
use menhu_tests::campus::Campus;
use menhu_tests::devhost::Devhost;
use menhu_tests::page::Page;
use menhu_tests::window::Device;
use menhu_tests::world;

use crate::looked_at;

/// A campus, an app and a browser to look at it with.
struct Scene {
    campus: Campus,
    app: Devhost,
    _browser: Browser,
    page: Page,
    _scratch: tempfile::TempDir,
}

async fn scene(size: Size) -> Result<Scene> {
    let scratch = tempfile::tempdir()?;
    let campus = Campus::start(&scratch.path().join("campus"))?;
    let device = Device::new(&scratch.path().join("device"))?;
    let app = Devhost::start_with(&device, "memory")?;
    let browser = Browser::start()?;
    let page = browser.page(size, None).await?;
    page.open(&app.origin).await?;
    Ok(Scene {
        campus,
        app,
        _browser: browser,
        page,
        _scratch: scratch,
    })
}

async fn consent(page: &Page) -> Result<()> {
    page.at("A-01").await?;
    page.press("next").await?;
    page.at("A-02").await?;
    page.press("consent-agree").await?;
    page.at("B-01").await
}

async fn campus_by_address(page: &Page, campus: &Campus) -> Result<()> {
    page.write("address", &campus.origin).await?;
    page.press("find").await?;
    page.at("B-03").await
}

async fn every_screen(size: Size) -> Result<()> {
    let Scene { campus, page, .. } = &scene(size).await?;
    let teacher = &PEOPLE[0];
    let mut wrong = Vec::new();
    macro_rules! look {
        ($screen:literal) => {
            page.at($screen).await?;
            looked_at(page, $screen, &mut wrong).await?;
        };
    }
    look!("A-01");
    page.press("next").await?;
    look!("A-02");
    page.press("read-privacy").await?;
    look!("A-03");
    page.press("back").await?;
    page.at("A-02").await?;
    page.press("consent-refuse").await?;
    look!("A-04");
    page.press("consent-return").await?;
    page.at("A-02").await?;
    page.press("consent-agree").await?;
    look!("B-01");
    page.press("scan").await?;
    look!("B-02");
    page.press("back").await?;
    page.at("B-01").await?;
    campus_by_address(page, campus).await?;
    look!("B-03");
    page.press("read-terms").await?;
    look!("B-04");
    page.press("back").await?;
    page.at("B-03").await?;
    page.press("campus-agree").await?;
    look!("B-05");
    page.press("go-register").await?;
    look!("C-01");
    page.write("account", teacher.member).await?;
    page.write("password", teacher.password).await?;
    page.press("next").await?;
    look!("C-02");
    page.press("dispute").await?;
    look!("C-03");
    page.press("back").await?;
    page.at("C-02").await?;
    page.press("other-phone").await?;
    look!("C-04");
    page.write("phone", "13500135004").await?;
    page.write("certificate", teacher.certificate).await?;
    page.press("next").await?;
    look!("C-05");
    page.press("back").await?;
    page.at("C-04").await?;
    page.press("back").await?;
    page.at("C-02").await?;
    page.press("activate").await?;
    look!("C-06");
    page.press("next").await?;
    look!("D-01");
    // A number nobody has: the wrong-phone screen, after the code and not before.
    page.write("phone", "13500135005").await?;
    page.press("next").await?;
    look!("D-02");
    page.write("code", &campus.code_for("13500135005").await?)
        .await?;
    if page.screen().await? == "D-02" {
        let _ = page.press("next").await;
    }
    look!("D-03");
    page.press("next").await?;
    page.at("D-01").await?;
    page.write("phone", teacher.phone).await?;
    page.press("next").await?;
    page.at("D-02").await?;
    page.write("code", &campus.code_for(teacher.phone).await?)
        .await?;
    if page.screen().await? == "D-02" {
        let _ = page.press("next").await;
    }
    look!("D-04");
    page.write("account", teacher.member).await?;
    page.write("password", "not-hers-1949").await?;
    page.press("next").await?;
    page.message().await?;
    assert_eq!(
        page.value("account").await?,
        teacher.member,
        "what was typed is kept"
    );
    looked_at(page, "D-04 refused", &mut wrong).await?;
    page.write("password", teacher.password).await?;
    page.press("next").await?;
    look!("H-01");
    page.says(teacher.name).await?;
    page.press("open-settings").await?;
    look!("S-01");
    page.press("devices").await?;
    look!("S-02");
    page.press("back").await?;
    page.at("S-01").await?;
    page.press("texts").await?;
    look!("S-03");
    page.press("back").await?;
    page.at("S-01").await?;
    page.press("about").await?;
    look!("S-04");
    page.press("withdraw").await?;
    look!("S-07");
    page.press("back").await?;
    page.at("S-04").await?;
    page.press("back").await?;
    page.at("S-01").await?;
    page.press("sign-out").await?;
    look!("S-05");
    page.press("sign-out-confirm").await?;
    page.at("B-05").await?;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_of_the_app_is_in_order_on_a_phone() -> Result<()> {
    every_screen(PHONE).await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_of_the_app_is_in_order_on_a_desk() -> Result<()> {
    every_screen(DESKTOP).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_campus_gets_a_clear_sentence_and_is_kept() -> Result<()> {
    let Scene { page, .. } = &scene(PHONE).await?;
    consent(page).await?;
    for typed in [
        "https://www.example.com/",
        "你好",
        "http://menhu.example.edu.cn",
    ] {
        page.write("address", typed).await?;
        page.press("find").await?;
        let said = page.message().await?;
        assert!(said.contains('。'), "a sentence, not a code: {said}");
        assert_eq!(
            page.value("address").await?,
            typed,
            "what was typed is kept"
        );
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_opens_the_same_screen_as_the_poster() -> Result<()> {
    let Scene {
        campus, app, page, ..
    } = &scene(PHONE).await?;
    consent(page).await?;
    app.link(&campus.origin.replace("http://", "menhu://"))
        .await?;
    page.at("B-03").await?;
    page.says("127.0.0.1").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_to_another_campus_tells_whoever_is_in_how_to_change_and_no_more() -> Result<()> {
    let Scene {
        campus, app, page, ..
    } = &scene(PHONE).await?;
    world::consent(app).await?;
    world::adopt(app, &campus.origin).await?;
    world::register(app, &PEOPLE[0]).await?;
    world::sign_in(app, campus, &PEOPLE[0]).await?;
    page.client().refresh().await?;
    page.at("H-01").await?;
    app.link("menhu://other.example.edu.cn").await?;
    page.says("您已登录示范大学。要换学校，请先在「设置」里退出登录。")
        .await?;
    assert_eq!(page.screen().await?, "H-01");
    let mut wrong = Vec::new();
    looked_at(page, "H-01 with a link", &mut wrong).await?;
    assert_eq!(wrong, Vec::<String>::new());
    page.press("link-unfollowed-read").await?;
    page.press("open-settings").await?;
    page.at("S-01").await?;
    assert!(!page.has("link-unfollowed-read").await?, "said once");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn reloading_reopens_the_step_with_secrets_empty() -> Result<()> {
    let Scene { campus, page, .. } = &scene(PHONE).await?;
    consent(page).await?;
    campus_by_address(page, campus).await?;
    page.press("campus-agree").await?;
    page.at("B-05").await?;
    page.press("go-signin").await?;
    page.at("D-01").await?;
    page.write("phone", PEOPLE[0].phone).await?;
    page.press("next").await?;
    page.at("D-02").await?;
    page.client().refresh().await?;
    page.at("D-02").await?;
    assert_eq!(page.value("code").await?, "");
    assert_eq!(
        campus.messages_to(PEOPLE[0].phone).await?.len(),
        1,
        "no second SMS"
    );
    Ok(())
}
