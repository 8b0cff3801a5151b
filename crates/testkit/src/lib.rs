//! A clock moved by hand, seeded chance, and a campus of people to test Menhu with.

mod outside;
mod people;

pub use outside::{HandClock, SeededDice};
pub use people::{PEOPLE, Person, roster_csv};
