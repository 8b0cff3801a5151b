//! Pictures into the scanner, good and bad.

use std::io::Cursor;

use image::imageops::{self, FilterType};
use image::{DynamicImage, GrayImage, ImageFormat, Luma};
use menhu_client::scan_picture;
use menhu_protocol::Code;
use proptest::prelude::*;
use qrcode::{Color, EcLevel, QrCode};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::around::{App, Device};

const TEXT: &str = "https://menhu.example.edu.cn/r?until=2027-09-01";

/// A QR code with its quiet zone, `module` pixels a module.
fn code(text: &str, module: u32) -> GrayImage {
    let code = QrCode::with_error_correction_level(text, EcLevel::L).expect("fits");
    let width = u32::try_from(code.width()).unwrap();
    let colors = code.to_colors();
    let quiet = 4;
    let side = (width + 2 * quiet) * module;
    GrayImage::from_fn(side, side, |x, y| {
        let at = |p: u32| (p / module).checked_sub(quiet).filter(|p| *p < width);
        let dark = match (at(x), at(y)) {
            (Some(x), Some(y)) => colors[(y * width + x) as usize] == Color::Dark,
            _ => false,
        };
        Luma([if dark { 0 } else { 255 }])
    })
}

fn file(picture: GrayImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageLuma8(picture)
        .to_rgb8()
        .write_to(&mut bytes, format)
        .expect("encodes");
    bytes.into_inner()
}

fn png(picture: GrayImage) -> Vec<u8> {
    file(picture, ImageFormat::Png)
}

/// The picture somewhere in a large grey one, as in a photo of a wall.
fn on_a_wall(picture: &GrayImage, width: u32, height: u32) -> GrayImage {
    let mut wall = GrayImage::from_fn(width, height, |x, y| {
        Luma([140 + u8::try_from((x * 7 + y * 13) % 60).unwrap()])
    });
    let (x, y) = (i64::from(width / 5), i64::from(height / 4));
    imageops::overlay(&mut wall, picture, x, y);
    wall
}

fn turned(picture: &GrayImage, degrees: f32) -> GrayImage {
    let (width, height) = picture.dimensions();
    let (sin, cos) = degrees.to_radians().sin_cos();
    #[allow(
        clippy::cast_precision_loss,
        reason = "pictures of a few hundred pixels"
    )]
    let (cx, cy) = (width as f32 / 2.0, height as f32 / 2.0);
    GrayImage::from_fn(width, height, |x, y| {
        #[allow(
            clippy::cast_precision_loss,
            reason = "pictures of a few hundred pixels"
        )]
        let (dx, dy) = (x as f32 - cx, y as f32 - cy);
        let (sx, sy) = (cos * dx + sin * dy + cx, -sin * dx + cos * dy + cy);
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "rounded to a pixel, outside is white"
        )]
        let at = (sx >= 0.0 && sy >= 0.0).then_some((sx as u32, sy as u32));
        at.and_then(|(x, y)| picture.get_pixel_checked(x, y).copied())
            .unwrap_or(Luma([255]))
    })
}

fn noisy(picture: &GrayImage, strength: i16) -> GrayImage {
    let mut rng = StdRng::seed_from_u64(7);
    let mut picture = picture.clone();
    for pixel in picture.pixels_mut() {
        let value = i16::from(pixel.0[0]) + rng.random_range(-strength..=strength);
        pixel.0[0] = u8::try_from(value.clamp(0, 255)).unwrap();
    }
    picture
}

async fn app() -> (Device, App) {
    let device = Device::default();
    let app = device.start();
    app.consent().await;
    (device, app)
}

async fn read(app: &App, bytes: Vec<u8>) -> Result<String, Code> {
    let text = scan_picture(&app.0, bytes).await;
    text.map_err(|failure| failure.code)
}

#[tokio::test]
async fn a_code_is_read_at_any_size_turned_noisy_and_inverted() {
    let (_device, app) = app().await;
    let mut inverted = code(TEXT, 6);
    imageops::invert(&mut inverted);
    let large = code(TEXT, 8);
    let pictures = [
        ("3 pixels a module", code(TEXT, 3)),
        ("10 pixels a module", code(TEXT, 10)),
        ("60 pixels a module", code(TEXT, 60)),
        ("a quarter turn", imageops::rotate90(&large)),
        ("upside down", imageops::rotate180(&large)),
        ("13 degrees", turned(&on_a_wall(&large, 900, 900), 13.0)),
        ("45 degrees", turned(&on_a_wall(&large, 900, 900), 45.0)),
        ("noise", noisy(&large, 60)),
        ("light on dark", inverted),
        (
            "a photo of 12 megapixels",
            on_a_wall(&code(TEXT, 30), 4000, 3000),
        ),
        (
            "far away in 12 megapixels",
            on_a_wall(&code(TEXT, 12), 4000, 3000),
        ),
        (
            "blurred",
            imageops::resize(&code(TEXT, 3), 400, 400, FilterType::CatmullRom),
        ),
    ];
    for (name, picture) in pictures {
        assert_eq!(
            read(&app, file(picture, ImageFormat::Jpeg))
                .await
                .as_deref(),
            Ok(TEXT),
            "{name}"
        );
    }
}

