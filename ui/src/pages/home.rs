//! A person's day: who I am, my campus, and what it has on.

mod state;
#[cfg(target_arch = "wasm32")]
mod view;

pub use state::{Action, Effect, State, tiles};
#[cfg(target_arch = "wasm32")]
pub use view::{HomePage, screen};
