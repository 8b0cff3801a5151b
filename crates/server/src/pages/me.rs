//! What is behind a sign-in.

mod inside;

pub(crate) use inside::{Inside, land};
