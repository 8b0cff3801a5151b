//! Finding a campus and putting it on.

use menhu_protocol::api::session::Done;
use menhu_protocol::api::signin::Agreed;
use menhu_protocol::ipc::{
    CampusAdopt, CampusCard, CampusFind, CampusLeave, CampusText, CampusTexts, Locale,
};
use menhu_protocol::values::{CampusAddress, CampusCode, NotACampus, half_width};
use menhu_protocol::{Code, Day, Failure, Field, Manifest, Millis};

use super::start::signed_in;
use crate::campus::{manifest_read, text_read};
use crate::core::Core;
use crate::session::Item;

pub(super) async fn campus_find(core: &Core, ask: CampusFind) -> Result<CampusCard, Failure> {
    let address = address_of(&ask.text, core.around.clock.now()).map_err(not_a_campus)?;
    at_home(core, &address)?;
    let manifest = manifest_read(&core.wire, &address).await?;
    new_enough(core, &manifest)?;
    let read_at = core.found_keep(&manifest);
    let agreed = agreed_before(core, &address)?;
    Ok(card(core, manifest, agreed, read_at))
}

/// A build for one campus asks no other: a poster or link of somebody else's must not take a password there.
///
/// # Errors
/// `not_a_campus` with `other_campus`.
fn at_home(core: &Core, address: &CampusAddress) -> Result<(), Failure> {
    if core.is_home(address) {
        Ok(())
    } else {
        Err(not_a_campus(NotACampus::OtherCampus))
    }
}

/// A campus code (`https://HOST/r…`, `menhu://HOST`), or the address as it stands on a poster.
fn address_of(text: &str, now: Millis) -> Result<CampusAddress, NotACampus> {
    let plain = half_width(text);
    let Some((_, rest)) = plain.split_once("://") else {
        return CampusAddress::parse(text);
    };
    match CampusCode::parse(&plain, Day::of(now).parts()) {
        Ok(code) => Ok(code.address),
        // Typed with `https://` in front and nothing behind: as good as without.
        Err(NotACampus::OtherSite) if !rest.trim_end_matches('/').contains(['/', '?', '#']) => {
            CampusAddress::parse(text)
        }
        Err(not) => Err(not),
    }
}

/// `detail` is the reason's name on the wire, `other_site`.
fn not_a_campus(not: NotACampus) -> Failure {
    let failure = Failure::new(Code::NotACampus).at(Field::Address);
    match serde_json::to_value(not) {
        Ok(serde_json::Value::String(name)) => failure.detail(name),
        _ => failure,
    }
}

pub(super) async fn campus_texts(
    core: &Core,
    ask: CampusTexts,
) -> Result<Vec<CampusText>, Failure> {
    at_home(core, &ask.address)?;
    let (manifest, _) = manifest_of(core, &ask.address).await?;
    let english = core.store.preferences()?.unwrap_or_default().locale == Locale::En;
    let agreed = agreed_before(core, &ask.address)?;
    let mut texts = Vec::with_capacity(manifest.texts.len());
    for text in &manifest.texts {
        let body = text_read(&core.wire, &ask.address, text, english, None).await?;
        let before = agreed
            .iter()
            .find(|before| before.kind == text.kind && before.version != text.version);
        let changed = match before {
            Some(before) => {
                let from = Some(before.version.as_str());
                text_read(&core.wire, &ask.address, text, english, from).await?
            }
            None => String::new(),
        };
        texts.push(CampusText {
            kind: text.kind,
            version: text.version.clone(),
            body,
            changed,
        });
    }
    Ok(texts)
}

pub(super) async fn campus_adopt(core: &Core, ask: CampusAdopt) -> Result<CampusCard, Failure> {
    let _flow = core.flow.lock().await;
    at_home(core, &ask.address)?;
    let before = core.store.campus()?;
    let same = before
        .as_ref()
        .is_some_and(|card| card.manifest.origin == ask.address);
    // A build whose campus has moved to another address leaves the old one with this agreement; in
    // every other app a person signs out first.
    if !same && core.around.pinned.is_none() {
        nobody_in(core).await?;
    }
    let (manifest, read_at) = manifest_of(core, &ask.address).await?;
    if !same && before.is_some() {
        forget(core).await?;
    }
    // Versions the campus never had prove nothing.
    let agreed = ask
        .agreed
        .into_iter()
        .filter(|agreed| {
            manifest
                .text(agreed.kind)
                .is_some_and(|text| text.version == agreed.version)
        })
        .collect();
    let card = card(core, manifest, agreed, read_at);
    core.store.campus_keep(&card)?;
    core.dress();
    Ok(card)
}

pub(super) async fn campus_leave(core: &Core, _: CampusLeave) -> Result<Done, Failure> {
    let _flow = core.flow.lock().await;
    if core.around.pinned.is_some() {
        return Err(Code::OutOfOrder.into());
    }
    nobody_in(core).await?;
    forget(core).await?;
    Ok(Done {})
}

