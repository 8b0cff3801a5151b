//! Signing in with a browser, as a browser without JavaScript meets it.

pub mod browser;
mod guessing;
mod landing;
mod login;
mod session;
