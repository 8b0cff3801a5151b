//! Finding the campus: scan, picture or address → this is your campus and its texts → sign in or
//! register. Nothing personal is sent on the way.

#[cfg(target_arch = "wasm32")]
mod find;
mod finder;
#[cfg(target_arch = "wasm32")]
mod pictures;
mod state;
#[cfg(target_arch = "wasm32")]
mod view;
#[cfg(target_arch = "wasm32")]
mod viewfinder;

pub use finder::{Finder, Lens, Sign};
pub use state::{Action, Effect, Entry, State, Step, Waiting, Way, no_campus};
#[cfg(target_arch = "wasm32")]
pub use view::{Campus, screen, text_name};
