//! Newer versions of the app: what the IT office gives out, who is offered which, and the least one the
//! campus takes.
//!
//! What was given out (`release add`) is a row in the books and a file in the folder of downloads, under a
//! name of ours. A file that merely lies in the folder is offered on the download page as it always was,
//! but only where nothing of its kind was given out; no app is told of it.

mod add;
mod choice;
mod command;
mod cover;
mod inside;
mod kind;
mod require;
mod signature;

use semver::Version;

pub use add::{Addition, add};
pub use choice::latest;
pub use command::{Command, run};
pub use kind::Kind;
pub use require::require;
pub use signature::Key;

/// `major.minor.patch` and nothing else: what a store, an installer and a person agree on.
pub(crate) fn version_of(text: &str) -> Option<Version> {
    let version = Version::parse(text).ok()?;
    (version.pre.is_empty() && version.build.is_empty()).then_some(version)
}
