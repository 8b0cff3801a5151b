//! @Name@.

mod state;
#[cfg(target_arch = "wasm32")]
mod view;

pub use state::{Action, Effect, State};
#[cfg(target_arch = "wasm32")]
pub use view::{@Name@Page, screen};
