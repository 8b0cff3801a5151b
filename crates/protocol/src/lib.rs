//! What crosses a wire in Menhu, compiled into both ends of it.
//!
//! Two wires: the campus API ([`api`], app ↔ campus server, HTTPS + JSON) and the page's commands
//! ([`ipc`], page ↔ core). Both answer failures with one shape ([`Failure`]). The values that
//! people type are parsed here once ([`values`]); whoever holds such a value may trust it.
//! This crate does no I/O and builds for wasm and native alike.

pub mod api;
pub mod day;
mod failure;
pub mod ipc;
mod manifest;
mod outside;
pub mod password;
pub mod values;

pub use day::Day;
pub use failure::{Code, Failure, Field, Retry};
pub use manifest::{Desk, Localized, Manifest, Module, Requirement, TextKind, TextRef, WELL_KNOWN};
pub use outside::{Clock, Dice, Millis, bytes};
