//! Bounds of what a campus says of versions of the app. It is kept on the device and shown at every start,
//! so that a campus that means harm, or a slip in a configuration, must not fill either.

use menhu_protocol::api::release::Release;
use menhu_protocol::{Localized, Requirement};
use semver::Version;

/// Longest version, characters: three numbers of 32 bits and the points between them.
const VERSION_LONGEST: usize = 32;
/// Longest notes of a version, and longest reason for a requirement, bytes in one language: a page of text.
const WORDS_LONGEST: usize = 4096;
/// Most lines of the same: what a phone shows in a few screens.
const LINES_MOST: usize = 40;

/// `major.minor.patch` and nothing more.
pub(super) fn is_plain_version(text: &str) -> bool {
    text.len() <= VERSION_LONGEST
        && Version::parse(text)
            .is_ok_and(|version| version.pre.is_empty() && version.build.is_empty())
}

/// The release as it may be kept; `None` when its version is none.
pub(crate) fn release_bounded(release: Release) -> Option<Release> {
    is_plain_version(&release.version).then(|| Release {
        notes: cut(&release.notes),
        ..release
    })
}

/// The requirement as it may be kept; `None` when its version is none.
pub(super) fn require_bounded(require: Requirement) -> Option<Requirement> {
    is_plain_version(&require.version).then(|| Requirement {
        why: cut(&require.why),
        ..require
    })
}

fn cut(words: &Localized) -> Localized {
    Localized {
        zh: cut_one(&words.zh),
        en: cut_one(&words.en),
    }
}

fn cut_one(words: &str) -> String {
    let mut end = words.len().min(WORDS_LONGEST);
    while !words.is_char_boundary(end) {
        end -= 1;
    }
    let lines: Vec<&str> = words[..end].lines().take(LINES_MOST).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use menhu_protocol::Localized;
    use menhu_protocol::api::release::Release;

    use super::{LINES_MOST, WORDS_LONGEST, cut_one, is_plain_version, release_bounded};

    fn release(version: &str, notes: &str) -> Release {
        Release {
            version: version.to_owned(),
            bytes: 1,
            notes: Localized {
                zh: notes.to_owned(),
                en: String::new(),
            },
            added_at: 0,
            signed: None,
        }
    }

    #[test]
    fn version_is_three_numbers() {
        let longest = format!("{0}.{0}.{0}", u32::MAX);
        for version in ["0.2.0", "10.20.30", &longest] {
            assert!(is_plain_version(version), "{version}");
        }
        let longer = format!("1.0.{}", u64::MAX);
        let padded = format!("1.0.0-{}", "x".repeat(1 << 20));
        for version in ["", "1", "1.0", "1.0.0-rc.1", "1.0.0+5", " 1.0.0", &padded] {
            assert_eq!(release_bounded(release(version, "")), None);
        }
        assert!(is_plain_version(&longer), "short enough");
    }

    #[test]
    fn words_are_cut_and_never_refused() {
        let plain = "更快\n更稳";
        assert_eq!(
            release_bounded(release("0.2.0", plain)),
            Some(release("0.2.0", plain))
        );
        let cut = cut_one(&"门".repeat(1 << 20));
        assert!(cut.len() <= WORDS_LONGEST && cut.len() > WORDS_LONGEST - 3);
        assert_eq!(
            cut_one(&"\n".repeat(1 << 20)).lines().count(),
            LINES_MOST - 1
        );
        assert_eq!(cut_one(&"x\n".repeat(100)).lines().count(), LINES_MOST);
    }
}
