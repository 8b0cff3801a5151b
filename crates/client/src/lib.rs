//! The headless core of the Menhu app: session, keychain, local database and the way to the campus.
//!
//! It runs without a window. A host (the shell, devhost, a test) gives it its [`Surroundings`] and
//! passes the page's commands to [`dispatch`]; everything else happens in here.

mod campus;
mod commands;
mod core;
mod desktop;
mod host;
mod outside;
mod scan;
mod session;
mod store;
mod update;
pub mod vault;

pub use commands::{dispatch, scan_picture, unharmed};
pub use core::{Core, Surroundings};
pub use desktop::{Closing, Computer, Guise, Notice, Residence};
pub use host::Host;
pub use outside::{SystemClock, SystemDice};
pub use scan::texts_in;
pub use update::Package;
