//! First sign-in on a device: phone → code → account and password → home.

mod state;
mod submit;
#[cfg(target_arch = "wasm32")]
mod view;

pub use state::{Action, Effect, State, Waiting, Way};
#[cfg(target_arch = "wasm32")]
pub use view::{Signin, screen};
