//! 安全中心: password, phone, mail, and who was here (S-11 … S-21).
//!
//! A sensitive act that is refused because the password was last asked for too long ago leads to S-18
//! and is then done as it was; going back loses nothing that was typed.

mod act;
mod letter;
mod state;

#[cfg(target_arch = "wasm32")]
mod close;
#[cfg(target_arch = "wasm32")]
mod mail;
#[cfg(target_arch = "wasm32")]
mod overview;
#[cfg(target_arch = "wasm32")]
mod password;
#[cfg(target_arch = "wasm32")]
mod phone;
#[cfg(target_arch = "wasm32")]
mod proof;
#[cfg(target_arch = "wasm32")]
mod signins;
#[cfg(target_arch = "wasm32")]
mod view;

pub use act::{Act, Answer};
pub use letter::{Letter, Standing};
pub use state::{
    Action, Aim, Effect, Happened, PasswordForm, PhoneForm, Proof, Section, State, Waiting,
};
#[cfg(target_arch = "wasm32")]
pub use view::{SecurityPage, screen};
