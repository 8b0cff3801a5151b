//! Processes over several screens: an enum of steps that can be left and resumed.

pub mod campus;
pub mod code;
pub mod new_password;
pub mod recovery;
pub mod registration;
pub mod signin;
pub mod welcome;
