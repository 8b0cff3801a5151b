//! How SMS and mail leave the campus.

use menhu_protocol::{Failure, Millis};

use crate::{Campus, Config};

/// The ways out that are configured.
pub struct Delivery {}

impl Delivery {
    /// # Errors
    /// A gateway or mail server that cannot be spoken to as configured.
    pub fn open(_config: &Config) -> anyhow::Result<Self> {
        Ok(Self {})
    }
}

/// A message of demo mode, as the outbox page shows it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Outboxed {
    pub at: Millis,
    /// `sms` or `mail`.
    pub kind: String,
    /// The number (E.164) or address.
    pub to: String,
    pub text: String,
}

/// The messages of demo mode, newest first, at most 200; empty outside demo mode.
///
/// # Errors
/// `server_fault` when the books cannot be read.
pub async fn outbox_read(_campus: &Campus) -> Result<Vec<Outboxed>, Failure> {
    Ok(Vec::new())
}
