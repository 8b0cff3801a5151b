//! The words of Menhu, Chinese first, and its design tokens. Used by the page, the server's pages and
//! the command line; no sentence for people stands anywhere else.

pub mod accent;
mod consent;
mod figures;
mod lexicon;
pub mod traces;

pub use consent::{APP_PRIVACY, APP_TERMS, AppText};
pub use figures::{day, size};
pub use lexicon::{Lexicon, Tongue};
pub use traces::{device, network};

/// The design tokens (`shared/look.md`), one file for the page and the server's pages.
pub const TOKENS_CSS: &str = include_str!("../tokens.css");
