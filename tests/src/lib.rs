//! The world the tests live in: a real campus server, a real browser, a real window with a real
//! keychain, and the steps people take through them. Everything starts here, waits until it is ready,
//! and ends when dropped.

pub mod api;
pub mod attached;
pub mod axe;
pub mod browser;
pub mod campus;
pub mod checker;
pub mod devhost;
pub mod fuzz;
pub mod handset;
pub mod journey;
pub mod measure;
pub mod page;
pub mod pictures;
pub mod process;
pub mod screen;
pub mod session;
pub mod signer;
pub mod steps;
pub mod window;
pub mod wine;
pub mod wire;
pub mod world;
