//! What Apple's keychain means by its numbers (`OSStatus`, Security/SecBase.h), where `keyring-core` has
//! no word of its own for it.

use super::VaultFault;

/// `errSecInteractionNotAllowed`: the device has not been unlocked since it was started.
const INTERACTION_NOT_ALLOWED: i32 = -25308;
/// `errSecUserCanceled`.
const USER_CANCELED: i32 = -128;
/// `errSecAuthFailed`: "deny" was pressed, or a wrong password typed.
const AUTH_FAILED: i32 = -25293;
/// `errSecInvalidOwnerEdit`: the item belongs to a program with another signature.
const INVALID_OWNER_EDIT: i32 = -25244;
/// `wrPermErr`, `errSecReadOnly`: the keychain may be read but not written.
const WRITE_PERMISSION: i32 = -61;
const READ_ONLY: i32 = -25292;
/// `errSecMissingEntitlement`: this build was not signed for keychains.
const MISSING_ENTITLEMENT: i32 = -34018;
/// `errSecNoSuchKeychain`, `errSecInvalidKeychain`, `errSecNoDefaultKeychain`.
const NO_SUCH_KEYCHAIN: i32 = -25294;
const INVALID_KEYCHAIN: i32 = -25295;
const NO_DEFAULT_KEYCHAIN: i32 = -25307;

/// `None` for a number that says nothing we could act on.
pub(super) fn fault(status: i32) -> Option<VaultFault> {
    match status {
        INTERACTION_NOT_ALLOWED => Some(VaultFault::Locked),
        USER_CANCELED | AUTH_FAILED | INVALID_OWNER_EDIT | WRITE_PERMISSION | READ_ONLY => {
            Some(VaultFault::Denied)
        }
        MISSING_ENTITLEMENT | NO_SUCH_KEYCHAIN | INVALID_KEYCHAIN | NO_DEFAULT_KEYCHAIN => {
            Some(VaultFault::Missing)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn what_may_pass_and_an_item_that_is_not_found_are_no_faults() {
        // `errSecSuccess`, `errSecParam`, `errSecNotAvailable`, `errSecItemNotFound`.
        for status in [0, -50, -25291, -25300] {
            assert_eq!(fault(status), None);
        }
    }
}
