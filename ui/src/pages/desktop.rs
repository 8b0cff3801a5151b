//! 「这台电脑」: what the app may do on this computer.

mod state;
#[cfg(target_arch = "wasm32")]
mod view;

pub use state::{Action, Effect, State};
#[cfg(target_arch = "wasm32")]
pub use view::{DesktopPage, screen};
