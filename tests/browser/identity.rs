//! The unified identity in a browser: signing in, 安全中心, the letter's link, the list of devices; with
//! JavaScript and without, at phone and desktop size, in both modes.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use menhu_testkit::{PEOPLE, Person};
use menhu_tests::browser::{Browser, DESKTOP, PHONE, Size};
use menhu_tests::campus::{Campus, http};
use menhu_tests::page::Page;
use menhu_tests::process::{binary, pause};

use crate::looked_at;

const TEACHER: &Person = &PEOPLE[0];
/// Her initial password has her name in it, and she has two IDs.
const LIBRARIAN: &Person = &PEOPLE[4];

/// Chromium as a browser whose scripts are switched off; the driver's own still run.
const WITHOUT_SCRIPTS: &str = "--blink-settings=scriptEnabled=false";
/// As large as [`PHONE`], with a mouse: the driver waits for a touch to be answered by a script.
const SMALL: Size = Size {
    touch: false,
    ..PHONE
};
/// How long a letter may take into the outbox.
const ARRIVES: Duration = Duration::from_secs(20);
/// design.md §5
const LARGEST_PAGE: usize = 60_000;

/// Keep every rule, and are nobody's.
const PASSWORD: &str = "Teapot-742-window";
const NEW: &str = "lantern_58_Bicycle";
const ANOTHER: &str = "13500135003";
const MAIL: &str = "reading.room@alumni.example.org";

struct Scene {
    campus: Campus,
    page: Page,
    browser: Browser,
    _scratch: tempfile::TempDir,
}

impl Scene {
    async fn new(size: Size, switches: &[&str]) -> Result<Self> {
        let scratch = tempfile::tempdir()?;
        let campus = Campus::start(&scratch.path().join("campus"))?;
        let browser = Browser::start()?;
        let page = browser.page_with(size, None, switches).await?;
        Ok(Self {
            campus,
            page,
            browser,
            _scratch: scratch,
        })
    }

    async fn open(&self, path: &str) -> Result<()> {
        self.page
            .open(&format!("{}{path}", self.campus.origin))
            .await
    }

    /// A first sign-in: a new password where the initial one breaks the rules, then the phone. The
    /// password that is good from here on.
    async fn first_sign_in(&self, who: &Person, looks: &mut Looks) -> Result<&'static str> {
        let page = &self.page;
        let mut password = who.password;
        self.open("/login").await?;
        looks.at(page, "W-20").await?;
        page.write("account", who.member).await?;
        page.write("password", who.password).await?;
        page.press("next").await?;
        page.shows("[data-screen='W-21'], [data-screen='W-22']")
            .await?;
        if page.has("new_password").await? {
            looks.at(page, "W-21").await?;
            page.write("new_password", PASSWORD).await?;
            page.write("repeat_password", PASSWORD).await?;
            page.press("next").await?;
            password = PASSWORD;
        }
        looks.at(page, "W-22").await?;
        page.write("phone", who.phone).await?;
        page.press("next").await?;
        page.control("code").await?;
        looks.seen(page, "W-22 code").await?;
        let code = self.campus.code_for(who.phone).await?;
        page.write("code", &code).await?;
        page.press("next").await?;
        looks.at(page, "W-30").await?;
        Ok(password)
    }

    /// The address in the newest letter to [`MAIL`].
    async fn link(&self) -> Result<String> {
        let mark = format!("{}/mail/", self.campus.origin);
        let begun = Instant::now();
        loop {
            let outbox = self.campus.outbox().await?;
            let newest = outbox.iter().find(|letter| letter.to == MAIL);
            if let Some((_, rest)) = newest.and_then(|letter| letter.text.split_once(&mark)) {
                let secret = rest.split_whitespace().next().unwrap_or_default();
                return Ok(format!("{mark}{secret}"));
            }
            if begun.elapsed() > ARRIVES {
                bail!("no letter with a link in {outbox:?}");
            }
            pause();
        }
    }

    /// The cookies of the browser, for a client that counts bytes.
    async fn cookies(&self) -> Result<String> {
        let all = self.page.client().get_all_cookies().await?;
        let pairs: Vec<String> = all
            .iter()
            .map(|cookie| format!("{}={}", cookie.name(), cookie.value()))
            .collect();
        Ok(pairs.join("; "))
    }
}

/// Looks at each page that is come to, takes its picture in both modes, and keeps what is wrong.
struct Looks {
    folder: PathBuf,
    wrong: Vec<String>,
    how: How,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    /// With axe-core too.
    Closely,
    /// Pictures alone: axe-core waits for what a browser without scripts never does.
    Pictures,
    Away,
}

