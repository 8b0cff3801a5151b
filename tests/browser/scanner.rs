//! The scanner on a computer: what its camera sees, and the ways on when there is none.

use std::path::PathBuf;

use anyhow::Result;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, GrayImage, Luma};
use menhu_tests::browser::{Browser, DESKTOP};
use menhu_tests::campus::Campus;
use menhu_tests::devhost::Devhost;
use menhu_tests::page::Page;
use menhu_tests::pictures;
use menhu_tests::window::Device;
use qrcode::EcLevel;
use tempfile::TempDir;

use crate::looked_at;

/// A page at B-01, and what it stands on.
struct Scene {
    campus: Campus,
    page: Page,
    scratch: TempDir,
    _app: Devhost,
    _browser: Browser,
}

/// `camera` makes Chromium's switches from the campus's address and a folder to write to.
async fn scene(camera: impl FnOnce(&str, &TempDir) -> Result<Vec<String>>) -> Result<Scene> {
    let scratch = tempfile::tempdir()?;
    let campus = Campus::start(&scratch.path().join("campus"))?;
    let device = Device::new(&scratch.path().join("device"))?;
    let app = Devhost::start_with(&device, "memory")?;
    let switches = camera(&campus.origin, &scratch)?;
    let switches: Vec<&str> = switches.iter().map(String::as_str).collect();
    let browser = Browser::start()?;
    let page = browser.page_with(DESKTOP, None, &switches).await?;
    page.open(&app.origin).await?;
    page.at("A-01").await?;
    page.press("next").await?;
    page.at("A-02").await?;
    page.press("consent-agree").await?;
    page.at("B-01").await?;
    // Every camera track the page is ever given, so that a test can ask whether it was let go.
    page.script(
        "window.given = [];
         const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
         navigator.mediaDevices.getUserMedia = async wish => {
           const stream = await ask(wish);
           window.given.push(...stream.getTracks());
           return stream;
         };
         // Every frame the page draws to have it read.
         window.frames_drawn = 0;
         const draw = HTMLCanvasElement.prototype.toBlob;
         HTMLCanvasElement.prototype.toBlob = function (...wish) {
           window.frames_drawn += 1;
           return draw.apply(this, wish);
         }",
    )
    .await?;
    Ok(Scene {
        campus,
        page,
        scratch,
        _app: app,
        _browser: browser,
    })
}

fn test_card(_: &str, _: &TempDir) -> Result<Vec<String>> {
    Ok(vec![])
}

fn cameras(count: u8) -> impl FnOnce(&str, &TempDir) -> Result<Vec<String>> {
    move |_, _| {
        Ok(vec![format!(
            "--use-fake-device-for-media-stream=device-count={count}"
        )])
    }
}

/// A camera before which these codes are held, side by side.
fn film(
    texts: impl FnOnce(&str) -> Vec<String>,
) -> impl FnOnce(&str, &TempDir) -> Result<Vec<String>> {
    move |origin, scratch| {
        let frame = frame(&texts(origin));
        let mut film = Vec::new();
        for _ in 0..2 {
            JpegEncoder::new_with_quality(&mut film, 90).encode_image(&frame)?;
        }
        let file = scratch.path().join("camera.mjpeg");
        std::fs::write(&file, film)?;
        Ok(vec![format!(
            "--use-file-for-fake-video-capture={}",
            file.display()
        )])
    }
}

fn frame(texts: &[String]) -> DynamicImage {
    let mut frame = GrayImage::from_pixel(960, 720, Luma([120]));
    let mut left = 40;
    for text in texts {
        let code = pictures::code(text, 8, EcLevel::M);
        image::imageops::overlay(&mut frame, &code, left, 180);
        left += i64::from(code.width()) + 60;
    }
    DynamicImage::ImageLuma8(frame).to_rgb8().into()
}

fn poster(origin: &str) -> String {
    format!("{origin}/r")
}

fn chat() -> String {
    "https://chat.example.com/q".to_owned()
}

