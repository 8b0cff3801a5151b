//! The pages of a person who is in.

pub mod home;
pub mod settings;
