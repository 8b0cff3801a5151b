//! The page's commands (`protocol::ipc`), one function each, one file a group.

mod campus;
mod desktop;
mod home;
mod mark;
mod recovery;
mod registration;
mod scan;
mod security;
mod signin;
mod start;
mod update;

use std::future::Future;
use std::sync::Arc;

use menhu_protocol::ipc::{self, Command};
use menhu_protocol::{Code, Failure};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::core::Core;
use campus::{campus_adopt, campus_find, campus_leave, campus_texts};
use desktop::{app_quit, desktop_keep, desktop_read, window_close};
use home::{device_end, devices_read, home_read, link_open, sign_out};
use recovery::{recovery_begin, recovery_code, recovery_drop, recovery_password, recovery_prove};
use registration::{
    registration_activate, registration_code_again, registration_dispute, registration_drop,
    registration_open, registration_phone, registration_phone_prove,
};
use scan::{camera_settings_open, scan_cancel, scan_start, scan_torch};
use security::{
    close_ask, close_take_back, mail_send, mail_unbind_send, password_change, phone_prove,
    phone_send, phone_unbind, phone_unbind_send, security_prove, security_read, signins_read,
};
use signin::{
    signin_code, signin_code_prove, signin_drop, signin_password, signin_renew, signin_rules,
};
use start::{app_start, bookmark_keep, consent_give, consent_withdraw, preferences_keep};
use update::{update_fetch, update_install, update_read};

pub use scan::scan_picture;

/// What may be asked before the app's own texts are agreed to. None of these touches the network,
/// the keychain or a permission.
const BEFORE_CONSENT: [&str; 7] = [
    ipc::AppStart::NAME,
    ipc::PreferencesKeep::NAME,
    ipc::ConsentGive::NAME,
    ipc::DesktopRead::NAME,
    ipc::DesktopKeep::NAME,
    ipc::WindowClose::NAME,
    ipc::AppQuit::NAME,
];

macro_rules! dispatch_all {
    ($($command:ident => $name:ident,)+) => {
        /// Runs one command of the page. `ask` is the command's type as JSON, the answer its `Reply`.
        ///
        /// # Errors
        /// The command's own failures; `consent_missing` before the app's texts are agreed to;
        /// `bad_request` for a name or fields this build does not know.
        pub async fn dispatch(core: &Arc<Core>, name: &str, ask: Value) -> Result<Value, Failure> {
            match name {
                $(<ipc::$command as Command>::NAME => {
                    if !BEFORE_CONSENT.contains(&name) {
                        consented(core)?;
                    }
                    let ask: ipc::$command = read(ask)?;
                    let reply: <ipc::$command as Command>::Reply = $name(core, ask).await?;
                    write(&reply)
                })+
                _ => Err(Code::BadRequest.into()),
            }
        }
    };
}
menhu_protocol::commands!(dispatch_all);

/// Runs a command in a task of its own, on the Tokio runtime it is called in: a panic in there (one
/// bad picture) is answered, not waited for for ever. Every host runs every command in it.
///
/// # Errors
/// The command's own; `internal` when it panicked.
pub async fn unharmed<T: Send + 'static>(
    work: impl Future<Output = Result<T, Failure>> + Send + 'static,
) -> Result<T, Failure> {
    match tokio::spawn(work).await {
        Ok(reply) => reply,
        Err(error) => {
            tracing::error!(%error, "a command of the page broke");
            Err(Code::Internal.into())
        }
    }
}

/// # Errors
/// `consent_missing`.
fn consented(core: &Core) -> Result<(), Failure> {
    match core.store.consent()? {
        Some(_) => Ok(()),
        None => Err(Code::ConsentMissing.into()),
    }
}

fn read<T: DeserializeOwned>(ask: Value) -> Result<T, Failure> {
    serde_json::from_value(ask).map_err(|_| Code::BadRequest.into())
}

fn write(reply: &impl Serialize) -> Result<Value, Failure> {
    serde_json::to_value(reply).map_err(|_| Code::Internal.into())
}

#[cfg(test)]
mod tests {
    use menhu_protocol::{Code, Failure};

    use super::unharmed;

    #[tokio::test]
    async fn panic_in_a_command_is_an_answer() {
        async fn bad_picture() -> Result<(), Failure> {
            panic!("a bad picture")
        }
        let reply = unharmed(bad_picture()).await;
        assert_eq!(reply, Err(Failure::new(Code::Internal)));
        assert_eq!(unharmed(async { Ok(7) }).await, Ok(7));
    }
}
