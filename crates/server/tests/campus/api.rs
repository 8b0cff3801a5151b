//! What the API answers.

mod guessing;
mod input;
mod links;
mod people;
mod proof;
mod registration;
mod release;
mod session;
mod signin;
