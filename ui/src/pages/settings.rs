//! Settings: how the app looks, my devices, the texts, about, signing out.

#[cfg(target_arch = "wasm32")]
mod leave;
mod state;
#[cfg(target_arch = "wasm32")]
mod view;

pub use state::{Action, Effect, Section, State, Text};
#[cfg(target_arch = "wasm32")]
pub use view::{Devices, Settings, SigningOut, screen};
