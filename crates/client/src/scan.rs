//! The QR code in a picture. rxing reads the most of what phones photograph (performance.md Q1).

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::imageops::FilterType;
use image::{DynamicImage, GrayImage, ImageReader, Limits};
use menhu_protocol::ipc::PICTURE_LARGEST;
use menhu_protocol::{Code, Failure};
use rxing::{BarcodeFormat, DecodeHints};

/// Longest side that is decoded, pixels; the largest phone cameras make 16,320.
const SIDE_LONGEST: u32 = 16_384;
/// Memory a picture may take while it is decoded: 64 megapixels in colour, less than an old phone has.
const MEMORY_LARGEST: u64 = 192 * 1024 * 1024;
/// Longest sides at which a picture is tried, after its own size. A photo of a poster holds fine
/// noise at full size that hides the modules; a small one has too few pixels a module.
const SIDES: [u32; 3] = [1600, 900, 500];
/// Above this, the full size is not tried: the decoder's time grows with the pixels.
const SIDE_AS_IS: u32 = 2400;
/// Below this, a picture is also tried at twice its size.
const SIDE_SMALL: u32 = 400;

/// The text of the code.
///
/// # Errors
/// `picture_unreadable` for what is no picture or too large, `no_code_in_picture`.
pub(crate) fn text_of(bytes: &[u8]) -> Result<String, Failure> {
    if bytes.len() > PICTURE_LARGEST {
        return Err(Code::PictureUnreadable.into());
    }
    let picture = picture_of(bytes).ok_or(Code::PictureUnreadable)?;
    let side = picture.width().max(picture.height());
    let as_is = (side <= SIDE_AS_IS).then_some(side);
    let larger = (side < SIDE_SMALL).then_some(side * 2);
    let smaller = SIDES.into_iter().filter(|smaller| *smaller < side);
    for longest in as_is.into_iter().chain(larger).chain(smaller) {
        if let Some(text) = decode(&scaled(&picture, longest)) {
            return Ok(text);
        }
    }
    Err(Code::NoCodeInPicture.into())
}

fn picture_of(bytes: &[u8]) -> Option<DynamicImage> {
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
    Some(DynamicImage::ImageLuma8(if picture.color().has_alpha() {
        on_white(&picture)
    } else {
        picture.into_luma8()
    }))
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

/// Scaled until the longer side is `longest`.
fn scaled(picture: &DynamicImage, longest: u32) -> GrayImage {
    let (width, height) = (picture.width(), picture.height());
    let side = width.max(height);
    if longest == side {
        return picture.to_luma8();
    }
    let length = |own: u32| {
        let scaled = u64::from(own) * u64::from(longest) / u64::from(side);
        u32::try_from(scaled).unwrap_or(longest).max(1)
    };
    picture
        .resize_exact(length(width), length(height), FilterType::Triangle)
        .into_luma8()
}

/// One try. Hybrid thresholds first, then the whole picture's own; light on dark as well.
fn decode(picture: &GrayImage) -> Option<String> {
    let (width, height) = picture.dimensions();
    let tried = catch_unwind(|| {
        let mut hints = DecodeHints {
            AlsoInverted: Some(true),
            TryHarder: Some(true),
            ..DecodeHints::default()
        };
        let format = Some(BarcodeFormat::QR_CODE);
        let luma = picture.as_raw();
        rxing::helpers::detect_in_luma_slice_with_hints(luma, width, height, format, &mut hints)
    });
    match tried {
        Ok(found) => found.ok().map(|found| found.getText().to_owned()),
        Err(_) => {
            tracing::warn!(width, height, "the decoder panicked over a picture");
            None
        }
    }
}
