//! The core seen from outside: a host that is nothing but the trait, a campus made of a few routes,
//! and what a person would notice.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod around;
mod campus;
mod consent;
mod desktop;
mod faults;
mod flows;
mod keychain_faults;
mod own_build;
mod phone;
mod recovery;
mod renewal;
mod rotation;
mod scanning;
mod security;
mod slow;
mod store;
mod tls;
mod updates;
