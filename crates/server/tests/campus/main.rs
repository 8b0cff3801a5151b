//! The campus server from outside: what the books promise, on both databases, and what the API
//! answers, to good requests and bad ones.

mod api;
mod books;
mod delivery;
mod device;
mod example;
mod ground;
mod portal;
mod postgres;
mod program;
mod recovery;
mod release;
mod rights;
mod roster;
mod security;
