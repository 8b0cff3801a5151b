//! A campus's own colour, shifted until it can be read (look.md: text ≥ 4.5:1, 长辈版 ≥ 7:1).

/// One row of look.md's table: a page colour and the contrast its text must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    Light,
    LightElder,
    Dark,
    DarkElder,
}

impl Row {
    pub const ALL: &'static [Self] = &[Self::Light, Self::LightElder, Self::Dark, Self::DarkElder];

    /// The less favourable of page and card (look.md, "Colours").
    fn paper(self) -> [u8; 3] {
        match self {
            Self::Light | Self::LightElder => [0xfb, 0xfa, 0xf7],
            Self::Dark | Self::DarkElder => [0x20, 0x1f, 0x1c],
        }
    }

    fn contrast(self) -> f64 {
        match self {
            Self::Light | Self::Dark => 4.5,
            Self::LightElder | Self::DarkElder => 7.0,
        }
    }
}

/// `#RRGGBB` as given by the campus → `#RRGGBB` that passes in `row`; `None` if it is no colour.
///
/// The colour goes towards black on light paper and towards white on dark, one percent at a time, and
/// stops at the first that passes.
pub fn readable(accent: &str, row: Row) -> Option<String> {
    let colour = parse(accent)?;
    let paper = row.paper();
    let end = if luminance(paper) > 0.5 { 0.0 } else { 255.0 };
    (0..=100)
        .map(|step| colour.map(|c| mixed(c, end, f64::from(step) / 100.0)))
        .find(|c| contrast(*c, paper) >= row.contrast())
        .map(|[r, g, b]| format!("#{r:02X}{g:02X}{b:02X}"))
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a mixture of two values between 0 and 255 is one"
)]
fn mixed(c: u8, end: f64, share: f64) -> u8 {
    (f64::from(c) + (end - f64::from(c)) * share).round() as u8
}

fn parse(accent: &str) -> Option<[u8; 3]> {
    let digits = accent
        .strip_prefix('#')
        .filter(|d| d.len() == 6 && d.is_ascii())?;
    let part = |i: usize| u8::from_str_radix(&digits[i..i + 2], 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

/// WCAG 2.2, relative luminance.
fn luminance(colour: [u8; 3]) -> f64 {
    let [r, g, b] = colour.map(|c| {
        let c = f64::from(c) / 255.0;
        if c <= 0.04045 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// WCAG 2.2, contrast ratio.
fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::{Row, contrast, parse, readable};

    #[test]
    fn any_accent_becomes_readable_in_every_row() {
        for accent in [
            "#FFFF00", "#000000", "#FFFFFF", "#1F5FA8", "#E60012", "#00A0E9",
        ] {
            for row in Row::ALL {
                let shifted = readable(accent, *row).expect("a colour");
                let ratio = contrast(parse(&shifted).expect("a colour"), row.paper());
                assert!(
                    ratio >= row.contrast(),
                    "{accent} in {row:?}: {shifted} has {ratio:.2}"
                );
            }
        }
    }

    #[test]
    fn a_colour_that_passes_is_left_alone_and_no_colour_is_none() {
        assert_eq!(readable("#1F5FA8", Row::Light).as_deref(), Some("#1F5FA8"));
        assert_eq!(readable("red", Row::Light), None);
        assert_eq!(readable("#12345", Row::Light), None);
    }
}
