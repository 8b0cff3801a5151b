//! A forgotten password (E-01 … E-05) and one that has to be renewed (D-05) in the app's own page, through
//! devhost, against the real campus server.

use anyhow::Result;
use menhu_testkit::{PEOPLE, Person};
use menhu_tests::browser::{Browser, DESKTOP, PHONE, Size};
use menhu_tests::campus::Campus;
use menhu_tests::devhost::Devhost;
use menhu_tests::page::Page;
use menhu_tests::process::free_port;
use menhu_tests::window::Device;
use menhu_tests::world::{adopt, consent, register};

use crate::looked_at;

const NEW: &str = "lantern_58_Bicycle";

/// A freshman whose initial password is digits only.
const FRESHMAN: Person = Person {
    member: "2026S2002",
    password: "20260901",
    ..PEOPLE[2]
};

struct Scene {
    campus: Campus,
    page: Page,
    _browser: Browser,
    _app: Devhost,
    _scratch: tempfile::TempDir,
}

/// `person` has registered and stands at D-04, the phone proven.
async fn at_password(size: Size, person: &Person) -> Result<Scene> {
    let scratch = tempfile::tempdir()?;
    let port = free_port()?;
    let origin = format!("http://127.0.0.1:{port}");
    let people = std::slice::from_ref(person);
    let campus = Campus::start_as(&scratch.path().join("campus"), port, &origin, people)?;
    let device = Device::new(&scratch.path().join("device"))?;
    let app = Devhost::start_with(&device, "memory")?;
    consent(&app).await?;
    adopt(&app, &campus.origin).await?;
    register(&app, person).await?;
    let browser = Browser::start()?;
    let page = browser.page(size, None).await?;
    page.open(&app.origin).await?;
    // The registration was left at its last screen.
    page.at("C-06").await?;
    page.press("next").await?;
    page.at("D-01").await?;
    page.write("phone", person.phone).await?;
    page.press("next").await?;
    page.at("D-02").await?;
    code(&page, &campus, person, "D-02").await?;
    page.at("D-04").await?;
    Ok(Scene {
        campus,
        page,
        _browser: browser,
        _app: app,
        _scratch: scratch,
    })
}

/// Types the newest code that was sent to the person.
async fn code(page: &Page, campus: &Campus, person: &Person, screen: &str) -> Result<()> {
    page.write("code", &campus.code_for(person.phone).await?)
        .await?;
    if page.screen().await? == screen {
        // Six digits may already be enough; the button is for those who press it.
        let _ = page.press("next").await;
    }
    Ok(())
}

async fn forgotten(size: Size) -> Result<()> {
    let person = &PEOPLE[0];
    let Scene { campus, page, .. } = &at_password(size, person).await?;
    let mut wrong = Vec::new();
    looked_at(page, "D-04", &mut wrong).await?;
    page.write("account", person.member).await?;
    page.press("forgot").await?;
    page.at("E-01").await?;
    assert_eq!(
        page.value("account").await?,
        person.member,
        "typed once is enough"
    );
    looked_at(page, "E-01", &mut wrong).await?;
    page.write("certificate", PEOPLE[1].certificate).await?;
    page.press("next").await?;
    page.says("账号和证件号对不上").await?;
    assert_eq!(page.screen().await?, "E-01");
    looked_at(page, "E-01 refused", &mut wrong).await?;
    page.write("certificate", person.certificate).await?;
    page.press("next").await?;
    page.at("E-02").await?;
    page.says("13*****").await?;
    assert!(!page.has("recovery-mail").await?, "no mail is bound");
    looked_at(page, "E-02", &mut wrong).await?;
    page.press("recovery-phone").await?;
    page.says("刚刚发过一次").await?;
    assert_eq!(page.screen().await?, "E-02", "a code went there just now");
    campus.minute_passes().await?;
    page.press("recovery-phone").await?;
    page.at("E-03").await?;
    looked_at(page, "E-03", &mut wrong).await?;
    // Back and forth, and a reload: no other message.
    page.press("back").await?;
    page.at("E-02").await?;
    page.press("recovery-phone").await?;
    page.at("E-03").await?;
    page.client().refresh().await?;
    page.at("E-03").await?;
    code(page, campus, person, "E-03").await?;
    page.at("E-04").await?;
    looked_at(page, "E-04", &mut wrong).await?;
    page.write("new-password", "abcDEF").await?;
    page.press("next").await?;
    page.says("没有打勾的几条").await?;
    looked_at(page, "E-04 weak", &mut wrong).await?;
    page.write("new-password", NEW).await?;
    page.write("repeat-password", NEW).await?;
    page.press("next").await?;
    page.at("E-05").await?;
    looked_at(page, "E-05", &mut wrong).await?;
    page.press("next").await?;
    page.at("D-04").await?;
    assert_eq!(page.value("account").await?, person.member);
    page.write("password", NEW).await?;
    page.press("next").await?;
    page.at("H-01").await?;
    page.says(person.name).await?;
    let sent = campus.messages_to(person.phone).await?;
    let codes = sent.iter().filter(|m| m.text.contains("验证码")).count();
    assert_eq!(codes, 2, "one to sign in, one to recover: {sent:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn forgotten_password_is_recovered_on_a_phone() -> Result<()> {
    forgotten(PHONE).await
}

#[tokio::test(flavor = "multi_thread")]
async fn forgotten_password_is_recovered_on_a_desk() -> Result<()> {
    forgotten(DESKTOP).await
}

#[tokio::test(flavor = "multi_thread")]
async fn weak_initial_password_is_renewed_before_anybody_is_in() -> Result<()> {
    let Scene { page, .. } = &at_password(PHONE, &FRESHMAN).await?;
    let mut wrong = Vec::new();
    page.write("account", FRESHMAN.member).await?;
    page.write("password", FRESHMAN.password).await?;
    page.press("next").await?;
    page.at("D-05").await?;
    page.says("现在的密码没有做到").await?;
    looked_at(page, "D-05", &mut wrong).await?;
    // Closed and opened again: here, with nothing typed, and the rules are there.
    page.write("new-password", NEW).await?;
    page.client().refresh().await?;
    page.at("D-05").await?;
    page.shows("[data-rule=length]").await?;
    assert_eq!(page.value("new-password").await?, "");
    page.write("new-password", "password1").await?;
    page.write("repeat-password", "password1").await?;
    page.press("next").await?;
    page.says("这次没通过").await?;
    looked_at(page, "D-05 refused", &mut wrong).await?;
    page.write("new-password", NEW).await?;
    page.write("repeat-password", NEW).await?;
    page.press("next").await?;
    page.at("H-01").await?;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn way_back_from_a_recovery_leads_to_the_sign_in_where_it_was_left() -> Result<()> {
    let person = &PEOPLE[0];
    let Scene { campus, page, .. } = &at_password(PHONE, person).await?;
    page.press("forgot").await?;
    page.at("E-01").await?;
    page.write("account", person.member).await?;
    page.press("back").await?;
    page.at("D-04").await?;
    assert_eq!(page.value("account").await?, person.member);
    page.write("password", person.password).await?;
    page.press("next").await?;
    page.at("H-01").await?;
    assert_eq!(campus.messages_to(person.phone).await?.len(), 1);
    Ok(())
}
