//! The campus API, app ↔ campus server: `POST` and JSON, below `/v1`, only ever added to.
//!
//! A call is a type: its path, its fields, its reply. Server and client compile the same ones, so
//! neither can misspell the other. Secrets stand in bodies, never in addresses.

pub mod captcha;
pub mod recovery;
pub mod registration;
pub mod release;
pub mod security;
pub mod session;
pub mod signin;

use serde::{Serialize, de::DeserializeOwned};

/// One request of the campus API.
pub trait Call: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Path below the campus origin.
    const PATH: &'static str;
    /// What proves the caller: see [`Proof`].
    const PROOF: Proof = Proof::None;
    type Reply: Serialize + DeserializeOwned + Send;
}

/// What a call must carry beside its body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Nothing.
    None,
    /// A DPoP proof by the device's key (RFC 9449 §4).
    Device,
    /// `Authorization: DPoP <access token>` and a proof over it (RFC 9449 §7).
    Access,
}

/// Declares what calls are, by their proof: `Access: Type "/v1/path" -> Reply;`
macro_rules! calls {
    ($proof:ident: $($call:ident $path:literal -> $reply:ty;)+) => {$(
        impl $crate::api::Call for $call {
            const PATH: &'static str = $path;
            const PROOF: $crate::api::Proof = $crate::api::Proof::$proof;
            type Reply = $reply;
        }
    )+};
}
use calls;

/// Header of the server's nonce (RFC 9449 §8).
pub const NONCE_HEADER: &str = "dpop-nonce";
/// Header of the proof (RFC 9449 §4.1).
pub const PROOF_HEADER: &str = "dpop";

/// A code is on its way. The same answer whether or not the number is on anybody's record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct CodeSent {
    /// `138****8000`
    pub to: String,
    /// Seconds the code is good for, on the server's clock.
    pub good_for_s: u32,
    /// Seconds until another may be sent.
    pub resend_after_s: u32,
}
