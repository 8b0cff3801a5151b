//! What the API answers.

mod guessing;
mod input;
mod people;
mod proof;
mod registration;
mod release;
mod session;
mod signin;
