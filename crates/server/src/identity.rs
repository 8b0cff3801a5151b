//! The rules, without I/O: what passes, what waits, what follows from what.

pub mod password;
