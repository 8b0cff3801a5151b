//! Values people type or scan. `parse` is the only way to make one, and both sides of a wire use it.

mod account;
mod address;
mod certificate;
mod channel;
mod code;
mod mail;
mod member;
mod phone;
mod secret;
mod typed;

pub use account::AccountName;
pub use address::{CampusAddress, CampusCode, NotACampus};
pub use certificate::CertificateNumber;
pub use channel::Channel;
pub use code::{CODE_DIGITS, PhoneCode};
pub use mail::MailAddress;
pub use member::MemberId;
pub use phone::Phone;
pub use secret::Secret;
pub use typed::{Malformed, half_width, is_invisible};
