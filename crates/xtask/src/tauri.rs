//! `tauri`: Tauri's own program, in the one version this repository is made for. `cargo tauri …` is an alias of it,
//! and Android Studio's build calls it (gen/android/buildSrc).

use std::ffi::{OsStr, OsString};

use anyhow::Result;

use crate::process;
use crate::setup;
use crate::tree::Tree;

/// What the build of an Android app calls for each kind of processor, by the name Tauri gives it, and the Rust
/// target it stands for.
const ANDROID: &[(&str, &str)] = &[
    ("aarch64", "aarch64-linux-android"),
    ("armv7", "armv7-linux-androideabi"),
    ("i686", "i686-linux-android"),
    ("x86_64", "x86_64-linux-android"),
];

pub fn run(tree: &Tree, words: &[OsString]) -> Result<()> {
    if let Some(triple) = target(words) {
        setup::target(tree, triple)?;
    }
    process::run(setup::tauri(tree)?.args(words))
}

/// The Rust target that a step of an Android build is about to need.
fn target(words: &[OsString]) -> Option<&'static str> {
    let step = words.iter().any(|word| word == "android-studio-script");
    let name = words
        .iter()
        .skip_while(|word| *word != OsStr::new("--target"))
        .nth(1)?;
    let (_, triple) = ANDROID.iter().find(|(known, _)| name == known)?;
    step.then_some(*triple)
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    fn target(line: &str) -> Option<&'static str> {
        let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        super::target(&words)
    }

    #[test]
    fn a_step_of_an_android_build_brings_its_target() {
        assert_eq!(
            target("android android-studio-script --release --target armv7"),
            Some("armv7-linux-androideabi")
        );
    }

    #[test]
    fn nothing_is_brought_for_anything_else() {
        for line in [
            "android build --target aarch64",
            "android android-studio-script --target sparc",
            "android android-studio-script --target",
            "icon icons/icon.json",
        ] {
            assert_eq!(target(line), None, "{line}");
        }
    }
}
