//! Signing in with a browser.

pub(crate) mod cookies;
