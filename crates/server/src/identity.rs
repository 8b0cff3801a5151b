//! The rules, without I/O: what passes, what waits, what follows from what.

pub mod code;
pub mod landing;
pub mod link;
pub mod lockout;
pub mod password;
pub mod reproof;
pub mod rotation;

use menhu_protocol::values::Secret;
use menhu_protocol::{Clock, Dice, Millis, bytes};

pub(crate) const HOUR_MS: Millis = 3_600_000;

/// A new id, UUIDv7: sorts by time.
pub fn id(clock: &dyn Clock, dice: &dyn Dice) -> String {
    let ms = u64::try_from(clock.now()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(ms, &bytes(dice))
        .into_uuid()
        .to_string()
}

/// 256 bits of chance that name an attempt or a token (security.md TK-1).
pub fn secret(dice: &dyn Dice) -> Secret {
    Secret::new(crate::keys::written(&bytes::<32>(dice)))
}
