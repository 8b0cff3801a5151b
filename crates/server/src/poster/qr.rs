//! The QR code as a picture.

use std::fmt::Write;
use std::io::Cursor;

use image::{ImageFormat, Luma};
use menhu_protocol::values::CampusCode;
use qrcode::{Color, EcLevel, QrCode};

/// A quarter of the code may be torn, wet or behind a drawing pin (ISO/IEC 18004, level Q).
const CORRECTION: EcLevel = EcLevel::Q;
/// Modules of white around it (ISO/IEC 18004 §5.3.8).
const QUIET: usize = 4;
/// Pixels a module in the PNG: sharp on A4 at 300 dpi up to 15 cm.
const PIXELS: u32 = 40;

pub(super) struct QrPicture {
    code: QrCode,
}

impl QrPicture {
    pub(super) fn of(code: &CampusCode) -> anyhow::Result<Self> {
        let code = QrCode::with_error_correction_level(code.text(), CORRECTION)?;
        Ok(Self { code })
    }

    /// Modules a side, the quiet zone included.
    pub(super) fn side(&self) -> usize {
        self.code.width() + 2 * QUIET
    }

    /// The dark modules as one SVG path, a module a unit, quiet zone included.
    pub(super) fn path(&self) -> String {
        let width = self.code.width();
        let colours = self.code.to_colors();
        let mut path = String::new();
        for (y, row) in colours.chunks(width).enumerate() {
            let mut x = 0;
            while x < width {
                let run = row[x..].iter().take_while(|c| **c == Color::Dark).count();
                if run > 0 {
                    // Writing into a string cannot fail.
                    let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
                }
                x += run.max(1);
            }
        }
        path
    }

    pub(super) fn svg(&self) -> String {
        let side = self.side();
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" \
             shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/>\
             <path d=\"{}\"/></svg>\n",
            self.path()
        )
    }

    pub(super) fn png(&self) -> anyhow::Result<Vec<u8>> {
        let picture = self
            .code
            .render::<Luma<u8>>()
            .quiet_zone(true)
            .module_dimensions(PIXELS, PIXELS)
            .build();
        let mut png = Cursor::new(Vec::new());
        picture.write_to(&mut png, ImageFormat::Png)?;
        Ok(png.into_inner())
    }
}
