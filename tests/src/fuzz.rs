//! Pictures nobody took: damaged files and frames of noise, through the same entry as real ones.

use std::io::Cursor;
use std::panic;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Result, bail};
use image::{DynamicImage, GrayImage, ImageFormat, Luma};
use menhu_protocol::Code;
use menhu_testkit::HandClock;
use qrcode::EcLevel;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::handset::Handset;
use crate::{pictures, world};

/// Panics of this process while it fuzzes, caught or not.
static PANICS: AtomicUsize = AtomicUsize::new(0);

/// Longest side of a frame, px: large enough for a code, small enough for a million of them.
const SIDE: u32 = 64;

/// What became of the frames.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub read: usize,
    pub nothing: usize,
    pub unreadable: usize,
    pub panics: usize,
}

/// Hands `count` frames to the app's scanner. The same `seed` makes the same frames.
///
/// # Errors
/// When the app answers anything but a text, 「no code」 or 「no picture」.
pub async fn frames(count: usize, seed: u64) -> Result<Tally> {
    let folder = tempfile::tempdir()?;
    let app = Handset::new(folder.path(), Arc::new(HandClock::default()), seed)?;
    world::consent(&app).await?;
    let before = panic::take_hook();
    panic::set_hook(Box::new(|found| {
        PANICS.fetch_add(1, Ordering::SeqCst);
        eprintln!("{found}");
    }));
    let outcome = read_all(&app, count, seed).await;
    panic::set_hook(before);
    let tally = outcome?;
    Ok(Tally {
        panics: PANICS.swap(0, Ordering::SeqCst),
        ..tally
    })
}

async fn read_all(app: &Handset, count: usize, seed: u64) -> Result<Tally> {
    let mut dice = StdRng::seed_from_u64(seed);
    let files = whole_files()?;
    let mut tally = Tally::default();
    for n in 0..count {
        match app.scan(frame(&files, &mut dice)?).await {
            Ok(_) => tally.read += 1,
            Err(failure) => match failure.code {
                Code::NoCodeInPicture | Code::SeveralCampuses => tally.nothing += 1,
                Code::PictureUnreadable => tally.unreadable += 1,
                code => bail!("frame {n} of seed {seed}: {code:?}"),
            },
        }
    }
    Ok(tally)
}

/// One code in every format the app reads.
fn whole_files() -> Result<Vec<Vec<u8>>> {
    let code = pictures::code(pictures::CAMPUS, 2, EcLevel::L);
    [
        ImageFormat::Png,
        ImageFormat::Jpeg,
        ImageFormat::Gif,
        ImageFormat::WebP,
        ImageFormat::Bmp,
    ]
    .into_iter()
    .map(|format| file(&code, format))
    .collect()
}

fn frame(files: &[Vec<u8>], dice: &mut StdRng) -> Result<Vec<u8>> {
    Ok(match dice.random_range(0..4) {
        0 => {
            let mut bytes = files[dice.random_range(0..files.len())].clone();
            damage(&mut bytes, dice);
            bytes
        }
        1 => file(&noise(dice), ImageFormat::Bmp)?,
        // Shapes of a code where there is none: what a detector runs after.
        2 => file(&blocks(dice), ImageFormat::Bmp)?,
        _ => file(&torn(dice), ImageFormat::Bmp)?,
    })
}

/// A few bytes changed, a stretch left out, or the end missing.
fn damage(bytes: &mut Vec<u8>, dice: &mut StdRng) {
    for _ in 0..dice.random_range(1..12) {
        let at = dice.random_range(0..bytes.len());
        bytes[at] = dice.random();
    }
    if dice.random_bool(0.2) {
        let at = dice.random_range(0..bytes.len());
        let to = dice.random_range(at..bytes.len());
        bytes.drain(at..to);
    }
    if dice.random_bool(0.2) {
        bytes.truncate(dice.random_range(1..=bytes.len()));
    }
}

fn noise(dice: &mut StdRng) -> GrayImage {
    let (width, height) = (dice.random_range(1..SIDE), dice.random_range(1..SIDE));
    GrayImage::from_fn(width, height, |_, _| Luma([dice.random()]))
}

fn blocks(dice: &mut StdRng) -> GrayImage {
    let (width, height) = (dice.random_range(20..SIDE), dice.random_range(20..SIDE));
    let mut picture = GrayImage::from_pixel(width, height, Luma([dice.random()]));
    for _ in 0..dice.random_range(1..12) {
        let (x, y) = (dice.random_range(0..width), dice.random_range(0..height));
        let unit = dice.random_range(1..6);
        // The rings of a finder pattern: 7, 5 and 3 units wide.
        for (inset, ink) in [(0, dice.random()), (1, dice.random()), (2, dice.random())] {
            let side = (7 - 2 * inset) * unit;
            let square = GrayImage::from_pixel(side, side, Luma([ink]));
            let at = |corner: u32| i64::from(corner + inset * unit);
            image::imageops::overlay(&mut picture, &square, at(x), at(y));
        }
    }
    picture
}

/// A whole code with parts of it replaced or shifted.
fn torn(dice: &mut StdRng) -> GrayImage {
    let mut code = pictures::code(pictures::CAMPUS, dice.random_range(1..3), EcLevel::L);
    let side = code.width();
    for _ in 0..dice.random_range(1..6) {
        let (w, h) = (dice.random_range(1..side), dice.random_range(1..side / 2));
        let (x, y) = (dice.random_range(0..side), dice.random_range(0..side));
        let piece = image::imageops::crop_imm(&code, x, y, w.min(side - x), h.min(side - y));
        let piece = piece.to_image();
        let to = |dice: &mut StdRng| i64::from(dice.random_range(0..side));
        let (to_x, to_y) = (to(dice), to(dice));
        image::imageops::overlay(&mut code, &piece, to_x, to_y);
    }
    code
}

fn file(picture: &GrayImage, format: ImageFormat) -> Result<Vec<u8>> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = DynamicImage::ImageLuma8(picture.clone());
    // GIF and WebP know colours only.
    match format {
        ImageFormat::Bmp | ImageFormat::Png | ImageFormat::Jpeg => {
            picture.write_to(&mut bytes, format)?;
        }
        _ => picture.to_rgb8().write_to(&mut bytes, format)?,
    }
    Ok(bytes.into_inner())
}

#[cfg(test)]
mod tests {
    use super::frames;

    #[tokio::test]
    async fn no_picture_makes_the_decoder_panic() {
        let tally = frames(10_000, 7).await.expect("only the three answers");
        assert_eq!(tally.panics, 0, "{tally:?}");
        // The frames reach the decoder, and not all of them are hopeless.
        assert!(tally.read > 100, "{tally:?}");
        assert!(tally.nothing > 1000, "{tally:?}");
        assert!(tally.unreadable > 100, "{tally:?}");
    }
}
