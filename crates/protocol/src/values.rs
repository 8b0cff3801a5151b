//! Values people type or scan. `parse` is the only way to make one, and both sides of a wire use it.

mod address;
mod certificate;
mod code;
mod member;
mod phone;
mod secret;
mod typed;

pub use address::{CampusAddress, CampusCode, NotACampus};
pub use certificate::CertificateNumber;
pub use code::{CODE_DIGITS, PhoneCode};
pub use member::MemberId;
pub use phone::Phone;
pub use secret::Secret;
pub use typed::{Malformed, half_width, is_invisible};
