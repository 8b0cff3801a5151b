//! The campus server of Menhu: unified identity, registration and activation, sign-in of the app, the
//! pages for people, and what the IT office runs it with (`docs/ARCHITECTURE.md`).
//!
//! Everything a request needs is one [`Campus`]; the flows ([`registration`], [`signin`],
//! [`session`]) are plain functions over it, shared by the JSON API and the pages.

pub mod api;
pub mod books;
pub mod caller;
pub mod campus;
pub(crate) mod captcha;
mod centre;
pub mod closing;
mod codes;
pub mod command;
pub mod config;
mod credentials;
pub mod delivery;
pub mod desk;
mod dispute;
pub mod doctor;
pub mod hashing;
pub mod identity;
pub mod keys;
pub mod login;
pub mod outside;
pub mod pages;
pub mod password;
pub mod poster;
mod question;
pub mod recovery;
pub mod registration;
pub mod release;
pub mod rights;
pub mod roster;
pub mod router;
pub mod security;
pub mod serve;
pub mod session;
pub mod signin;
pub mod ticket;
pub mod trace;

pub use caller::Caller;
pub use campus::Campus;
pub use config::Config;