impl Looks {
    fn new(kind: &str, how: How) -> Result<Self> {
        let folder = binary("menhu-server")?
            .with_file_name("pictures")
            .join("identity")
            .join(kind);
        std::fs::create_dir_all(&folder)?;
        Ok(Self {
            folder,
            wrong: Vec::new(),
            how,
        })
    }

    /// Looks at nothing on the way.
    fn away() -> Result<Self> {
        Self::new("", How::Away)
    }

    async fn at(&mut self, page: &Page, screen: &str) -> Result<()> {
        page.at(screen).await?;
        self.seen(page, screen).await
    }

    async fn seen(&mut self, page: &Page, what: &str) -> Result<()> {
        if self.how == How::Away {
            return Ok(());
        }
        if self.how == How::Closely {
            looked_at(page, what, &mut self.wrong).await?;
        }
        for elder in [false, true] {
            page.dress(elder, false).await?;
            self.photographed(page, what, elder).await?;
        }
        page.dress(false, false).await
    }

    /// A picture a screenful, from the top down.
    async fn photographed(&self, page: &Page, what: &str, elder: bool) -> Result<()> {
        let mode = if elder { "elder" } else { "standard" };
        let name = what.replace(' ', "-");
        let screens = page
            .script("return Math.ceil(document.documentElement.scrollHeight / innerHeight)")
            .await?;
        for n in 0..screens.as_u64().unwrap_or(1) {
            page.script(&format!("scrollTo(0, innerHeight * {n})"))
                .await?;
            let file = self.folder.join(format!("{name}-{mode}-{}.png", n + 1));
            let png = match self.how {
                How::Closely => page.photograph().await?,
                How::Pictures | How::Away => page.client().screenshot().await?,
            };
            std::fs::write(&file, png).with_context(|| format!("{}", file.display()))?;
        }
        page.script("scrollTo(0, 0)").await?;
        Ok(())
    }

    fn nothing_wrong(self) {
        assert!(self.wrong.is_empty(), "{}", self.wrong.join("\n"));
    }
}

