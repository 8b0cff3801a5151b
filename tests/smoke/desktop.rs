//! What a computer's user expects, with the real app on a real session bus: a panel that shows its icon,
//! a program that shows its notifications, or neither.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use menhu_tests::journey::Journey;
use menhu_tests::page::Page;
use menhu_tests::process::{Program, binary};
use menhu_tests::screen::{self, Sight};
use menhu_tests::session::{Notices, Panel, Session};
use menhu_tests::steps::{self, Look};
use menhu_tests::window::{Device, Display, Window};

const CHINESE: [&str; 3] = ["打开门户", "设置", "退出"];
const ENGLISH: [&str; 3] = ["Open Menhu", "Settings", "Quit"];

/// A computer with a screen and a session, and nothing on its bus yet.
struct Computer {
    device: Device,
    session: Session,
    display: Display,
    scratch: tempfile::TempDir,
}

impl Computer {
    fn new() -> Result<Self> {
        let scratch = tempfile::tempdir()?;
        Ok(Self {
            device: Device::new(&scratch.path().join("device"))?,
            session: Session::start(scratch.path())?,
            display: Display::start(scratch.path())?,
            scratch,
        })
    }

    fn x(&self) -> &str {
        self.display.number()
    }

    fn command(&self, words: &[&str]) -> Command {
        self.session.command(&self.device, self.x(), words)
    }

    /// The app as a person starts it, with these words behind its name.
    fn start(&self, words: &[&str]) -> Result<Program> {
        let menhu = binary("menhu")?;
        let menhu = menhu.to_str().context("the path is no text")?;
        let log = format!(
            "app-{}.log",
            std::fs::read_dir(self.scratch.path())?.count()
        );
        Program::start(
            &mut self.command(&[&[menhu], words].concat()),
            self.scratch.path().join(log),
        )
    }

    /// The app's window, or why there is none.
    fn shown(&self, app: &Program) -> Result<Sight> {
        screen::comes(self.x()).with_context(|| app.said())
    }

    /// The app with a page that can be driven.
    async fn drive(&self) -> Result<Window> {
        Window::drive(&self.device.folder, &binary("menhu")?, |words| {
            self.command(words)
        })
        .await
    }

    /// Agreed to the app's texts, at the search for a campus.
    async fn consented(&self, page: &Page) -> Result<()> {
        let mut journey = Journey::begin(&self.scratch.path().join("pictures"))?;
        steps::consent(page, &mut journey, Look::Standard).await?;
        page.at("B-01").await
    }

    fn autostart(&self) -> PathBuf {
        let home = self.device.folder.join("home");
        home.join(".config/autostart/menhu.desktop")
    }
}

/// Presses keys together, Ctrl and one more.
async fn ctrl(page: &Page, key: &str) -> Result<()> {
    let press = format!(
        "window.dispatchEvent(new KeyboardEvent('keydown', {{ key: '{key}', ctrlKey: true, cancelable: true }}))"
    );
    page.script(&press).await.map(drop)
}

/// The same where the app ends with it, perhaps before the driver has its answer.
async fn ctrl_ends(page: &Page, key: &str, pid: u32) -> Result<()> {
    let _ = ctrl(page, key).await;
    screen::ends(pid)
}

