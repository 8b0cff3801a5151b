//! What a lens, a hand and a file format do to a picture.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops;
use image::{GrayImage, ImageReader, Luma};
use rand::Rng;
use rand::rngs::StdRng;

/// What lies outside a picture that is turned: a grey wall.
const BEYOND: f64 = 150.0;

/// Out of focus; `soft` is the standard deviation in pixels.
pub fn blurred(picture: &GrayImage, soft: f64) -> GrayImage {
    #[allow(clippy::cast_possible_truncation, reason = "a few pixels")]
    imageops::fast_blur(picture, soft as f32)
}

/// A hand that moved `length` pixels along `way` (radians).
pub fn moved(picture: &GrayImage, length: f64, way: f64) -> GrayImage {
    let steps = whole(length).max(1) + 1;
    let (sin, cos) = way.sin_cos();
    let (width, height) = picture.dimensions();
    GrayImage::from_fn(width, height, |x, y| {
        let sum: f64 = (0..steps)
            .map(|step| {
                let at = (f64::from(step) / f64::from(steps - 1) - 0.5) * length;
                sample(picture, f64::from(x) + at * cos, f64::from(y) + at * sin)
            })
            .sum();
        Luma([byte(sum / f64::from(steps))])
    })
}

/// Seen from the side: turned by `turn` in its plane, then tipped back by `tip` (radians) about the level
/// axis and by `side` about the upright one, through a lens about one and a half pictures away.
pub fn tilted(picture: &GrayImage, turn: f64, tip: f64, side: f64) -> GrayImage {
    let (width, height) = picture.dimensions();
    let (cx, cy) = (f64::from(width) / 2.0, f64::from(height) / 2.0);
    let away = 1.5 * f64::from(width.max(height));
    let (sin_t, cos_t) = turn.sin_cos();
    let (sin_p, cos_p) = tip.sin_cos();
    let (sin_s, cos_s) = side.sin_cos();
    // Two directions that span the poster's plane, as the camera has them: first tipped, then turned aside.
    let right = [cos_s, 0.0, -sin_s];
    let down = [sin_s * sin_p, cos_p, cos_s * sin_p];
    GrayImage::from_fn(width, height, |x, y| {
        let ray = [f64::from(x) - cx, f64::from(y) - cy, away];
        // away·ê_z + u·right + v·down = t·ray, for u and v.
        let (a, b) = (right, down);
        let cross = [
            a[1] * b[2] - a[2] * b[1],
            a[2] * b[0] - a[0] * b[2],
            a[0] * b[1] - a[1] * b[0],
        ];
        let along = ray[0] * cross[0] + ray[1] * cross[1] + ray[2] * cross[2];
        if along.abs() < 1e-9 {
            return Luma([byte(BEYOND)]);
        }
        let t = away * cross[2] / along;
        let hit = [t * ray[0], t * ray[1], t * ray[2] - away];
        let dot = |p: [f64; 3]| hit[0] * p[0] + hit[1] * p[1] + hit[2] * p[2];
        let (u, v) = (dot(a), dot(b));
        let (u, v) = (u * cos_t + v * sin_t, v * cos_t - u * sin_t);
        Luma([byte(sample(picture, u + cx, v + cy))])
    })
}

/// Pasted round a column; `bend` is half the angle the picture takes of it (radians).
pub fn round_a_column(picture: &GrayImage, bend: f64) -> GrayImage {
    let (width, height) = picture.dimensions();
    let cx = f64::from(width) / 2.0;
    GrayImage::from_fn(width, height, |x, y| {
        let aside = (f64::from(x) - cx) / cx * bend.min(1.5).sin();
        let angle = aside.clamp(-1.0, 1.0).asin();
        // Seen a little from above: what is farther round lies higher.
        let lift = (1.0 - angle.cos()) * f64::from(height) * 0.12;
        Luma([byte(sample(
            picture,
            cx + angle / bend * cx,
            f64::from(y) - lift,
        ))])
    })
}

/// A lamp: one side in the shade, and a bright spot where print is lost.
pub fn lit(picture: &GrayImage, hard: f64, dice: &mut StdRng) -> GrayImage {
    let (width, height) = picture.dimensions();
    let span = f64::from(width.max(height));
    let way = dice.random_range(0.0..std::f64::consts::TAU);
    let (sin, cos) = way.sin_cos();
    let middle = f64::from(width) / 2.0;
    let spot = (
        middle + dice.random_range(-0.2..0.2) * span,
        middle + dice.random_range(-0.2..0.2) * span,
    );
    let reach = span * (0.05 + 0.12 * hard);
    let mut out = picture.clone();
    for (x, y, pixel) in out.enumerate_pixels_mut() {
        let (dx, dy) = (f64::from(x) - middle, f64::from(y) - middle);
        let shade =
            1.0 - (0.35 + 0.6 * hard) * ((dx * cos + dy * sin) / span + 0.5).clamp(0.0, 1.0);
        let far = (f64::from(x) - spot.0).hypot(f64::from(y) - spot.1) / reach;
        pixel.0[0] =
            byte(f64::from(pixel.0[0]) * shade + 260.0 * hard.max(0.3) * (-far * far).exp());
    }
    out
}

/// Plaster and leaves: grey noise of several sizes.
pub fn texture(width: u32, height: u32, dice: &mut StdRng) -> GrayImage {
    let mut out = GrayImage::from_pixel(width, height, Luma([140]));
    for cell in [97_u32, 31, 11, 3] {
        let columns = width / cell + 2;
        let grid: Vec<f64> = (0..columns * (height / cell + 2))
            .map(|_| dice.random_range(-22.0..22.0))
            .collect();
        for (x, y, pixel) in out.enumerate_pixels_mut() {
            let at = (y / cell) * columns + x / cell;
            pixel.0[0] = byte(f64::from(pixel.0[0]) + grid[at as usize]);
        }
    }
    out
}

/// Through a JPEG file of this quality and back.
pub fn compressed(picture: &GrayImage, quality: u8) -> GrayImage {
    let mut file = Vec::new();
    let written =
        JpegEncoder::new_with_quality(&mut file, quality.clamp(1, 100)).encode_image(picture);
    let read = written.ok().and_then(|()| {
        ImageReader::new(Cursor::new(file))
            .with_guessed_format()
            .ok()?
            .decode()
            .ok()
    });
    read.map_or_else(|| picture.clone(), |picture| picture.into_luma8())
}

/// The grey at a place between pixels.
fn sample(picture: &GrayImage, x: f64, y: f64) -> f64 {
    let (x0, y0) = (x.floor(), y.floor());
    let at = |x: f64, y: f64| {
        let inside = x >= 0.0
            && y >= 0.0
            && x < f64::from(picture.width())
            && y < f64::from(picture.height());
        if inside {
            f64::from(picture.get_pixel(whole(x), whole(y)).0[0])
        } else {
            BEYOND
        }
    };
    let (fx, fy) = (x - x0, y - y0);
    let top = at(x0, y0) * (1.0 - fx) + at(x0 + 1.0, y0) * fx;
    let bottom = at(x0, y0 + 1.0) * (1.0 - fx) + at(x0 + 1.0, y0 + 1.0) * fx;
    top * (1.0 - fy) + bottom * fy
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to a byte"
)]
pub fn byte(value: f64) -> u8 {
    value.round().clamp(0.0, 255.0) as u8
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "pixels of a picture, never below 0"
)]
pub fn whole(value: f64) -> u32 {
    value.max(0.0) as u32
}
