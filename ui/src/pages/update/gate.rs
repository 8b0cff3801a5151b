//! A-06 请先更新: the campus takes no app as old as this one. Nobody is signed out by it, and nobody is
//! shut in: it is asked again, and whoever cannot update may sign out or choose another campus.

mod state;
#[cfg(target_arch = "wasm32")]
mod view;

pub use state::{Action, Effect, State};
#[cfg(target_arch = "wasm32")]
pub use view::{TooOld, screen};
