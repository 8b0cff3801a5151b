//! Forgot password, before anybody is in: account and 证件号 → choose a way → code → new password.

mod state;
mod submit;
#[cfg(target_arch = "wasm32")]
mod view;

pub use state::{Action, Effect, Exit, State, Waiting};
#[cfg(target_arch = "wasm32")]
pub use view::{Recovery, screen};
