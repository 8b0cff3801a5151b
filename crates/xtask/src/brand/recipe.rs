//! What a campus says about its own build, and whether it can be built.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use menhu_protocol::values::CampusAddress;
use serde::Deserialize;

/// Longest name of an app, characters: what Apple's stores take. Below an icon there is room for about six
/// Chinese ones.
const NAME_LONGEST: usize = 30;

/// Longest identifier, characters: Windows keeps a folder of this name in its longest paths.
const IDENTIFIER_LONGEST: usize = 100;

/// Least side of an icon that is a PNG, pixels: the largest size that is drawn of it (iOS).
const ICON_LEAST: u32 = 1024;

/// Ours, so that a campus's build does not take the place of the app for any campus.
const OUR_NAME: &str = "Menhu";
const OUR_IDENTIFIER: &str = "cn.menhu.app";

/// A recipe that can be built.
#[derive(Debug)]
pub struct Recipe {
    pub name: Name,
    pub identifier: String,
    pub campus: CampusAddress,
    /// SVG, or a square PNG.
    pub icon: PathBuf,
    /// What signs the updates of computers, as `tauri signer generate` prints it.
    pub update_key: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Name {
    pub zh: String,
    /// Also the name of files and packages.
    pub en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: Name,
    identifier: String,
    campus: String,
    icon: PathBuf,
    update_key: Option<String>,
}

impl Recipe {
    /// Reads a recipe; paths in it begin `beside` its file.
    ///
    /// # Errors
    /// All that is wrong, one line each: the field, and what to write.
    pub fn read(text: &str, beside: &Path) -> Result<Self, Vec<String>> {
        let written: Written =
            toml::from_str(text).map_err(|error| vec![error.to_string().trim().to_owned()])?;
        let icon = beside.join(&written.icon);
        let campus = CampusAddress::parse(&written.campus);
        let update_key = written.update_key.filter(|key| !key.trim().is_empty());
        let wrong = [
            name_zh(&written.name.zh),
            name_en(&written.name.en),
            identifier(&written.identifier),
            campus.as_ref().err().map(|why| {
                format!("campus: {why}; write its origin, `https://menhu.example.edu.cn`")
            }),
            drawable(&icon),
            update_key.as_deref().and_then(key),
        ];
        let wrong: Vec<String> = wrong.into_iter().flatten().collect();
        match campus {
            Ok(campus) if wrong.is_empty() => Ok(Self {
                name: written.name,
                identifier: written.identifier,
                campus,
                icon,
                update_key,
            }),
            _ => Err(wrong),
        }
    }

    /// `demo-university`: the folder of this build.
    pub fn slug(&self) -> String {
        self.name.en.to_ascii_lowercase().replace(' ', "-")
    }

    /// The host whose links open the app. Phones know of no port: a campus behind one has no such links.
    pub fn link_host(&self) -> Option<&str> {
        let host = self.campus.host();
        (self.campus.origin() == format!("https://{host}")).then_some(host)
    }
}

fn name_zh(name: &str) -> Option<String> {
    // Braces mean something to the template of Linux' menu entry.
    let is_plain = |c: char| !c.is_control() && !matches!(c, '{' | '}');
    let plain = name.chars().all(is_plain) && name.trim() == name;
    let long = !(1..=NAME_LONGEST).contains(&name.chars().count());
    (!plain || long).then(|| {
        format!("name.zh: write 1 to {NAME_LONGEST} characters on one line, without braces, as below the icon")
    })
}

fn name_en(name: &str) -> Option<String> {
    // What is left is a file name on every system, and a package name once it is in small letters.
    let plain = name
        .split(' ')
        .all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric()));
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic());
    if name.eq_ignore_ascii_case(OUR_NAME) {
        return Some(format!(
            "name.en: `{OUR_NAME}` is the app for any campus, whose files yours would replace; write your own, like `Demo University`"
        ));
    }
    (!plain || !begins || !(2..=NAME_LONGEST).contains(&name.len())).then(|| {
        format!("name.en: write 2 to {NAME_LONGEST} English letters and digits in words with one space between, like `Demo University`; it becomes the name of files")
    })
}

fn identifier(identifier: &str) -> Option<String> {
    if identifier == OUR_IDENTIFIER {
        return Some(format!(
            "identifier: `{OUR_IDENTIFIER}` is the app for any campus; turn your own domain round, like `cn.edu.example.menhu`"
        ));
    }
    // What Android and Apple both take.
    let plain = identifier.split('.').all(|part| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && part
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    });
    let parts = identifier.split('.').count();
    (!plain || parts < 2 || identifier.len() > IDENTIFIER_LONGEST).then(|| {
        "identifier: turn your domain round, in small letters and digits, each part beginning with a letter: `cn.edu.example.menhu`; it can never be changed later".to_owned()
    })
}

fn drawable(icon: &Path) -> Option<String> {
    let wish = format!("an SVG, or a square PNG of at least {ICON_LEAST} × {ICON_LEAST} pixels");
    let mut head = Vec::new();
    let read = File::open(icon).and_then(|file| file.take(1024).read_to_end(&mut head));
    if let Err(error) = read {
        return Some(format!("icon: {}: {error}; name {wish}", icon.display()));
    }
    let is_svg = icon.extension().is_some_and(|end| end == "svg");
    if is_svg && String::from_utf8_lossy(&head).contains("<svg") {
        return None;
    }
    match png_size(&head) {
        Some((width, height)) if width == height && width >= ICON_LEAST => None,
        Some((width, height)) => Some(format!("icon: this PNG is {width} × {height}; name {wish}")),
        None => Some(format!(
            "icon: {} is neither SVG nor PNG; name {wish}",
            icon.display()
        )),
    }
}

/// Width and height stand at fixed places behind the signature (PNG, §11.2.1).
fn png_size(head: &[u8]) -> Option<(u32, u32)> {
    if !head.starts_with(b"\x89PNG\r\n\x1a\n") {
        return None;
    }
    let number = |at: usize| Some(u32::from_be_bytes(head.get(at..at + 4)?.try_into().ok()?));
    Some((number(16)?, number(20)?))
}

fn key(key: &str) -> Option<String> {
    let text = STANDARD.decode(key.trim()).ok();
    let text = text.and_then(|bytes| String::from_utf8(bytes).ok());
    let is_public = text.is_some_and(|text| text.contains("minisign public key"));
    (!is_public).then(|| {
        "update_key: write the public key that `tauri signer generate` prints (one line); the private one belongs to nobody's file".to_owned()
    })
}

#[cfg(test)]
#[path = "tests.rs"]
pub mod tests;
