//! What the API answers.

mod input;
mod people;
mod proof;
mod registration;
mod session;
mod signin;
