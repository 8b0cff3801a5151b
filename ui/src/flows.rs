//! Processes over several screens: an enum of steps that can be left and resumed.

pub mod campus;
pub mod code;
pub mod registration;
pub mod signin;
pub mod welcome;
