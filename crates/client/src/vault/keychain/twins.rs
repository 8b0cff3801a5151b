//! Several items that answer to one name: what another program, or an older build, left in a keychain
//! that finds by attributes (Secret Service). Nobody can say which of them is the newer, and a token
//! that is not the newest ends the session, so they count only as far as they agree.

use keyring_core::{Entry, Error};
use menhu_protocol::values::Secret;

/// What all twins say; `None` when they differ. Nothing is deleted: the next write settles it.
pub(super) fn read(twins: &[Entry]) -> keyring_core::Result<Option<Secret>> {
    let mut said: Option<Secret> = None;
    for twin in twins {
        let secret = match twin.get_password() {
            Ok(text) => Secret::new(text),
            Err(Error::BadEncoding(_) | Error::BadDataFormat(..)) => return Ok(None),
            Err(error) => return Err(error),
        };
        if said.as_ref().is_some_and(|before| *before != secret) {
            tracing::warn!("items of the keychain contradict each other");
            return Ok(None);
        }
        said = Some(secret);
    }
    Ok(said)
}

/// Writes the first, reads it back, and only then deletes the others.
pub(super) fn overwrite(twins: &[Entry], secret: &Secret) -> keyring_core::Result<()> {
    let Some((first, others)) = twins.split_first() else {
        return Err(Error::NoEntry);
    };
    first.set_password(secret.expose())?;
    if first.get_password()? != secret.expose() {
        // The caller reads back by the name, and will not find what it wrote.
        return Ok(());
    }
    delete(others)
}

pub(super) fn delete(twins: &[Entry]) -> keyring_core::Result<()> {
    for twin in twins {
        match twin.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
