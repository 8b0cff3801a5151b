//! Which passwords a campus accepts (design.md §9, "password rule").

use serde::Deserialize;

/// The rules a campus follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum Policy {
    /// At least six, two of {letter, digit, special}, no space of any kind, not on the blocklist.
    #[default]
    #[serde(rename = "campus")]
    Campus,
}
