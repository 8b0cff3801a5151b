//! The ways a picture is looked at.

mod filter;

use std::borrow::Cow;

use image::GrayImage;

/// How black is told from white.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Threshold {
    /// By the surroundings of each pixel: shadows, uneven light.
    Local,
    /// One for the whole picture: large even areas, blur.
    Global,
}

/// The size a picture is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    AsIs,
    /// Every so many pixels each way become one: grain and the weave of a screen go.
    Down(u32),
    /// Four pixels for each: codes far away, whose modules are two pixels wide.
    Up,
}

/// What is done to the pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Treat {
    Nothing,
    /// Grain goes.
    Soften,
    /// Edges pulled apart again: blur, a hand that moved.
    Sharpen,
}

/// One way of looking.
pub struct Look {
    pub size: Size,
    pub treat: Treat,
    pub threshold: Threshold,
}

const fn look(size: Size, treat: Treat, threshold: Threshold) -> Look {
    Look {
        size,
        treat,
        threshold,
    }
}

/// All ways, in the order in which they are tried: what shows most for its time comes first, by
/// `cargo xtask bench qr`.
pub const LOOKS: &[Look] = &[
    look(Size::AsIs, Treat::Nothing, Threshold::Local),
    look(Size::Down(3), Treat::Nothing, Threshold::Local),
    look(Size::Up, Treat::Nothing, Threshold::Local),
    look(Size::AsIs, Treat::Soften, Threshold::Local),
    look(Size::Down(2), Treat::Soften, Threshold::Local),
    look(Size::AsIs, Treat::Sharpen, Threshold::Global),
    look(Size::AsIs, Treat::Sharpen, Threshold::Local),
];

/// A picture whose longer side is below this is not made smaller.
const SIDE_LEAST: u32 = 200;
/// A picture with more pixels than this is not made larger.
const PIXELS_MOST: u64 = 1_500_000;

impl Look {
    /// The picture this way; `None` where it would be nothing new or too much.
    pub fn apply<'a>(&self, picture: &'a GrayImage) -> Option<Cow<'a, GrayImage>> {
        let sized = self.size.apply(picture)?;
        Some(match self.treat {
            Treat::Nothing => sized,
            Treat::Soften => Cow::Owned(filter::softened(&sized)),
            Treat::Sharpen => Cow::Owned(filter::sharpened(&sized)),
        })
    }
}

impl Size {
    fn apply<'a>(&self, picture: &'a GrayImage) -> Option<Cow<'a, GrayImage>> {
        let (width, height) = picture.dimensions();
        match *self {
            Self::AsIs => Some(Cow::Borrowed(picture)),
            Self::Down(n) if width.max(height) / n >= SIDE_LEAST => {
                Some(Cow::Owned(filter::smaller(picture, n)))
            }
            Self::Up if u64::from(width) * u64::from(height) <= PIXELS_MOST => {
                Some(Cow::Owned(filter::twice(picture)))
            }
            Self::Down(_) | Self::Up => None,
        }
    }
}
