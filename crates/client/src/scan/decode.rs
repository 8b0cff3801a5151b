//! The one decoder of QR codes: grey pixels in, the texts of all codes out.
//!
//! The same pixels are looked at in several ways, the quick and likely one first, until one of them shows a
//! code. Which ways are worth their time was found by `cargo xtask bench qr`.

use std::panic::{AssertUnwindSafe, catch_unwind};

use image::GrayImage;
use rxing::common::{GlobalHistogramBinarizer, HybridBinarizer};
use rxing::multi::MultipleBarcodeReader;
use rxing::qrcode::cpp_port::QrReader;
use rxing::{BarcodeFormat, Binarizer, BinaryBitmap, DecodeHints, Luma8Source};

use super::look::{LOOKS, Look, Threshold};

/// The texts of the QR codes in a grey picture, in the order they were found; empty when there is none. One
/// that is `wanted` ends the looking: what is printed beside it need not be read.
pub fn texts_in(picture: &GrayImage, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    texts_in_time(picture, wanted, || true)
}

/// The same, and no look but the first begins when there is no `time_left`.
pub(super) fn texts_in_time(
    picture: &GrayImage,
    wanted: impl Fn(&str) -> bool,
    time_left: impl Fn() -> bool,
) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (at, look) in LOOKS.iter().enumerate() {
        if at > 0 && !time_left() {
            tracing::info!(looks = at, "no time for another look at a picture");
            break;
        }
        for text in look_at(picture, look) {
            if !found.contains(&text) {
                found.push(text);
            }
        }
        if found.iter().any(|text| wanted(text)) {
            break;
        }
    }
    found
}

/// What one way of looking shows. A decoder that panics over a picture has found nothing in it.
fn look_at(picture: &GrayImage, look: &Look) -> Vec<String> {
    let Some(seen) = look.apply(picture) else {
        return Vec::new();
    };
    let read = catch_unwind(AssertUnwindSafe(|| read(&seen, look.threshold)));
    read.unwrap_or_else(|_| {
        let (width, height) = seen.dimensions();
        tracing::warn!(width, height, "the decoder panicked over a picture");
        Vec::new()
    })
}

fn read(picture: &GrayImage, threshold: Threshold) -> Vec<String> {
    let (width, height) = picture.dimensions();
    let Ok(source) = Luma8Source::new_with_slice(picture.as_raw(), width, height) else {
        return Vec::new();
    };
    match threshold {
        Threshold::Local => texts_under(HybridBinarizer::new(source)),
        Threshold::Global => texts_under(GlobalHistogramBinarizer::new(source)),
    }
}

/// Dark on light first, then light on dark.
fn texts_under(binarizer: impl Binarizer) -> Vec<String> {
    // A flat picture has no threshold.
    if binarizer.get_black_matrix().is_err() {
        return Vec::new();
    }
    let hints = DecodeHints {
        TryHarder: Some(true),
        PossibleFormats: Some([BarcodeFormat::QR_CODE].into()),
        ..DecodeHints::default()
    };
    let mut bitmap = BinaryBitmap::new(binarizer);
    for inverted in [false, true] {
        if inverted {
            bitmap.get_black_matrix_mut().flip_self();
        }
        let found = QrReader.decode_multiple_with_hints(&mut bitmap, &hints);
        let texts: Vec<String> = found
            .into_iter()
            .flatten()
            .map(|code| code.getText().to_owned())
            .filter(|text| !text.is_empty())
            .collect();
        if !texts.is_empty() {
            return texts;
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use image::{GrayImage, Luma};

    use super::texts_in_time;

    #[test]
    fn no_look_begins_when_the_time_is_over() {
        let blank = GrayImage::from_pixel(400, 400, Luma([200]));
        let asked = Cell::new(0);
        let twice = || {
            asked.set(asked.get() + 1);
            asked.get() < 2
        };
        assert!(texts_in_time(&blank, |_| true, twice).is_empty());
        assert_eq!(asked.get(), 2, "not asked again once it is over");
    }
}
