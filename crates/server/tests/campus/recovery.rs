//! Forgotten passwords over the wire: what is found out, what is sent, what is set, and how often.

mod captcha;
mod code;
mod identify;
mod input;
mod password;
mod question;
pub mod steps;
