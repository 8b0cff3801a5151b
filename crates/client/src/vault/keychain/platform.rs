//! What differs between the systems: which store there is, how it keeps an item, what it means by
//! "no access".

use std::collections::HashMap;

use keyring_core::Error;
use keyring_core::error::PlatformError;

use super::Store;
use crate::vault::VaultFault;

/// Windows says it for sessions that have no credentials at all (a service, a network logon:
/// `ERROR_NO_SUCH_LOGON_SESSION`); there is nothing to unlock.
#[cfg(target_os = "windows")]
pub(super) const NO_ACCESS: VaultFault = VaultFault::Missing;
/// Everywhere else it is a keychain that wants to be unlocked. Secret Service says the same when
/// somebody closes its dialog: still locked, and asked again the next time.
#[cfg(not(target_os = "windows"))]
pub(super) const NO_ACCESS: VaultFault = VaultFault::Locked;

/// Opens the platform's store.
pub(super) fn open() -> keyring_core::Result<Store> {
    if keyring_core::get_default_store().is_none() {
        store_set()?;
    }
    let items = keyring_core::get_default_store().ok_or(Error::NoDefaultStore)?;
    let modifiers = HashMap::from(MODIFIERS);
    Ok(Store { items, modifiers })
}

/// Windows would let credentials roam to other machines of the domain by default.
#[cfg(target_os = "windows")]
const MODIFIERS: [(&str, &str); 1] = [("persistence", "Local")];
/// Readable in the background after the first unlock, never restored to another device.
#[cfg(target_os = "ios")]
const MODIFIERS: [(&str, &str); 1] = [("access-policy", "after-first-unlock-this-device-only")];
#[cfg(not(any(target_os = "windows", target_os = "ios")))]
const MODIFIERS: [(&str, &str); 0] = [];

#[cfg(not(any(target_os = "android", target_os = "ios")))]
fn store_set() -> keyring_core::Result<()> {
    // `keyring` opens the desktop's store once and keeps the outcome.
    keyring::Entry::store_status().as_ref().map_err(|error| {
        tracing::warn!(%error, "the keychain could not be opened");
        Error::NoDefaultStore
    })?;
    Ok(())
}

#[cfg(target_os = "ios")]
fn store_set() -> keyring_core::Result<()> {
    keyring_core::set_default_store(apple_native_keyring_store::protected::Store::new()?);
    Ok(())
}

/// Needs the application in `ndk_context`. tao puts it there in the first activity's `onCreate`
/// (tao 0.37, platform_impl/android/ndk_glue.rs), before anything of ours runs.
#[cfg(target_os = "android")]
fn store_set() -> keyring_core::Result<()> {
    keyring_core::set_default_store(android_native_keyring_store::Store::new()?);
    Ok(())
}

/// What the platform's own error says, where that is more than `keyring-core` has a word for.
#[cfg(target_vendor = "apple")]
pub(super) fn fault(cause: &PlatformError) -> Option<VaultFault> {
    let cause = cause.downcast_ref::<security_framework::base::Error>()?;
    crate::vault::apple::fault(cause.code())
}

#[cfg(not(target_vendor = "apple"))]
pub(super) fn fault(_: &PlatformError) -> Option<VaultFault> {
    None
}
