//! The app as a whole: which place is shown, and the few things every place knows.

#[cfg(target_arch = "wasm32")]
mod context;
mod desktop;
mod link;
mod state;
#[cfg(target_arch = "wasm32")]
mod view;

#[cfg(target_arch = "wasm32")]
pub use context::{App, Words, use_app};
pub use state::{Action, Effect, Place, State};
#[cfg(target_arch = "wasm32")]
pub use view::Root;
