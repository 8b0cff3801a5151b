//! The A4 page.

use askama::Template;
use menhu_protocol::values::CampusCode;
use menhu_words::accent::{Row, readable};
use menhu_words::{Lexicon, Tongue};

use super::qr::QrPicture;
use crate::Config;

/// The default accent of look.md, where the campus has none that can be read.
const ACCENT: &str = "#174F90";
/// A4 less 18 mm on each side.
const WIDTH_MM: f32 = 174.0;
/// Side of the code on paper, quiet zone included: read from two metres (a tenth of the distance is
/// what scanners are built for, and a half more).
const QR_MM: f32 = 110.0;

/// The words and measures of the page; every length is in millimetres.
#[derive(Template)]
#[template(path = "poster/a4.svg", escape = "html")]
pub(super) struct Poster {
    accent: String,
    title: String,
    title_mm: f32,
    title_en: String,
    title_en_mm: f32,
    lead: String,
    qr: String,
    /// Millimetres a module.
    qr_scale: f32,
    qr_label: String,
    typed: String,
    typed_en: String,
    address: String,
    address_mm: f32,
    steps: Vec<Step>,
    desk: String,
    hours: String,
    until: Option<String>,
}

struct Step {
    n: usize,
    /// Baseline.
    y: f32,
    zh: String,
    en: String,
}

#[derive(Template)]
#[template(path = "poster/poster.html")]
struct Page<'a> {
    title: &'a str,
    svg: &'a str,
}

impl Poster {
    pub(super) fn of(config: &Config, code: &CampusCode, qr: &QrPicture, zh: &Lexicon) -> Self {
        let en = Lexicon::of(Tongue::En);
        let campus = &config.campus;
        let title = zh.say_with("poster-title", &[("campus", &campus.name.zh)]);
        let title_en = en.say_with("poster-title", &[("campus", &campus.name.en)]);
        let origin = code.address.origin();
        // What a person types: browsers and the app add `https://` by themselves.
        let address = origin
            .strip_prefix("https://")
            .unwrap_or(&origin)
            .to_owned();
        let steps = [
            (zh.say("poster-step-1"), en.say("poster-step-1")),
            (zh.say("poster-step-2"), en.say("poster-step-2")),
            (zh.say("poster-step-3"), en.say("poster-step-3")),
        ];
        let until = code.until.map(|(y, m, d)| {
            let date = format!("{y:04}-{m:02}-{d:02}");
            zh.say_with("poster-until", &[("date", &date)])
        });
        Self {
            accent: readable(&campus.accent, Row::LightElder).unwrap_or_else(|| ACCENT.to_owned()),
            title_mm: fitting(&title, 17.0),
            title_en_mm: fitting(&title_en, 6.0),
            title,
            title_en,
            lead: zh.say("poster-lead"),
            qr: qr.path(),
            #[allow(
                clippy::cast_precision_loss,
                reason = "a QR code has at most 185 modules a side"
            )]
            qr_scale: QR_MM / qr.side() as f32,
            qr_label: zh.say_with(
                "poster-qr",
                &[("campus", &campus.name.zh), ("address", &code.text())],
            ),
            typed: zh.say("poster-typed"),
            typed_en: en.say("poster-typed"),
            address_mm: fitting(&address, 11.0),
            address,
            steps: (1..)
                .zip([212.0, 230.0, 248.0])
                .zip(steps)
                .map(|((n, y), (zh, en))| Step { n, y, zh, en })
                .collect(),
            desk: zh.say_with("poster-desk", &[("phone", &campus.desk.phone)]),
            hours: campus.desk.hours.zh.clone(),
            until,
        }
    }

    pub(super) fn svg(&self) -> anyhow::Result<String> {
        Ok(self.render()?)
    }

    pub(super) fn html(&self) -> anyhow::Result<String> {
        let page = Page {
            title: &self.title,
            svg: &self.svg()?,
        };
        Ok(page.render()?)
    }
}

/// The largest size, up to `most`, at which a line fits the page. SVG does not wrap.
fn fitting(line: &str, most: f32) -> f32 {
    // A Chinese character is one em wide, a Latin letter or digit of a sans about 0.58.
    let ems: f32 = line
        .chars()
        .map(|c| if c.is_ascii() { 0.58 } else { 1.0 })
        .sum();
    (WIDTH_MM / ems.max(1.0)).min(most)
}

#[cfg(test)]
mod tests {
    use super::{WIDTH_MM, fitting};

    #[test]
    fn a_long_name_becomes_smaller_and_a_short_one_is_not_blown_up() {
        assert!((fitting("校", 17.0) - 17.0).abs() < f32::EPSILON);
        let long = "一所名字很长很长的大学的远程与继续教育学院门户";
        assert!(fitting(long, 17.0) * 23.0 <= WIDTH_MM + 0.01);
    }
}