#[tokio::test(flavor = "multi_thread")]
async fn closed_window_stays_in_the_tray_and_that_is_told_once() -> Result<()> {
    let computer = Computer::new()?;
    let panel = Panel::open(&computer.session).await?;
    let notices = Notices::open(&computer.session).await?;
    let window = computer.drive().await?;
    let page = window.page();
    page.at("A-01").await?;
    panel.says(&CHINESE).await?;
    page.press("lang-en").await?;
    panel.says(&ENGLISH).await?;
    page.press("lang-zh").await?;
    panel.says(&CHINESE).await?;
    let pid = screen::comes(computer.x())?.pid;
    assert_eq!(panel.count(), 1, "one icon");

    ctrl(page, "w").await?;
    screen::goes(computer.x())?;
    let told = notices.wait(1)?;
    assert!(
        told[0].contains("门户还在运行") && told[0].contains("「退出」"),
        "{told:?}"
    );
    panel.choose("打开门户").await?;
    screen::comes(computer.x())?;
    ctrl(page, "w").await?;
    screen::goes(computer.x())?;
    notices.press().await?;
    let again = screen::comes(computer.x())?;
    assert_eq!(again.pid, pid, "the same app");
    assert_eq!(notices.all().len(), 1, "told once");

    panel.choose("退出").await?;
    screen::ends(pid)
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nobody_shows_icons_closing_ends_the_app() -> Result<()> {
    let computer = Computer::new()?;
    let window = computer.drive().await?;
    window.page().at("A-01").await?;
    let pid = screen::comes(computer.x())?.pid;
    ctrl_ends(window.page(), "w", pid).await
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nobody_shows_notifications_the_window_says_that_the_app_stayed() -> Result<()> {
    let computer = Computer::new()?;
    let panel = Panel::open(&computer.session).await?;
    let window = computer.drive().await?;
    let page = window.page();
    page.at("A-01").await?;
    panel.says(&CHINESE).await?;
    ctrl(page, "w").await?;
    screen::goes(computer.x())?;
    panel.choose("打开门户").await?;
    screen::comes(computer.x())?;
    page.says("门户留在托盘里").await?;
    page.press("still-running-read").await?;
    ensure!(!page.has("still-running-read").await?, "read");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn second_start_brings_the_first_to_the_front_and_hands_over_its_link() -> Result<()> {
    let computer = Computer::new()?;
    let panel = Panel::open(&computer.session).await?;
    let window = computer.drive().await?;
    let page = window.page();
    computer.consented(page).await?;
    let pid = screen::comes(computer.x())?.pid;
    ctrl(page, "w").await?;
    screen::goes(computer.x())?;

    let menhu = binary("menhu")?;
    let menhu = menhu.to_str().context("the path is no text")?;
    // Nobody is there; what counts is that the first app went to look.
    let second = computer.command(&[menhu, "menhu://127.0.0.1:9"]).status()?;
    assert!(second.success(), "the second ends: {second}");
    assert_eq!(screen::comes(computer.x())?.pid, pid, "the first is shown");
    page.message().await?;
    assert_eq!(panel.count(), 1, "one app, one icon");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn second_start_by_the_computer_brings_nothing_to_the_front() -> Result<()> {
    let computer = Computer::new()?;
    let panel = Panel::open(&computer.session).await?;
    let window = computer.drive().await?;
    let page = window.page();
    page.at("A-01").await?;
    panel.says(&CHINESE).await?;
    screen::comes(computer.x())?;
    ctrl(page, "w").await?;
    screen::goes(computer.x())?;

    let menhu = binary("menhu")?;
    let menhu = menhu.to_str().context("the path is no text")?;
    let second = computer.command(&[menhu, "--hidden"]).status()?;
    assert!(second.success(), "the second ends: {second}");
    // When it ended, the first had been told. The icon's words change in the thread that shows windows:
    // what it was to do before is done.
    page.script("document.getElementById('lang-en').click()")
        .await?;
    panel.says(&ENGLISH).await?;
    assert_eq!(screen::seen(computer.x())?, None, "nobody asked for it");
    assert_eq!(panel.count(), 1, "one app, one icon");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wished_of_this_computer_is_done_and_kept() -> Result<()> {
    let computer = Computer::new()?;
    let panel = Panel::open(&computer.session).await?;
    let window = computer.drive().await?;
    let page = window.page();
    computer.consented(page).await?;
    let pid = screen::comes(computer.x())?.pid;
    ctrl(page, ",").await?;
    page.at("S-08").await?;
    ensure!(!page.has("notifications").await?, "nobody shows them here");

    assert!(!computer.autostart().exists(), "off until it is asked for");
    page.press("autostart").await?;
    switched(page, "autostart", true).await?;
    let entry = std::fs::read_to_string(computer.autostart())?;
    assert!(entry.contains("--hidden"), "{entry}");
    // Taken away behind the app's back: the page says what is, not what was.
    std::fs::remove_file(computer.autostart())?;
    page.press("back").await?;
    page.at("B-01").await?;
    ctrl(page, ",").await?;
    switched(page, "autostart", false).await?;
    page.press("autostart").await?;
    switched(page, "autostart", true).await?;
    page.press("autostart").await?;
    switched(page, "autostart", false).await?;
    assert!(!computer.autostart().exists());

    page.press("shortcuts").await?;
    page.at("S-09").await?;
    page.says("打开设置").await?;
    page.press("back").await?;
    page.at("S-08").await?;

    page.press("stay").await?;
    switched(page, "stay", false).await?;

    let plain = width(page).await?;
    // The last press here: WebKit's driver aims wrong on a page that is shown larger.
    page.press("zoom-in").await?;
    page.says("110%").await?;
    let zoomed = width(page).await?;
    assert!(zoomed < plain, "{zoomed} of {plain} px");
    ctrl(page, "=").await?;
    page.says("125%").await?;
    ctrl_ends(page, "w", pid).await?;
    window.kill();

    let window = computer.drive().await?;
    let page = window.page();
    page.at("B-01").await?;
    assert!(width(page).await? < zoomed, "125 % is kept");
    ctrl(page, "0").await?;
    ctrl(page, ",").await?;
    page.says("100%").await?;
    switched(page, "stay", false).await?;
    panel.choose("设置").await?;
    let pid = screen::comes(computer.x())?.pid;
    ctrl_ends(page, "q", pid).await
}

/// Waits until a switch stands like this.
async fn switched(page: &Page, id: &str, on: bool) -> Result<()> {
    page.control(id).await?;
    page.shows(&format!("#{id}[aria-checked='{on}']")).await
}

/// The page's width in its own pixels: fewer when it is shown larger.
async fn width(page: &Page) -> Result<u64> {
    page.script("return innerWidth")
        .await?
        .as_u64()
        .context("no width")
}

#[tokio::test(flavor = "multi_thread")]
async fn started_with_the_computer_it_waits_in_the_tray() -> Result<()> {
    let computer = Computer::new()?;
    let panel = Panel::open(&computer.session).await?;
    let _app = computer.start(&["--hidden"])?;
    panel.says(&CHINESE).await?;
    assert_eq!(screen::seen(computer.x())?, None);
    panel.choose("打开门户").await?;
    let pid = screen::comes(computer.x())?.pid;
    panel.choose("退出").await?;
    screen::ends(pid)
}

#[tokio::test(flavor = "multi_thread")]
async fn window_opens_where_it_was_and_never_out_of_reach() -> Result<()> {
    let computer = Computer::new()?;
    let panel = Panel::open(&computer.session).await?;
    let put = [70, 50, 900, 640];
    {
        let app = computer.start(&[])?;
        let window = computer.shown(&app)?;
        panel.says(&CHINESE).await?;
        window.put(computer.x(), put)?;
        panel.choose("退出").await?;
        screen::ends(window.pid)?;
    }
    {
        let app = computer.start(&[])?;
        let window = computer.shown(&app)?;
        assert_eq!(window.place(computer.x())?, put);
        panel.says(&CHINESE).await?;
        panel.choose("退出").await?;
        screen::ends(window.pid)?;
    }
    // The second screen on which it stood is gone.
    let memory = computer
        .device
        .folder
        .join("home/.config/cn.menhu.app/.window-state.json");
    let kept = std::fs::read_to_string(&memory)?;
    let mut state: serde_json::Value = serde_json::from_str(&kept)?;
    state["main"]["x"] = 3000.into();
    state["main"]["width"] = 2560.into();
    std::fs::write(&memory, state.to_string())?;
    let app = computer.start(&[])?;
    let window = computer.shown(&app)?;
    let [x, y, width, height] = window.place(computer.x())?;
    let inside = x >= 0 && y >= 0 && x + width <= 1280 && y + height <= 960;
    assert!(inside, "{:?}", [x, y, width, height]);
    Ok(())
}
