//! The QR code in a picture file, and which of several is meant.

mod decode;
mod look;

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::{DynamicImage, GrayImage, ImageReader, Limits, imageops};
use menhu_protocol::ipc::PICTURE_LARGEST;
use menhu_protocol::values::{CampusAddress, CampusCode};
use menhu_protocol::{Clock, Code, Failure, Millis};

pub use decode::texts_in;
use decode::texts_in_time;

/// Longest side that is decoded, pixels; the largest phone cameras make 16,320.
const SIDE_LONGEST: u32 = 16_384;
/// Memory a picture may take while it is decoded: 64 megapixels in colour, less than an old phone has.
const MEMORY_LARGEST: u64 = 192 * 1024 * 1024;

/// A larger picture is made smaller before it is looked at, pixels: what a phone's camera makes unless it is
/// told otherwise (4096 × 3072) stays as it is.
const PIXELS_MOST: u32 = 4096 * 3072;
/// Up to here a picture may be a frame of the page's camera, pixels: `FRAME_WIDEST` there, four by three.
const FRAME_PIXELS_MOST: u32 = 1280 * 960;
/// After this no other look at a frame begins: the next frame is a better one.
const FRAME_LONGEST: Millis = 1000;
/// After this no other look at a file begins: a person waits before the page.
const FILE_LONGEST: Millis = 5000;

/// The text of the code in a picture file; of several the campus's. `today` is `(year, month, day)`.
///
/// # Errors
/// `picture_unreadable` for what is no picture or too large, `no_code_in_picture`, `several_campuses`.
pub(crate) fn text_of(
    bytes: &[u8],
    today: (u16, u8, u8),
    clock: &dyn Clock,
) -> Result<String, Failure> {
    let begun = clock.now();
    if bytes.len() > PICTURE_LARGEST {
        return Err(Code::PictureUnreadable.into());
    }
    let picture = picture_of(bytes).ok_or(Code::PictureUnreadable)?;
    let longest = match picture.width() * picture.height() {
        ..=FRAME_PIXELS_MOST => FRAME_LONGEST,
        _ => FILE_LONGEST,
    };
    let picture = reduced(picture);
    // A clock that was set back ends it too.
    let time_left = || (begun..begun + longest).contains(&clock.now());
    let wanted = |text: &str| CampusCode::parse(text, today).is_ok();
    let texts = texts_in_time(&picture, wanted, time_left);
    meant(&texts, today)
}

/// Posters carry the codes of a shop or a chat beside the campus's own. Which of two campuses is meant
/// decides where a password will go, so that nobody guesses it.
fn meant(texts: &[String], today: (u16, u8, u8)) -> Result<String, Failure> {
    let campuses: Vec<(&String, CampusAddress)> = texts
        .iter()
        .filter_map(|text| Some((text, CampusCode::parse(text, today).ok()?.address)))
        .collect();
    match campuses.split_first() {
        Some(((text, first), rest)) if rest.iter().all(|(_, other)| other == first) => {
            Ok((*text).clone())
        }
        Some(_) => Err(Code::SeveralCampuses.into()),
        // What it says instead is the page's to explain.
        None => texts
            .first()
            .cloned()
            .ok_or_else(|| Code::NoCodeInPicture.into()),
    }
}

fn picture_of(bytes: &[u8]) -> Option<GrayImage> {
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .ok()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_LONGEST);
    limits.max_image_height = Some(SIDE_LONGEST);
    limits.max_alloc = Some(MEMORY_LARGEST);
    reader.limits(limits);
    let picture = catch_unwind(AssertUnwindSafe(|| reader.decode()))
        .ok()?
        .ok()?;
    // A code on a transparent ground is black on nothing, and nothing is read as black.
    Some(if picture.color().has_alpha() {
        on_white(&picture)
    } else {
        picture.into_luma8()
    })
}

/// Not more pixels than are looked at, in the same shape.
fn reduced(picture: GrayImage) -> GrayImage {
    let (width, height) = picture.dimensions();
    let pixels = f64::from(width) * f64::from(height);
    if pixels <= f64::from(PIXELS_MOST) {
        return picture;
    }
    let scale = (f64::from(PIXELS_MOST) / pixels).sqrt();
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "smaller than the side it came from, and not negative"
    )]
    let side = |side: u32| ((f64::from(side) * scale) as u32).max(1);
    imageops::thumbnail(&picture, side(width), side(height))
}

fn on_white(picture: &DynamicImage) -> GrayImage {
    let picture = picture.to_luma_alpha8();
    GrayImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [luma, alpha] = picture.get_pixel(x, y).0.map(u32::from);
        // At most 255: a mean of two values of eight bits.
        let shown = (luma * alpha + 255 * (255 - alpha)) / 255;
        image::Luma([u8::try_from(shown).unwrap_or(u8::MAX)])
    })
}

#[cfg(test)]
mod tests {
    use image::GrayImage;
    use menhu_protocol::Code;

    use super::{PIXELS_MOST, meant, reduced};

    #[test]
    fn a_large_picture_is_looked_at_smaller_and_in_its_shape() {
        let phone = GrayImage::new(4096, 3072);
        assert_eq!(reduced(phone).dimensions(), (4096, 3072));
        let (width, height) = reduced(GrayImage::new(8000, 6000)).dimensions();
        assert!(width * height <= PIXELS_MOST && width * height > PIXELS_MOST / 10 * 9);
        assert_eq!(width.div_ceil(4), height.div_ceil(3));
        let (width, height) = reduced(GrayImage::new(16_384, 1000)).dimensions();
        assert!(width * height <= PIXELS_MOST && width > 14_000);
    }

    const TODAY: (u16, u8, u8) = (2026, 11, 21);
    const CAMPUS: &str = "https://menhu.example.edu.cn/r";
    const CHAT: &str = "https://chat.example.com/q/abc";

    fn of(texts: &[&str]) -> Result<String, Code> {
        let texts: Vec<String> = texts.iter().map(ToString::to_string).collect();
        meant(&texts, TODAY).map_err(|failure| failure.code)
    }

    #[test]
    fn campus_is_taken_from_among_other_codes() {
        assert_eq!(of(&[CHAT, CAMPUS, "WIFI:S:x;;"]).as_deref(), Ok(CAMPUS));
        assert_eq!(of(&[CHAT]).as_deref(), Ok(CHAT), "the page says what it is");
        assert_eq!(of(&[]), Err(Code::NoCodeInPicture));
    }

    #[test]
    fn between_two_campuses_nobody_guesses() {
        let other = "https://menhu.other.edu.cn/r";
        assert_eq!(of(&[CAMPUS, other]), Err(Code::SeveralCampuses));
        assert_eq!(of(&[CAMPUS, CHAT, other]), Err(Code::SeveralCampuses));
        let until = format!("{CAMPUS}?until=2027-09-01");
        assert!(of(&[CAMPUS, &until]).is_ok(), "one campus, two posters");
        let over = format!("{other}?until=2020-01-01");
        assert_eq!(
            of(&[&over, CAMPUS]).as_deref(),
            Ok(CAMPUS),
            "a poster that is over"
        );
    }
}
