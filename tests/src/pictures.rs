//! Pictures of QR codes as phones take them, from a seed: blurred, tilted, in the dark, on a round column.
//! What `cargo xtask bench qr` and the fuzzing measure with.

mod lens;

use image::imageops::{self, FilterType};
use image::{GrayImage, Luma};
use qrcode::{Color, EcLevel, QrCode};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

/// What the campus's own code says.
pub const CAMPUS: &str = "https://menhu.example.edu.cn/r?until=2027-09-01";
/// What is printed beside it.
const OTHERS: &[&str] = &[
    "https://u.example.com/MAgHk2QeOmRz",
    "WIFI:T:WPA;S:campus-guest;P:welcome2026;;",
    "https://weixin.example.com/r/9TqFhXbEqvHyrRgR93sC",
];

/// How many strengths of each kind are drawn.
pub const STRENGTHS: u32 = 14;

/// What makes a picture hard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Blur,
    Motion,
    Tilt,
    Logo,
    DarkTheme,
    LowLight,
    Several,
    Tiny,
    Large,
    Jpeg,
    Curved,
    Glare,
    Stain,
    Everything,
}

impl Kind {
    pub const ALL: &'static [Self] = &[
        Self::Blur,
        Self::Motion,
        Self::Tilt,
        Self::Logo,
        Self::DarkTheme,
        Self::LowLight,
        Self::Several,
        Self::Tiny,
        Self::Large,
        Self::Jpeg,
        Self::Curved,
        Self::Glare,
        Self::Stain,
        Self::Everything,
    ];

    /// As it stands in file names and in `qr.json`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Blur => "blur",
            Self::Motion => "motion",
            Self::Tilt => "tilt",
            Self::Logo => "logo",
            Self::DarkTheme => "dark_theme",
            Self::LowLight => "low_light",
            Self::Several => "several",
            Self::Tiny => "tiny",
            Self::Large => "large",
            Self::Jpeg => "jpeg",
            Self::Curved => "curved",
            Self::Glare => "glare",
            Self::Stain => "stain",
            Self::Everything => "everything",
        }
    }
}

