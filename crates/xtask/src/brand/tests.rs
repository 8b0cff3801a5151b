use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tempfile::TempDir;

use super::Recipe;

/// A recipe that can be built, in a folder with its icon.
pub fn recipe(folder: &Path) -> String {
    std::fs::write(folder.join("icon.svg"), "<svg/>").expect("icon");
    let key = STANDARD.encode("untrusted comment: minisign public key: 1\nRWQ=\n");
    format!(
        "identifier = \"cn.edu.example.menhu\"\ncampus = \"https://menhu.example.edu.cn\"\nicon = \"icon.svg\"\nupdate_key = \"{key}\"\n[name]\nzh = \"示范大学\"\nen = \"Demo University\"\n"
    )
}

fn wrong_after(from: &str, to: &str) -> Vec<String> {
    let folder = TempDir::new().expect("folder");
    let good = recipe(folder.path());
    assert!(good.contains(from), "{from}");
    Recipe::read(&good.replace(from, to), folder.path()).expect_err("refused")
}

#[test]
fn recipe_that_can_be_built_is_read() {
    let folder = TempDir::new().expect("folder");
    let read = Recipe::read(&recipe(folder.path()), folder.path()).expect("a recipe");
    assert_eq!(read.slug(), "demo-university");
    assert_eq!(read.link_host(), Some("menhu.example.edu.cn"));
}

#[test]
fn each_wrong_field_is_named_with_what_to_write() {
    for (field, from, to, way_out) in [
        ("name.zh", "示范大学", "", "1 to 30 characters"),
        ("name.zh", "示范大学", "示范\\n大学", "on one line"),
        ("name.zh", "示范大学", "{{示范大学}}", "without braces"),
        (
            "name.en",
            "Demo University",
            "示范大学",
            "`Demo University`",
        ),
        ("name.en", "Demo University", "menhu", "your own"),
        (
            "name.en",
            "Demo University",
            "../menhu",
            "`Demo University`",
        ),
        (
            "name.en",
            "Demo University",
            "Demo  University",
            "`Demo University`",
        ),
        (
            "identifier",
            "cn.edu.example.menhu",
            "menhu",
            "`cn.edu.example.menhu`",
        ),
        (
            "identifier",
            "cn.edu.example.menhu",
            "cn.Edu.menhu",
            "`cn.edu.example.menhu`",
        ),
        (
            "identifier",
            "cn.edu.example.menhu",
            "cn.menhu.app",
            "your own domain",
        ),
        (
            "campus",
            "https://menhu",
            "http://menhu",
            "`https://menhu.example.edu.cn`",
        ),
        ("icon", "icon.svg", "no.svg", "an SVG, or a square PNG"),
        (
            "update_key",
            "update_key = \"",
            "update_key = \"x",
            "tauri signer generate",
        ),
    ] {
        let wrong = wrong_after(from, to);
        let [line] = &wrong[..] else {
            panic!("{field}: {wrong:?}")
        };
        assert!(line.starts_with(&format!("{field}: ")), "{line}");
        assert!(line.contains(way_out), "{line}");
    }
}

#[test]
fn everything_wrong_is_said_at_once_and_strange_fields_are_not_ignored() {
    let folder = TempDir::new().expect("folder");
    let text = recipe(folder.path())
        .replace("示范大学", "")
        .replace("cn.edu.example.menhu", "x");
    assert_eq!(
        Recipe::read(&text, folder.path()).expect_err("two").len(),
        2
    );
    let stranger = &wrong_after("[name]", "identifer = \"x\"\n[name]")[0];
    assert!(stranger.contains("identifer"), "{stranger}");
}

#[test]
fn icon_that_is_too_small_or_not_square_is_refused_with_its_size() {
    let folder = TempDir::new().expect("folder");
    let text = recipe(folder.path()).replace("icon.svg", "icon.png");
    let png = |width: u32, height: u32| {
        let head = [
            &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..],
            &width.to_be_bytes(),
            &height.to_be_bytes(),
        ];
        std::fs::write(folder.path().join("icon.png"), head.concat()).expect("png");
        Recipe::read(&text, folder.path())
    };
    assert!(png(1024, 1024).is_ok());
    for (width, height) in [(512, 512), (2048, 1024)] {
        let wrong = png(width, height).expect_err("refused");
        assert!(
            wrong[0].contains(&format!("{width} × {height}")),
            "{wrong:?}"
        );
    }
}

#[test]
fn campus_behind_a_port_has_no_links_of_its_own() {
    let folder = TempDir::new().expect("folder");
    let text = recipe(folder.path()).replace(".edu.cn\"\nicon", ".edu.cn:8443\"\nicon");
    let read = Recipe::read(&text, folder.path()).expect("a recipe");
    assert_eq!(read.link_host(), None);
}
