//! Digits as a picture that is easier for people than for programs.

use ::captcha::filters::{Dots, Noise, Wave};
use menhu_protocol::{Dice, bytes};

/// Pixels; shown as large as the screen is wide.
pub(crate) const WIDTH: u32 = 220;
pub(crate) const HEIGHT: u32 = 100;
/// The part of all pixels that is grain: people hardly see it, an edge detector does.
const GRAIN: f32 = 0.08;
/// Strength of the two waves: 4 to 7 pixels, at which every digit is still read at arm's length.
const LEAST_BEND: u8 = 4;
const BENDS: u8 = 4;
const DOTS: u32 = 5;

/// The digits as a PNG; `None` when the font lacks one.
pub(super) fn drawn(digits: &str, dice: &dyn Dice) -> Option<Vec<u8>> {
    let [across, down, often] = bytes::<3>(dice);
    let bend = |byte: u8| f64::from(LEAST_BEND + byte % BENDS);
    let mut picture = ::captcha::Captcha::new();
    for digit in digits.chars() {
        picture.set_chars(&[digit]).add_char();
    }
    let picture = picture
        .apply_filter(Wave::new(1.0 + f64::from(often % 2), bend(across)).horizontal())
        .apply_filter(Wave::new(2.0, bend(down)).vertical())
        .view(WIDTH, HEIGHT)
        .apply_filter(Dots::new(DOTS).max_radius(6))
        .apply_filter(Noise::new(GRAIN));
    (picture.chars_as_string() == digits).then_some(())?;
    picture.as_png()
}
