//! What can be proven here about the systems people have: programs linked for Windows under Wine, the
//! Debian package in a clean root, and what the Android and Apple projects ask for. What was proven
//! where, and what not: docs/PLATFORMS.md.

mod android;
mod apple;
mod crates;
mod linux;
mod manifests;
mod windows;
mod workflows;