#[tokio::test]
async fn every_kind_of_picture_file_is_read() {
    let (_device, app) = app().await;
    for format in [
        ImageFormat::Png,
        ImageFormat::Jpeg,
        ImageFormat::Gif,
        ImageFormat::WebP,
        ImageFormat::Bmp,
    ] {
        let bytes = file(code(TEXT, 6), format);
        assert_eq!(read(&app, bytes).await.as_deref(), Ok(TEXT), "{format:?}");
    }
    // Black on nothing.
    let grey = code(TEXT, 6);
    let clear = image::RgbaImage::from_fn(grey.width(), grey.height(), |x, y| {
        let dark = grey.get_pixel(x, y).0[0] == 0;
        image::Rgba([0, 0, 0, if dark { 255 } else { 0 }])
    });
    let mut bytes = Cursor::new(Vec::new());
    clear.write_to(&mut bytes, ImageFormat::Png).unwrap();
    assert_eq!(read(&app, bytes.into_inner()).await.as_deref(), Ok(TEXT));
}

#[tokio::test]
async fn codes_of_other_sites_and_long_texts_come_back_as_they_are() {
    let (_device, app) = app().await;
    let long = "4 KB ".repeat(800);
    for text in [
        "https://u.wechat.com/abc",
        "WIFI:S:x;;",
        "门户",
        long.trim(),
    ] {
        let read = read(&app, png(code(text, 5))).await;
        assert_eq!(read.as_deref(), Ok(text));
    }
}

/// Pictures side by side on a wall.
fn together(pictures: &[GrayImage]) -> GrayImage {
    let width = pictures.iter().map(|p| p.width() + 40).sum::<u32>() + 40;
    let height = pictures
        .iter()
        .map(GrayImage::height)
        .max()
        .unwrap_or_default()
        + 80;
    let mut wall = GrayImage::from_pixel(width, height, Luma([150]));
    let mut left = 40;
    for picture in pictures {
        imageops::overlay(&mut wall, picture, left, 40);
        left += i64::from(picture.width()) + 40;
    }
    wall
}

#[tokio::test]
async fn campus_code_is_taken_from_among_others_and_two_campuses_are_not_guessed() {
    let (_device, app) = app().await;
    let own = || code(TEXT, 4);
    let chat = || code("https://chat.example.com/q/abc", 4);
    let wifi = || code("WIFI:S:campus;;", 4);
    for pictures in [
        vec![chat(), own()],
        vec![own(), wifi()],
        vec![chat(), wifi(), own()],
    ] {
        let read = read(&app, png(together(&pictures))).await;
        assert_eq!(read.as_deref(), Ok(TEXT));
    }
    let other = code("https://menhu.other.edu.cn/r", 4);
    assert_eq!(
        read(&app, png(together(&[own(), chat(), other]))).await,
        Err(Code::SeveralCampuses)
    );
}

#[tokio::test]
async fn a_picture_without_a_code_says_so() {
    let (_device, app) = app().await;
    let blank = GrayImage::from_pixel(800, 600, Luma([200]));
    assert_eq!(
        read(&app, png(blank.clone())).await,
        Err(Code::NoCodeInPicture)
    );
    let noise = noisy(&blank, 55);
    assert_eq!(read(&app, png(noise)).await, Err(Code::NoCodeInPicture));
    let one = GrayImage::from_pixel(1, 1, Luma([0]));
    assert_eq!(read(&app, png(one)).await, Err(Code::NoCodeInPicture));
    let thin = GrayImage::from_pixel(5000, 1, Luma([0]));
    assert_eq!(read(&app, png(thin)).await, Err(Code::NoCodeInPicture));
}

#[tokio::test]
async fn what_is_no_picture_or_too_large_a_one_is_unreadable() {
    let (_device, app) = app().await;
    let whole = png(code(TEXT, 6));
    for bytes in [
        Vec::new(),
        b"GIF89a".to_vec(),
        b"%PDF-1.7".to_vec(),
        vec![0xff; 4096],
        whole[..whole.len() / 2].to_vec(),
        vec![0; menhu_protocol::ipc::PICTURE_LARGEST + 1],
        bomb(60_000, 60_000),
        bomb(16_000, 16_000),
        bomb(0, 0),
    ] {
        assert_eq!(read(&app, bytes).await, Err(Code::PictureUnreadable));
    }
}

/// The head of a BMP that promises so many pixels.
fn bomb(width: i32, height: i32) -> Vec<u8> {
    let mut bytes = b"BM".to_vec();
    bytes.extend(100_u32.to_le_bytes());
    bytes.extend([0; 4]);
    bytes.extend(54_u32.to_le_bytes());
    bytes.extend(40_u32.to_le_bytes());
    bytes.extend(width.to_le_bytes());
    bytes.extend(height.to_le_bytes());
    bytes.extend(1_u16.to_le_bytes());
    bytes.extend(24_u16.to_le_bytes());
    bytes.extend([0; 24]);
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_damaged_picture_never_panics(
        at in 0.0..1.0_f64, byte in any::<u8>(), cut in 0.0..1.0_f64,
    ) {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss,
            reason = "a place in a file of a few kilobytes")]
        let place = |share: f64, length: usize| (share * length as f64) as usize;
        let mut bytes = file(code(TEXT, 2), ImageFormat::Bmp);
        let hit = place(at, bytes.len());
        bytes[hit] = byte;
        if cut < 0.3 {
            bytes.truncate(place(cut / 0.3, bytes.len()));
        }
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let (_device, app) = app().await;
            let _ = read(&app, bytes).await;
        });
    }
}
