//! The first screen, and what the device keeps of a person's wishes.

use menhu_protocol::api::session::Done;
use menhu_protocol::ipc::{
    AppStart, Bookmark, BookmarkKeep, ConsentGive, ConsentWithdraw, Keychain, PreferencesKeep,
    Start,
};
use menhu_protocol::{Code, Failure};

use super::mark;
use crate::core::Core;
use crate::session::Item;

pub(super) async fn app_start(core: &Core, _: AppStart) -> Result<Start, Failure> {
    let preferences = core.store.preferences()?;
    let consent = core.store.consent()?;
    let (signed_in, keychain) = match consent {
        Some(_) => signed_in(core).await?,
        None => (false, Keychain::Unasked),
    };
    let worn = core.worn()?;
    let elsewhere = worn.is_none() && core.store.campus()?.is_some();
    let signed_in = signed_in && !elsewhere;
    let bookmark = match core.store.bookmark()? {
        Bookmark::None => None,
        _ if elsewhere => None,
        // Killed between the keychain and the bookmark: whoever is in has finished the flow.
        Bookmark::Signin(_) if signed_in => None,
        open => Some(open),
    };
    core.dress();
    core.zoom();
    Ok(Start {
        preferences: preferences.unwrap_or_default(),
        first: preferences.is_none(),
        consent,
        campus: worn.map(|card| core.demanding(card)),
        pinned: core.around.pinned.clone(),
        signed_in,
        bookmark,
        keychain,
        scanner: core.around.host.scanner(),
        system: core.around.host.system(),
        desktop: core.desktop(),
        version: core.around.version.clone(),
    })
}

/// Whether to go straight in: the device remembers somebody, and the keychain has their token or
/// cannot say. A locked keychain is no sign-out.
pub(super) async fn signed_in(core: &Core) -> Result<(bool, Keychain), Failure> {
    if let Err(failure) = core.leave_finish().await
        && failure.code != Code::KeychainLocked
    {
        return Err(failure);
    }
    let who = core.who().ok();
    // Asked also when nobody is in, so that a missing keychain is said before anybody relies on it.
    let item = match (&who, core.store.campus()?) {
        (Some(who), _) => Item::Refresh(who).name(),
        (None, Some(card)) => Item::Attempt(&card.manifest.campus).name(),
        (None, None) => return Ok((false, core.strongbox.state())),
    };
    let found = if who.is_some() {
        core.strongbox.expect(&item).await
    } else {
        core.strongbox.read(&item).await
    };
    let there = match found {
        Ok(token) => token.is_some(),
        Err(failure) if failure.code == Code::KeychainLocked => true,
        Err(failure) => return Err(failure),
    };
    Ok((who.is_some() && there, core.strongbox.state()))
}

pub(super) async fn preferences_keep(core: &Core, ask: PreferencesKeep) -> Result<Done, Failure> {
    let mut preferences = ask.preferences;
    preferences.elder_px = preferences
        .elder_px
        .clamp(*ELDER_PX.start(), *ELDER_PX.end());
    core.store.preferences_keep(&preferences)?;
    core.dress();
    Ok(Done {})
}

/// Base type in 长辈版, px (look.md, Tokens).
const ELDER_PX: std::ops::RangeInclusive<u8> = 18..=32;

/// A version is `YYYY-MM-DD`; anything much longer is none.
const VERSION_LONGEST: usize = 32;

pub(super) async fn consent_give(core: &Core, ask: ConsentGive) -> Result<Done, Failure> {
    let plain = |version: &str| (1..=VERSION_LONGEST).contains(&version.len());
    if !plain(&ask.terms) || !plain(&ask.privacy) {
        return Err(Code::BadRequest.into());
    }
    core.store
        .consent_keep(&ask.terms, &ask.privacy, core.around.clock.now())?;
    Ok(Done {})
}

pub(super) async fn consent_withdraw(core: &Core, _: ConsentWithdraw) -> Result<Done, Failure> {
    let _flow = core.flow.lock().await;
    super::campus::forget(core).await?;
    core.store.consent_drop()?;
    Ok(Done {})
}

pub(super) async fn bookmark_keep(core: &Core, ask: BookmarkKeep) -> Result<Done, Failure> {
    let _flow = core.flow.lock().await;
    let merged = mark::merged(core.store.bookmark()?, ask.bookmark);
    core.store.bookmark_keep(&merged)?;
    Ok(Done {})
}
