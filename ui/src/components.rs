//! Small components of our own on the tokens of `crates/words/tokens.css` (look.md). They know nothing
//! of flows or the core.

mod button;
mod choice;
mod code_field;
mod desk;
mod field;
mod form;
mod frame;
mod icon;
mod machine;
mod notice;
mod range;
mod reading;
mod row;
mod rules;
mod screen;
mod switch;
mod tick;

pub use button::{Button, Look};
pub use choice::Choice;
pub use code_field::CodeField;
pub use desk::DeskLine;
pub use field::{Field, PasswordField, is_wrong};
pub use form::Form;
pub use frame::{Frame, Tab, framed};
pub use icon::{Icon, Shape};
pub use machine::{Running, use_machine};
pub use notice::{Notice, Tone};
pub use range::Range;
pub use reading::Reading;
pub use row::{Fact, Row};
pub use rules::{RULES_ID, Rules, rule_said};
pub use screen::Screen;
pub use switch::Switch;
pub use tick::use_now;
