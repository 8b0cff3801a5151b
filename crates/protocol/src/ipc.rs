//! The page's commands, page ↔ core. A command is a type; every host handles the whole list.
//!
//! Answers are `Ok(Reply)` or [`crate::Failure`], as JSON. Secrets go from the page to the core and
//! never back: no reply holds a token, a password or a code.

mod campus;
mod desktop;
mod event;
mod home;
mod recovery;
mod registration;
mod scan;
mod security;
mod signin;
mod start;
mod update;

use serde::{Serialize, de::DeserializeOwned};

pub use campus::*;
pub use desktop::*;
pub use event::*;
pub use home::*;
pub use recovery::*;
pub use registration::*;
pub use scan::*;
pub use security::*;
pub use signin::*;
pub use start::*;
pub use update::*;

/// One command of the page.
pub trait Command: Serialize + DeserializeOwned + Send + 'static {
    /// Noun first: `campus_find`.
    const NAME: &'static str;
    type Reply: Serialize + DeserializeOwned + Send + 'static;
}

/// The one list. `$with!` receives every command's type and name; a host that expands it and forgets
/// one does not compile.
#[macro_export]
macro_rules! commands {
    ($with:ident) => {
        $with! {
            AppStart => app_start,
            PreferencesKeep => preferences_keep,
            ConsentGive => consent_give,
            ConsentWithdraw => consent_withdraw,
            CampusFind => campus_find,
            CampusTexts => campus_texts,
            CampusAdopt => campus_adopt,
            CampusLeave => campus_leave,
            ScanStart => scan_start,
            ScanCancel => scan_cancel,
            ScanTorch => scan_torch,
            CameraSettingsOpen => camera_settings_open,
            RegistrationOpen => registration_open,
            RegistrationDispute => registration_dispute,
            RegistrationPhone => registration_phone,
            RegistrationCodeAgain => registration_code_again,
            RegistrationPhoneProve => registration_phone_prove,
            RegistrationActivate => registration_activate,
            RegistrationDrop => registration_drop,
            SigninCode => signin_code,
            SigninCodeProve => signin_code_prove,
            SigninPassword => signin_password,
            SigninRules => signin_rules,
            SigninRenew => signin_renew,
            SigninDrop => signin_drop,
            RecoveryBegin => recovery_begin,
            RecoveryCode => recovery_code,
            RecoveryProve => recovery_prove,
            RecoveryPassword => recovery_password,
            RecoveryDrop => recovery_drop,
            BookmarkKeep => bookmark_keep,
            HomeRead => home_read,
            DevicesRead => devices_read,
            DeviceEnd => device_end,
            SecurityRead => security_read,
            SecurityProve => security_prove,
            PasswordChange => password_change,
            PhoneSend => phone_send,
            PhoneProve => phone_prove,
            PhoneUnbindSend => phone_unbind_send,
            PhoneUnbind => phone_unbind,
            MailSend => mail_send,
            MailUnbindSend => mail_unbind_send,
            SigninsRead => signins_read,
            CloseAsk => close_ask,
            CloseTakeBack => close_take_back,
            SignOut => sign_out,
            LinkOpen => link_open,
            UpdateRead => update_read,
            UpdateFetch => update_fetch,
            UpdateInstall => update_install,
            DesktopRead => desktop_read,
            DesktopKeep => desktop_keep,
            WindowClose => window_close,
            AppQuit => app_quit,
        }
    };
}

macro_rules! name_all {
    ($($command:ident => $name:ident,)+) => {
        $(const _: () = assert!(same(stringify!($name), <$command as Command>::NAME));)+
        /// The name of every command.
        pub const NAMES: &'static [&'static str] = &[$(stringify!($name)),+];
    };
}
commands!(name_all);

/// `a == b`, at compile time.
const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}

/// Declares commands: `name: Type { fields } -> Reply;`
macro_rules! command {
    ($($(#[$doc:meta])* $name:ident: $type:ident { $($(#[$fdoc:meta])* $field:ident: $ftype:ty),* $(,)? } -> $reply:ty;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
        pub struct $type { $($(#[$fdoc])* pub $field: $ftype),* }
        impl $crate::ipc::Command for $type {
            const NAME: &'static str = stringify!($name);
            type Reply = $reply;
        }
    )+};
}
pub(crate) use command;

/// Declares the steps of a flow, in order, with `ALL` of them.
macro_rules! steps {
    ($(#[$doc:meta])* $name:ident { $($(#[$sdoc:meta])* $step:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$sdoc])* $step),+ }
        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$step),+];
        }
    };
}
pub(crate) use steps;