/// How many cameras were given out, and how many of them still run.
async fn running(page: &Page) -> Result<(u64, u64)> {
    let counts = page
        .script("return [given.length, given.filter(t => t.readyState === 'live').length]")
        .await?;
    let count = |n: usize| counts[n].as_u64().unwrap_or_default();
    Ok((count(0), count(1)))
}

/// Waits until this many cameras run.
async fn until_running(page: &Page, count: u64) -> Result<()> {
    let script = format!(
        "const done = arguments[arguments.length - 1];
         const look = () => given.filter(t => t.readyState === 'live').length === {count}
           ? done(true) : setTimeout(look, 20);
         look()"
    );
    page.script_async(&script, vec![]).await?;
    Ok(())
}

/// Waits until one more frame was handed over to be read.
async fn until_frame(page: &Page) -> Result<()> {
    let script = "const done = arguments[arguments.length - 1];
         const before = frames_drawn;
         const look = () => frames_drawn > before ? done(true) : setTimeout(look, 20);
         look()";
    page.script_async(script, vec![]).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn code_held_before_the_camera_opens_its_campus_and_the_camera_is_let_go() -> Result<()> {
    let scene = scene(film(|origin| vec![poster(origin)])).await?;
    let page = &scene.page;
    page.press("scan").await?;
    page.at("B-03").await?;
    page.says("127.0.0.1").await?;
    assert_eq!(running(page).await?, (1, 0));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn campus_code_is_read_beside_another_one() -> Result<()> {
    let scene = scene(film(|origin| vec![chat(), poster(origin)])).await?;
    scene.page.press("scan").await?;
    scene.page.at("B-03").await
}

#[tokio::test(flavor = "multi_thread")]
async fn another_sites_code_gets_a_sentence_and_the_camera_looks_on() -> Result<()> {
    let scene = scene(film(|_| vec![chat()])).await?;
    let page = &scene.page;
    page.press("scan").await?;
    page.at("B-02").await?;
    let said = page.message().await?;
    assert!(said.contains("不是学校的"), "{said}");
    assert_eq!(page.screen().await?, "B-02");
    assert_eq!(running(page).await?, (1, 1));
    let mut wrong = Vec::new();
    looked_at(page, "B-02 with a sentence", &mut wrong).await?;
    assert_eq!(wrong, Vec::<String>::new());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn camera_is_let_go_when_the_screen_is_left_or_hidden() -> Result<()> {
    let scene = scene(test_card).await?;
    let page = &scene.page;
    assert_eq!(running(page).await?, (0, 0), "no camera before 「扫一扫」");
    page.press("scan").await?;
    page.at("B-02").await?;
    until_running(page, 1).await?;
    let show = |hidden: bool| {
        format!(
            "Object.defineProperty(document, 'hidden', {{ value: {hidden}, configurable: true }});
             document.dispatchEvent(new Event('visibilitychange'))"
        )
    };
    page.script(&show(true)).await?;
    until_running(page, 0).await?;
    page.script(&show(false)).await?;
    until_running(page, 1).await?;
    page.press("back").await?;
    page.at("B-01").await?;
    until_running(page, 0).await?;
    assert_eq!(running(page).await?.0, 2);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn second_camera_can_be_picked_and_is_remembered() -> Result<()> {
    let scene = scene(cameras(2)).await?;
    let page = &scene.page;
    page.press("scan").await?;
    page.at("B-02").await?;
    let mut wrong = Vec::new();
    page.control("lens-2").await?;
    looked_at(page, "B-02 with two cameras", &mut wrong).await?;
    assert_eq!(wrong, Vec::<String>::new());
    page.press("lens-2").await?;
    page.shows("#lens-2[aria-pressed=true]").await?;
    until_running(page, 1).await?;
    // The second camera's picture stays when the loop that read the first has ended.
    for _ in 0..3 {
        until_frame(page).await?;
    }
    let wide = "return document.querySelector('.finder video').videoWidth";
    assert!(page.script(wide).await?.as_u64() > Some(0), "no picture");
    page.press("back").await?;
    page.at("B-01").await?;
    page.press("scan").await?;
    page.shows("#lens-2[aria-pressed=true]").await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn one_camera_is_no_choice_and_no_lamp_no_button() -> Result<()> {
    let scene = scene(test_card).await?;
    let page = &scene.page;
    page.press("scan").await?;
    page.at("B-02").await?;
    page.shows(".finder video").await?;
    until_running(page, 1).await?;
    page.shows(".finder.mirrored").await?;
    assert!(!page.has("lens-1").await?);
    assert!(!page.has("torch").await?);
    Ok(())
}

/// Presses 「扫一扫」 and expects to stay among the other ways, with this sentence.
async fn refused(page: &Page, said: &str) -> Result<()> {
    page.press("scan").await?;
    let message = page.message().await?;
    assert!(message.contains(said), "{message}");
    page.at("B-01").await?;
    assert!(page.has("picture").await? && page.has("address").await?);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_camera_leaves_the_other_ways() -> Result<()> {
    let denied = |_: &str, _: &TempDir| Ok(vec!["--use-fake-ui-for-media-stream=deny".to_owned()]);
    let scene = scene(denied).await?;
    let page = &scene.page;
    refused(page, "还不能用相机").await?;
    let mut wrong = Vec::new();
    looked_at(page, "B-01 after a refusal", &mut wrong).await?;
    assert_eq!(wrong, Vec::<String>::new());
    let file = picture(&scene)?;
    page.hand_over("picture", &file).await?;
    page.at("B-03").await
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_taken_and_forbidden_cameras_each_get_their_own_sentence() -> Result<()> {
    let scene = scene(cameras(0)).await?;
    let page = &scene.page;
    refused(page, "没有找到能用的相机").await?;
    page.script(
        "navigator.mediaDevices.getUserMedia =
           () => Promise.reject(new DOMException('in use', 'NotReadableError'))",
    )
    .await?;
    refused(page, "别的程序").await?;
    page.script(
        "Object.defineProperty(navigator, 'mediaDevices', { value: undefined });
         Object.defineProperty(window, 'isSecureContext', { value: false })",
    )
    .await?;
    refused(page, "连接不安全").await
}

/// A photo of the poster as a file.
fn picture(scene: &Scene) -> Result<PathBuf> {
    let file = scene.scratch.path().join("poster.png");
    frame(&[poster(&scene.campus.origin)]).save(&file)?;
    Ok(file)
}

#[tokio::test(flavor = "multi_thread")]
async fn picture_can_be_chosen_or_dropped_while_the_camera_looks() -> Result<()> {
    let scene = scene(test_card).await?;
    let page = &scene.page;
    page.press("scan").await?;
    page.at("B-02").await?;
    let blank = scene.scratch.path().join("blank.png");
    GrayImage::from_pixel(300, 300, Luma([200])).save(&blank)?;
    page.hand_over("picture", &blank).await?;
    let said = page.message().await?;
    assert!(said.contains("没有找到二维码"), "{said}");
    assert_eq!(page.screen().await?, "B-02", "the camera was not given up");
    // The file as a person drops it: through the page's own events.
    let file = std::fs::read(picture(&scene)?)?;
    page.script(&format!(
        "const files = new DataTransfer();
         files.items.add(new File([new Uint8Array({file:?})], 'poster.png', {{ type: 'image/png' }}));
         window.dispatchEvent(new DragEvent('drop', {{ dataTransfer: files, bubbles: true, cancelable: true }}))"
    ))
    .await?;
    page.at("B-03").await?;
    until_running(page, 0).await
}

#[tokio::test(flavor = "multi_thread")]
async fn purpose_of_the_camera_is_said_before_it_is_asked_for() -> Result<()> {
    let scene = scene(test_card).await?;
    let page = &scene.page;
    page.says("只用来认二维码").await?;
    page.says("不保存").await?;
    assert_eq!(running(page).await?, (0, 0));
    Ok(())
}
