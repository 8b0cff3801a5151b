//! The page's commands (`protocol::ipc`), one function each, one file a group.

use std::sync::Arc;

use menhu_protocol::ipc::{self, Command};
use menhu_protocol::{Code, Failure};
use serde_json::Value;

use crate::core::Core;

macro_rules! dispatch_all {
    ($($command:ident => $name:ident,)+) => {
        /// Runs one command of the page. `ask` is the command's type as JSON, the answer its `Reply`.
        ///
        /// # Errors
        /// The command's own failures; `bad_request` for a name or fields this build does not know.
        pub async fn dispatch(core: &Arc<Core>, name: &str, ask: Value) -> Result<Value, Failure> {
            match name {
                $(<ipc::$command as Command>::NAME => {
                    let ask: ipc::$command = read(ask)?;
                    tracing::debug!(?ask, version = core.around.version, "not there yet");
                    Err(Code::Internal.into())
                })+
                _ => Err(Code::BadRequest.into()),
            }
        }
    };
}
menhu_protocol::commands!(dispatch_all);

fn read<T: serde::de::DeserializeOwned>(ask: Value) -> Result<T, Failure> {
    serde_json::from_value(ask).map_err(|_| Code::BadRequest.into())
}

/// The text of the QR code in a picture file (PNG, JPEG, WebP, GIF, BMP).
///
/// # Errors
/// `no_code_in_picture`, `picture_unreadable`.
pub async fn scan_picture(core: &Arc<Core>, bytes: Vec<u8>) -> Result<String, Failure> {
    tracing::debug!(
        bytes = bytes.len(),
        version = core.around.version,
        "not there yet"
    );
    Err(Code::PictureUnreadable.into())
}
