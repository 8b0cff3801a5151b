//! 「快捷键」: the table of [`crate::shortcuts`], to be read.

#[cfg(target_arch = "wasm32")]
mod view;

#[cfg(target_arch = "wasm32")]
pub use view::{ShortcutsPage, screen};