/// Every page of the security centre, as the teacher comes through it.
async fn through_the_centre(who: &Person, size: Size, kind: &str) -> Result<()> {
    let scene = Scene::new(size, &[]).await?;
    let (page, mut looks) = (&scene.page, Looks::new(kind, How::Closely)?);
    scene.first_sign_in(who, &mut looks).await?;

    // The path of the guide: 右上角姓名 → 安全中心.
    page.script("document.querySelector('details.who').open = true")
        .await?;
    looks.seen(page, "W-30 menu").await?;
    page.client()
        .find(fantoccini::Locator::Css(
            "details.who a[href='/me/security']",
        ))
        .await?
        .click()
        .await?;
    looks.at(page, "W-31").await?;
    page.press("phone-change").await?;
    looks.at(page, "W-33").await?;
    page.write("phone", ANOTHER).await?;
    page.press("next").await?;
    looks.at(page, "W-34").await?;
    page.write("code", "000000").await?;
    page.press("next").await?;
    page.shows("#code-problem").await?;
    looks.seen(page, "W-34 refused").await?;
    page.write("code", &scene.campus.code_for(ANOTHER).await?)
        .await?;
    page.press("next").await?;
    page.at("W-31").await?;
    page.says("已换成手机 135****5003").await?;
    looks.seen(page, "W-31 changed").await?;

    page.press("mail-bind").await?;
    looks.at(page, "W-36").await?;
    page.write("mail", MAIL).await?;
    page.press("next").await?;
    looks.at(page, "W-37").await?;
    scene.open("/me/security").await?;
    looks.seen(page, "W-31 letter").await?;
    let elsewhere = scene.browser.page(size, None).await?;
    elsewhere.open(&scene.link().await?).await?;
    looks.at(&elsewhere, "W-38").await?;
    elsewhere.press("next").await?;
    elsewhere.says("邮箱绑定好了").await?;
    looks.seen(&elsewhere, "W-38 done").await?;
    elsewhere
        .open(&format!("{}/mail/nothing", scene.campus.origin))
        .await?;
    elsewhere.at("W-38").await?;
    looks.seen(&elsewhere, "W-38 over").await?;

    scene.open("/me/security/phone/unbind").await?;
    looks.at(page, "W-35").await?;
    scene.open("/me/security/mail/unbind").await?;
    looks.at(page, "W-28").await?;
    scene.open("/me/security/password").await?;
    looks.at(page, "W-32").await?;
    page.write("old", "not-hers-1949").await?;
    page.write("new_password", "abc").await?;
    page.write("repeat", "abc").await?;
    page.press("next").await?;
    page.shows("#old-problem").await?;
    looks.seen(page, "W-32 refused").await?;
    scene.open("/me/sessions").await?;
    looks.at(page, "W-39").await?;
    looks.nothing_wrong();
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn she_keeps_her_account_on_her_phone() -> Result<()> {
    through_the_centre(TEACHER, PHONE, "phone").await
}

#[tokio::test(flavor = "multi_thread")]
async fn he_keeps_his_account_at_his_desk() -> Result<()> {
    through_the_centre(LIBRARIAN, DESKTOP, "desktop").await
}

#[tokio::test(flavor = "multi_thread")]
async fn without_javascript_everything_can_be_done() -> Result<()> {
    let scene = Scene::new(SMALL, &[WITHOUT_SCRIPTS]).await?;
    let (page, mut looks) = (&scene.page, Looks::new("without-scripts", How::Pictures)?);
    let password = scene.first_sign_in(TEACHER, &mut looks).await?;

    scene.open("/me/security/password").await?;
    looks.at(page, "W-32").await?;
    let hidden = page
        .script("return document.querySelector('[data-show]').hidden")
        .await?;
    assert_eq!(hidden.as_bool(), Some(true), "no script of the page ran");
    page.write("old", password).await?;
    page.write("new_password", NEW).await?;
    page.write("repeat", NEW).await?;
    page.press("next").await?;
    page.at("W-31").await?;
    page.says("密码修改好了").await?;
    looks.seen(page, "W-31 changed").await?;

    page.press("mail-bind").await?;
    looks.at(page, "W-36").await?;
    page.write("mail", MAIL).await?;
    page.press("next").await?;
    looks.at(page, "W-37").await?;
    page.open(&scene.link().await?).await?;
    looks.at(page, "W-38").await?;
    page.press("next").await?;
    page.says("邮箱绑定好了").await?;
    page.press("next").await?;
    page.at("W-31").await?;
    page.says("r****@alumni.example.org").await?;
    page.press("phone-unbind").await?;
    looks.at(page, "W-35").await?;
    page.press("back").await?;
    page.press("sessions").await?;
    looks.at(page, "W-39").await?;
    page.says("就是现在这台").await?;

    // Signed in elsewhere with the new password, and signed out from here.
    let other = scene.browser.page(PHONE, None).await?;
    other
        .open(&format!("{}/login", scene.campus.origin))
        .await?;
    other.write("account", MAIL).await?;
    other.write("password", NEW).await?;
    other.press("next").await?;
    other.at("W-30").await?;
    scene.open("/me/sessions").await?;
    page.press("end-others").await?;
    page.says("其他设备都已退出").await?;
    other.open(&format!("{}/me", scene.campus.origin)).await?;
    other.at("W-20").await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rules_of_a_new_password_tick_in_words_as_it_is_typed() -> Result<()> {
    let scene = Scene::new(PHONE, &[]).await?;
    let page = &scene.page;
    scene.first_sign_in(TEACHER, &mut Looks::away()?).await?;
    scene.open("/me/security/password").await?;
    let tick = async |rule: &str| -> Result<String> {
        let found = page
            .script(&format!(
                "return document.querySelector('[data-rule={rule}] .tick').innerText"
            ))
            .await?;
        Ok(found.as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(tick("length").await?, "", "nothing is said of nothing");
    for (text, length, classes, space) in [
        ("abc", "还没有", "还没有", "已满足"),
        ("abcDEF", "已满足", "还没有", "已满足"),
        ("abcDE6", "已满足", "已满足", "已满足"),
        ("abc DE6", "已满足", "已满足", "还没有"),
    ] {
        page.write("new_password", text).await?;
        let told = [
            tick("length").await?,
            tick("classes").await?,
            tick("no_space").await?,
        ];
        assert_eq!(told, [length, classes, space], "{text:?}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_behind_the_sign_in_is_small_and_kept_by_no_cache() -> Result<()> {
    let scene = Scene::new(PHONE, &[]).await?;
    scene.first_sign_in(TEACHER, &mut Looks::away()?).await?;
    let (http, cookies) = (http()?, scene.cookies().await?);
    for path in [
        "/me",
        "/me/security",
        "/me/security/password",
        "/me/security/phone",
        "/me/security/phone/unbind",
        "/me/security/mail",
        "/me/security/mail/unbind",
        "/me/sessions",
        "/again",
        "/logout",
    ] {
        let answer = http
            .get(format!("{}{path}", scene.campus.origin))
            .header("cookie", &cookies)
            .send()
            .await?;
        assert_eq!(answer.status().as_u16(), 200, "{path}");
        let cache = answer.headers().get("cache-control");
        let cache = cache.context("cache-control")?.to_str()?.to_owned();
        assert!(cache.contains("no-store"), "{path}: {cache}");
        let body = answer.bytes().await?;
        assert!(body.len() <= LARGEST_PAGE, "{path}: {} bytes", body.len());
    }
    Ok(())
}
