//! First start: language and 长辈版, then consent to the app's own bundled texts. Nothing here touches
//! the network, a permission or the keychain.

mod state;
#[cfg(target_arch = "wasm32")]
mod view;

pub use state::{Action, Effect, State, Step, is_agreed};
#[cfg(target_arch = "wasm32")]
pub use view::{Welcome, screen};