/// One picture; the same for the same three arguments. `strength` runs from 0 (mild) to [`STRENGTHS`] − 1,
/// which is beyond what any decoder reads.
pub fn picture(kind: Kind, strength: u32, seed: u64) -> GrayImage {
    let mut dice = StdRng::seed_from_u64(seed ^ (kind as u64) << 32 ^ u64::from(strength));
    let hard = f64::from(strength) / f64::from(STRENGTHS - 1);
    match kind {
        Kind::Blur => {
            let module = dice.random_range(4..9);
            let soft = f64::from(module) * (0.2 + 0.65 * hard);
            grained(
                &lens::blurred(&poster(CAMPUS, module, EcLevel::M, &mut dice), soft),
                2.0,
                &mut dice,
            )
        }
        Kind::Motion => {
            let module = dice.random_range(4..9);
            let length = f64::from(module) * (0.4 + 1.8 * hard);
            let way = dice.random_range(0.0..std::f64::consts::PI);
            grained(
                &lens::moved(&poster(CAMPUS, module, EcLevel::M, &mut dice), length, way),
                2.0,
                &mut dice,
            )
        }
        Kind::Tilt => {
            let flat = poster(CAMPUS, 8, EcLevel::M, &mut dice);
            let turn = dice.random_range(0.0..std::f64::consts::TAU);
            let seen = lens::tilted(
                &flat,
                turn,
                0.25 + 0.85 * hard,
                dice.random_range(-0.3..0.3),
            );
            grained(&lens::blurred(&seen, 0.8), 3.0, &mut dice)
        }
        Kind::Logo => {
            let level = if strength.is_multiple_of(2) {
                EcLevel::H
            } else {
                EcLevel::Q
            };
            let mut code = code(CAMPUS, 6, level);
            logo(&mut code, 0.18 + 0.27 * hard, &mut dice);
            let on = wall(&code, &mut dice);
            let seen = lens::tilted(&on, dice.random_range(-0.4..0.4), 0.3, 0.1);
            grained(&seen, 3.0, &mut dice)
        }
        Kind::DarkTheme => {
            let mut dark = code(CAMPUS, dice.random_range(3..8), EcLevel::M);
            imageops::invert(&mut dark);
            // The lightest that is left: a grey code on a nearly black page.
            let light = 230.0 - 190.0 * hard;
            let dark = levels(&dark, 18.0, light);
            let page = on_page(&dark, 18, &mut dice);
            grained(&lens::blurred(&page, 0.4 + 1.2 * hard), 2.0, &mut dice)
        }
        Kind::LowLight => {
            let seen = poster(CAMPUS, dice.random_range(5..9), EcLevel::M, &mut dice);
            let seen = lens::tilted(&seen, dice.random_range(-0.3..0.3), 0.25, 0.0);
            let dim = levels(&lens::blurred(&seen, 1.0), 8.0, 120.0 - 92.0 * hard);
            grained(&dim, 3.0 + 13.0 * hard, &mut dice)
        }
        Kind::Several => several(hard, &mut dice),
        Kind::Tiny => {
            // From 4 px a module down to fewer than 2, in a photo of 12 megapixels.
            let large = code(CAMPUS, 12, EcLevel::M);
            let px = 5.2 - 3.2 * hard;
            let side = lens::whole(f64::from(large.width()) / 12.0 * px);
            let small = imageops::resize(&large, side, side, FilterType::Triangle);
            let mut photo = lens::texture(4000, 3000, &mut dice);
            let (x, y) = (dice.random_range(200..3500), dice.random_range(200..2500));
            imageops::overlay(&mut photo, &small, x, y);
            grained(&lens::blurred(&photo, 0.5), 4.0, &mut dice)
        }
        Kind::Large => {
            // Held close: a module is wider than what a threshold looks at, and the grain shows in it.
            let near = code(CAMPUS, 24 + strength, EcLevel::M);
            let mut photo = lens::texture(4000, 3000, &mut dice);
            let (x, y) = (dice.random_range(100..2000), dice.random_range(100..1000));
            imageops::overlay(&mut photo, &levels(&near, 40.0, 190.0 - 90.0 * hard), x, y);
            grained(
                &lens::blurred(&photo, 1.0 + 5.0 * hard),
                6.0 + 34.0 * hard,
                &mut dice,
            )
        }
        Kind::Jpeg => {
            let module = 5 - strength / 4;
            let on = poster(CAMPUS, module.max(2), EcLevel::M, &mut dice);
            lens::compressed(&on, lens::byte(22.0 - 20.0 * hard))
        }
        Kind::Curved => {
            let flat = poster(CAMPUS, 8, EcLevel::Q, &mut dice);
            let bent = lens::round_a_column(&flat, 0.4 + 0.75 * hard);
            let seen = lens::tilted(&bent, dice.random_range(-0.3..0.3), 0.4, 0.15);
            grained(&lens::blurred(&seen, 0.8), 3.0, &mut dice)
        }
        Kind::Glare => {
            let seen = poster(CAMPUS, 7, EcLevel::Q, &mut dice);
            grained(&lens::lit(&seen, hard, &mut dice), 3.0, &mut dice)
        }
        Kind::Stain => {
            let mut stained = code(CAMPUS, 7, EcLevel::Q);
            for _ in 0..strength / 2 + 1 {
                stain(&mut stained, &mut dice);
            }
            let seen = lens::tilted(
                &wall(&stained, &mut dice),
                dice.random_range(-0.5..0.5),
                0.35,
                0.1,
            );
            grained(&seen, 4.0, &mut dice)
        }
        Kind::Everything => {
            let on = poster(CAMPUS, 7, EcLevel::Q, &mut dice);
            let turn = dice.random_range(0.0..std::f64::consts::TAU);
            let seen = lens::tilted(&on, turn, 0.3 + 0.5 * hard, 0.2);
            let seen = lens::blurred(&lens::lit(&seen, 0.5 * hard, &mut dice), 1.0 + 2.2 * hard);
            let seen = grained(
                &levels(&seen, 20.0, 210.0 - 120.0 * hard),
                3.0 + 6.0 * hard,
                &mut dice,
            );
            lens::compressed(&seen, lens::byte(60.0 - 40.0 * hard))
        }
    }
}

/// A code with its quiet zone, `module` pixels a module, black on white.
pub fn code(text: &str, module: u32, level: EcLevel) -> GrayImage {
    const QUIET: u32 = 4;
    let Ok(code) = QrCode::with_error_correction_level(text, level) else {
        return GrayImage::new(1, 1);
    };
    let modules = u32::try_from(code.width()).unwrap_or_default();
    let colors = code.to_colors();
    let side = (modules + 2 * QUIET) * module;
    GrayImage::from_fn(side, side, |x, y| {
        let at = |px: u32| (px / module).checked_sub(QUIET).filter(|m| *m < modules);
        let dark = match (at(x), at(y)) {
            (Some(x), Some(y)) => colors[(y * modules + x) as usize] == Color::Dark,
            _ => false,
        };
        Luma([if dark { 0 } else { 255 }])
    })
}

/// A printed code on a wall.
fn poster(text: &str, module: u32, level: EcLevel, dice: &mut StdRng) -> GrayImage {
    wall(&levels(&code(text, module, level), 25.0, 235.0), dice)
}