/// A name on this device whose token the keychain has lost is nobody: it must not tie them to a
/// campus where they cannot sign out.
///
/// # Errors
/// `out_of_order` while somebody is in.
async fn nobody_in(core: &Core) -> Result<(), Failure> {
    match signed_in(core).await? {
        (true, _) => Err(Code::OutOfOrder.into()),
        (false, _) => Ok(()),
    }
}

/// Forgets the campus: whoever this device still remembers there, the secrets of flows that were
/// open, then the card.
pub(super) async fn forget(core: &Core) -> Result<(), Failure> {
    if core.who().is_ok() {
        core.leave().await?;
    }
    let Some(card) = core.store.campus()? else {
        return Ok(());
    };
    let campus = &card.manifest.campus;
    for item in [
        Item::Attempt(campus),
        Item::AttemptKey(campus),
        Item::Registration(campus),
        Item::Recovery(campus),
    ] {
        core.strongbox.delete(&item.name()).await?;
    }
    core.store.campus_drop()?;
    core.update.leave();
    core.dress();
    Ok(())
}

/// Nobody begins at a campus with an app it no longer takes. Who is there already keeps the campus and
/// is told what to do ([`menhu_protocol::ipc::Demand`]).
///
/// # Errors
/// `app_too_old` with the least version.
fn new_enough(core: &Core, manifest: &Manifest) -> Result<(), Failure> {
    match core.demand(manifest) {
        Some(demand) if demand.due => Err(Failure::new(Code::AppTooOld).detail(demand.version)),
        _ => Ok(()),
    }
}

/// The campus as it was just found, or read again.
async fn manifest_of(core: &Core, address: &CampusAddress) -> Result<(Manifest, Millis), Failure> {
    if let Some(found) = core.found(address) {
        return Ok(found);
    }
    let manifest = manifest_read(&core.wire, address).await?;
    new_enough(core, &manifest)?;
    let read_at = core.found_keep(&manifest);
    Ok((manifest, read_at))
}

fn agreed_before(core: &Core, address: &CampusAddress) -> Result<Vec<Agreed>, Failure> {
    let card = core.store.campus()?;
    Ok(card
        .filter(|card| card.manifest.origin == *address)
        .map(|card| card.agreed)
        .unwrap_or_default())
}

pub(super) fn card(
    core: &Core,
    manifest: Manifest,
    agreed: Vec<Agreed>,
    read_at: Millis,
) -> CampusCard {
    CampusCard {
        host: manifest.origin.host().to_owned(),
        demand: core.demand(&manifest),
        manifest,
        agreed,
        read_at,
    }
}

#[cfg(test)]
mod tests {
    use menhu_protocol::values::NotACampus;

    use super::address_of;

    /// 2026-11-21, 08:00 UTC.
    const NOW: i64 = 1_795_248_000_000;

    #[test]
    fn codes_links_and_typed_addresses_lead_to_the_campus() {
        for text in [
            "https://menhu.example.edu.cn/r",
            "https://menhu.example.edu.cn/r?until=2026-11-21",
            "menhu://menhu.example.edu.cn",
            "menhu.example.edu.cn",
            "menhu.example.edu.cn/r",
            "https://menhu.example.edu.cn/",
            "ｈｔｔｐｓ：／／menhu。example。edu。cn",
            "  HTTPS://MENHU.EXAMPLE.EDU.CN\n",
        ] {
            assert_eq!(
                address_of(text, NOW).map(|a| a.origin()),
                Ok("https://menhu.example.edu.cn".to_owned()),
                "{text}"
            );
        }
    }

    #[test]
    fn other_codes_say_what_they_are() {
        let long = "x".repeat(4096);
        for (text, why) in [
            ("", NotACampus::Empty),
            ("https://u.wechat.com/abcdef", NotACampus::OtherSite),
            ("https://example.com/?r=1", NotACampus::OtherSite),
            (
                "https://menhu.example.edu.cn/r?until=2026-11-20",
                NotACampus::Expired,
            ),
            ("http://menhu.example.edu.cn/r", NotACampus::Unencrypted),
            ("WIFI:T:WPA;S:campus;P:secret;;", NotACampus::NotAnAddress),
            ("javascript://alert(1)", NotACampus::NotAnAddress),
            (
                "https://menhu.example.edu.cn@evil.example/r",
                NotACampus::NotAnAddress,
            ),
            ("https://mеnhu.example.edu.cn/r", NotACampus::NotAnAddress),
            (long.as_str(), NotACampus::Long),
        ] {
            assert_eq!(
                address_of(text, NOW).map(|a| a.origin()),
                Err(why),
                "{text}"
            );
        }
    }
}
