//! The pages of a person who is in.

pub mod desktop;
pub mod home;
pub mod security;
pub mod settings;
pub mod shortcuts;
pub mod update;