fn wall(code: &GrayImage, dice: &mut StdRng) -> GrayImage {
    let side = code.width();
    let mut wall = lens::texture(side * 2, side * 2, dice);
    let place = |dice: &mut StdRng| {
        i64::from(side / 2) + dice.random_range(-i64::from(side / 5)..i64::from(side / 5))
    };
    let (x, y) = (place(dice), place(dice));
    imageops::overlay(&mut wall, code, x, y);
    wall
}

/// A screen whose ground is `ground`, with the code somewhere on it.
fn on_page(code: &GrayImage, ground: u8, dice: &mut StdRng) -> GrayImage {
    let side = code.width();
    let mut page = GrayImage::from_pixel(side * 2, side * 3, Luma([ground]));
    let (x, y) = (
        dice.random_range(0..i64::from(side)),
        dice.random_range(0..i64::from(side) * 2),
    );
    imageops::overlay(&mut page, code, x, y);
    page
}

/// The campus's code among others, farther away the harder.
fn several(hard: f64, dice: &mut StdRng) -> GrayImage {
    let module = 6;
    let own = code(CAMPUS, module, EcLevel::M);
    let cell = own.width() + 60;
    let mut wall = lens::texture(cell * 2 + 60, cell * 2 + 60, dice);
    let home = dice.random_range(0..4_u32);
    let mut others = OTHERS.iter();
    for place in 0..4 {
        let picture = if place == home {
            own.clone()
        } else {
            match others.next() {
                Some(text) => code(text, module, EcLevel::M),
                None => continue,
            }
        };
        let (x, y) = (place % 2 * cell + 40, place / 2 * cell + 40);
        imageops::overlay(
            &mut wall,
            &levels(&picture, 30.0, 230.0),
            x.into(),
            y.into(),
        );
    }
    let seen = lens::tilted(&wall, dice.random_range(-0.3..0.3), 0.2 + 0.6 * hard, 0.1);
    let shrunk = 1.0 - 0.72 * hard;
    let (width, height) = seen.dimensions();
    let small = imageops::resize(
        &seen,
        lens::whole(f64::from(width) * shrunk),
        lens::whole(f64::from(height) * shrunk),
        FilterType::Triangle,
    );
    grained(&lens::blurred(&small, 0.6), 3.0, dice)
}

/// A round mark over the middle, `share` of the side across.
fn logo(code: &mut GrayImage, share: f64, dice: &mut StdRng) {
    let middle = f64::from(code.width()) / 2.0;
    let radius = middle * share;
    let (rim, ink) = (radius * 0.85, dice.random_range(40..180));
    for (x, y, pixel) in code.enumerate_pixels_mut() {
        let far = (f64::from(x) - middle).hypot(f64::from(y) - middle);
        if far < rim {
            pixel.0[0] = ink;
        } else if far < radius {
            pixel.0[0] = 250;
        }
    }
}

/// One blot, or one scratch, of any grey.
fn stain(code: &mut GrayImage, dice: &mut StdRng) {
    let side = f64::from(code.width());
    let (x0, y0) = (
        dice.random_range(0.1..0.9) * side,
        dice.random_range(0.1..0.9) * side,
    );
    let way = dice.random_range(0.0..std::f64::consts::PI);
    let (long, wide) = (
        dice.random_range(0.02..0.3) * side,
        dice.random_range(0.006..0.02) * side,
    );
    let ink = dice.random_range(0..=255);
    let (sin, cos) = way.sin_cos();
    for (x, y, pixel) in code.enumerate_pixels_mut() {
        let (dx, dy) = (f64::from(x) - x0, f64::from(y) - y0);
        let (along, across) = (dx * cos + dy * sin, dy * cos - dx * sin);
        if (along / long).powi(2) + (across / wide).powi(2) < 1.0 {
            pixel.0[0] = ink;
        }
    }
}

/// Black becomes `low`, white becomes `high`.
fn levels(picture: &GrayImage, low: f64, high: f64) -> GrayImage {
    let mut out = picture.clone();
    for value in out.iter_mut() {
        *value = lens::byte(low + f64::from(*value) / 255.0 * (high - low));
    }
    out
}

/// A sensor's grain.
pub fn grained(picture: &GrayImage, strength: f64, dice: &mut StdRng) -> GrayImage {
    let mut out = picture.clone();
    for value in out.iter_mut() {
        // The sum of a few even throws is near enough to a bell.
        let throw: f64 = (0..4).map(|_| dice.random_range(-1.0..1.0)).sum();
        *value = lens::byte(f64::from(*value) + throw * 0.87 * strength);
    }
    out
}
