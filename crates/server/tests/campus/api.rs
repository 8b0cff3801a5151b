//! What the API answers.

mod guessing;
mod input;
mod links;
mod password;
pub mod people;
mod proof;
mod registration;
mod release;
mod renewal;
mod session;
mod signin;
