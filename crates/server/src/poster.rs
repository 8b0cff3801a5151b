//! The printable poster: a QR code of the registration address and three steps, on one A4 page.
//!
//! The code says where the campus is and until when the poster is good; it carries no secret and no
//! person, so a poster may hang anywhere and be photographed by anybody.

mod qr;
mod sheet;

use std::path::PathBuf;

use anyhow::Context;
use menhu_protocol::values::CampusCode;
use menhu_words::{Lexicon, Tongue};

use crate::Config;
use qr::QrPicture;
use sheet::Poster;

/// The command line of `poster`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Folder to write into.
    #[arg(long)]
    pub out: PathBuf,
    /// The last day on which the poster is good, YYYY-MM-DD.
    #[arg(long)]
    pub until: Option<String>,
}

/// Writes `poster.html` (to print), `poster-a4.svg` (the same page as a picture), and the QR code alone
/// as `poster.png` and `poster.svg`.
///
/// # Errors
/// The folder cannot be written, or the day is none.
pub fn run(config: &Config, args: &Args) -> anyhow::Result<()> {
    let words = Lexicon::of(Tongue::Zh);
    let code = CampusCode {
        address: config.origin.clone(),
        until: args
            .until
            .as_deref()
            .map(|day| day_of(day, &words))
            .transpose()?,
    };
    let qr = QrPicture::of(&code)?;
    let poster = Poster::of(config, &code, &qr, &words);
    std::fs::create_dir_all(&args.out).with_context(|| format!("create {}", args.out.display()))?;
    let files = [
        ("poster.html", poster.html()?.into_bytes()),
        ("poster-a4.svg", poster.svg()?.into_bytes()),
        ("poster.svg", qr.svg().into_bytes()),
        ("poster.png", qr.png()?),
    ];
    for (name, content) in files {
        let path = args.out.join(name);
        std::fs::write(&path, content).with_context(|| format!("write {}", path.display()))?;
        let path = path.display().to_string();
        println!("{}", words.say_with("poster-written", &[("file", &path)]));
    }
    Ok(())
}

/// `2026-12-31`; a day that no calendar has is refused.
fn day_of(text: &str, words: &Lexicon) -> anyhow::Result<(u16, u8, u8)> {
    let form = time::macros::format_description!("[year]-[month]-[day]");
    let day = time::Date::parse(text, &form)
        .map_err(|_| anyhow::anyhow!(words.say_with("poster-until-wrong", &[("day", text)])))?;
    Ok((u16::try_from(day.year())?, day.month().into(), day.day()))
}

#[cfg(test)]
mod tests {
    use menhu_protocol::values::CampusCode;

    use super::{Args, run};
    use crate::Config;

    fn made(until: Option<&str>) -> (tempfile::TempDir, Config, anyhow::Result<()>) {
        let folder = tempfile::tempdir().expect("folder");
        let mut config = Config::demo(folder.path()).expect("config");
        config.origin = "https://menhu.example.edu.cn"
            .to_owned()
            .try_into()
            .expect("address");
        let args = Args {
            out: folder.path().join("poster"),
            until: until.map(str::to_owned),
        };
        let done = run(&config, &args);
        (folder, config, done)
    }

    #[test]
    fn the_code_of_the_poster_reads_back_as_the_registration_address() {
        let (folder, config, done) = made(Some("2026-12-31"));
        done.expect("written");
        let picture = image::open(folder.path().join("poster/poster.png")).expect("png");
        let picture = picture.to_luma8();
        let (width, height) = picture.dimensions();
        let read = rxing::helpers::detect_in_luma(
            picture.into_raw(),
            width,
            height,
            Some(rxing::BarcodeFormat::QR_CODE),
        )
        .expect("a code");
        let text = read.getText();
        assert_eq!(text, "https://menhu.example.edu.cn/r?until=2026-12-31");
        let code = CampusCode::parse(text, (2026, 12, 31)).expect("a campus code");
        assert_eq!(code.address, config.origin);
    }

    #[test]
    fn the_page_names_campus_address_and_desk() {
        let (folder, config, done) = made(None);
        done.expect("written");
        for name in ["poster.html", "poster-a4.svg"] {
            let page = std::fs::read_to_string(folder.path().join("poster").join(name));
            let page = page.expect("written");
            for text in [
                config.campus.name.zh.as_str(),
                config.campus.desk.phone.as_str(),
                "menhu.example.edu.cn",
            ] {
                assert!(page.contains(text), "{name} lacks {text}");
            }
            assert!(!page.contains("poster-"), "{name} shows a key");
        }
    }

    #[test]
    fn a_day_that_no_calendar_has_is_refused_by_name_and_nothing_is_written() {
        for day in ["2026-02-30", "tomorrow", "2026/12/31", ""] {
            let (folder, _, done) = made(Some(day));
            let told = done.expect_err("refused").to_string();
            assert!(told.contains("--until"), "{told}");
            assert!(!folder.path().join("poster").exists());
        }
    }
}
