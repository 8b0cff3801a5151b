//! Home and settings of a person who is in.

use menhu_protocol::api::session::{self, Device, Done};
use menhu_protocol::ipc::{CampusCard, DeviceEnd, DevicesRead, Home, HomeRead, LinkOpen, SignOut};
use menhu_protocol::values::CampusAddress;
use menhu_protocol::{Code, Failure, Manifest};
use reqwest::Url;

use super::campus::card;
use crate::campus::manifest_read;
use crate::core::Core;
use crate::store::{KeptMe, Who};

pub(super) async fn home_read(core: &Core, ask: HomeRead) -> Result<Home, Failure> {
    let who = core.who()?;
    let stale = if ask.fresh {
        match read_afresh(core, &who).await {
            Ok(()) => None,
            Err(failure) if matches!(failure.code, Code::SessionEnded | Code::SignedOut) => {
                return Err(failure);
            }
            Err(failure) => Some(failure),
        }
    } else {
        None
    };
    let kept = core.store.me(&who)?;
    Ok(Home {
        read_at: kept.as_ref().map_or(0, |kept| kept.read_at),
        me: kept.map(|kept| kept.me),
        campus: core.campus()?,
        stale,
        keychain: core.strongbox.state(),
    })
}

/// Asks the campus who I am and what it has on; each good answer is kept at once.
async fn read_afresh(core: &Core, who: &Who) -> Result<(), Failure> {
    let address = core.campus()?.manifest.origin;
    let me = core.ask_in(&session::MeRead {}).await?;
    let now = core.around.clock.now();
    {
        let _flow = core.flow.lock().await;
        // Signed out while the campus answered: nothing of the person comes back.
        if core.who()? != *who {
            return Err(Code::SignedOut.into());
        }
        core.store.me_keep(who, &KeptMe { me, read_at: now })?;
    }
    card_afresh(core, &address).await
}

/// Reads the manifest of the campus at `address` again. For callers outside a flow: its lock is taken here.
///
/// # Errors
/// Those of reading a manifest; `out_of_order` when the app wears another campus, or none, by the time it
/// comes: nothing is kept then.
pub(super) async fn card_afresh(core: &Core, address: &CampusAddress) -> Result<(), Failure> {
    let manifest = manifest_read(&core.wire, address).await?;
    let _flow = core.flow.lock().await;
    manifest_keep(core, manifest)
}

/// Keeps what the campus says of itself now, with what is agreed to now. The caller holds `core.flow`.
///
/// # Errors
/// `out_of_order` when this is not the campus of the app.
pub(super) fn manifest_keep(core: &Core, manifest: Manifest) -> Result<(), Failure> {
    let agreed = core.campus_still(&manifest.origin)?.agreed;
    let read_at = core.found_keep(&manifest);
    core.store
        .campus_keep(&card(core, manifest, agreed, read_at))
}

pub(super) async fn devices_read(core: &Core, _: DevicesRead) -> Result<Vec<Device>, Failure> {
    core.ask_in(&session::DevicesRead {}).await
}

pub(super) async fn device_end(core: &Core, ask: DeviceEnd) -> Result<Done, Failure> {
    core.ask_in(&session::DeviceEnd { id: ask.id }).await
}

pub(super) async fn sign_out(core: &Core, _: SignOut) -> Result<Done, Failure> {
    let _flow = core.flow.lock().await;
    core.leave().await?;
    Ok(Done {})
}

/// A number as it is dialled: longer than any, with room for an extension.
const DIAL_LONGEST: usize = 24;

pub(super) async fn link_open(core: &Core, ask: LinkOpen) -> Result<Done, Failure> {
    let url = match ask.url.strip_prefix("tel:") {
        Some(number) => dial(number),
        None => {
            let card = core.campus()?;
            let install = Some(install_link(&card)).filter(|link| *link == ask.url);
            install.or_else(|| below(&card, &ask.url))
        }
    };
    core.around.host.link_open(&url.ok_or(Code::BadRequest)?)?;
    Ok(Done {})
}

/// `tel:` and digits, as RFC 3966 writes a number; nothing that a dialler would run as a code.
fn dial(number: &str) -> Option<String> {
    let plain: String = number
        .chars()
        .filter(|c| !matches!(c, '-' | ' ' | '(' | ')'))
        .collect();
    let digits = plain.strip_prefix('+').unwrap_or(&plain);
    ((1..=DIAL_LONGEST).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()))
        .then(|| format!("tel:{plain}"))
}

/// The address as it was understood, if it lies at the campus.
pub(super) fn below(card: &CampusCard, url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    let campus = Url::parse(&card.manifest.origin.origin()).ok()?;
    (url.origin() == campus.origin() && url.username().is_empty() && url.password().is_none())
        .then(|| url.to_string())
}

/// With which iOS installs this campus's app (Apple, "Distribute proprietary in-house apps"). Compared
/// whole: no other address of that scheme is ever opened.
pub(super) fn install_link(card: &CampusCard) -> String {
    let origin = card.manifest.origin.origin();
    format!("itms-services://?action=download-manifest&url={origin}/d/manifest.plist")
}

#[cfg(test)]
mod tests {
    use menhu_protocol::ipc::CampusCard;
    use serde_json::json;

    use super::{below, dial, install_link};

    fn campus() -> CampusCard {
        serde_json::from_value(json!({
            "manifest": {
                "menhu": 1, "campus": "example", "name": {"zh": "示例", "en": "Example"},
                "origin": "https://menhu.example.edu.cn", "accent": "#1F5FA8", "texts": [],
                "modules": [], "least_app": "0.1.0",
                "desk": {"phone": "0451", "hours": {"zh": "", "en": ""}},
            },
            "host": "menhu.example.edu.cn", "agreed": [], "read_at": 0,
        }))
        .expect("a card")
    }

    #[test]
    fn only_the_campus_itself_is_opened() {
        let card = campus();
        assert_eq!(
            below(&card, "https://menhu.example.edu.cn/download?x=1").as_deref(),
            Some("https://menhu.example.edu.cn/download?x=1")
        );
        for url in [
            "https://menhu.example.edu.cn.evil.com/",
            "https://menhu.example.edu.cn@evil.com/",
            "https://a:b@menhu.example.edu.cn/",
            "http://menhu.example.edu.cn/",
            "https://menhu.example.edu.cn:8443/",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "intent://menhu.example.edu.cn#Intent;end",
            "//menhu.example.edu.cn/",
            "",
        ] {
            assert_eq!(below(&card, url), None, "{url}");
        }
    }

    #[test]
    fn ios_is_asked_to_install_this_campus_s_app_and_no_other() {
        let link = install_link(&campus());
        assert_eq!(
            link,
            "itms-services://?action=download-manifest&url=https://menhu.example.edu.cn/d/manifest.plist"
        );
        assert_eq!(below(&campus(), &link), None, "only compared whole");
    }

    #[test]
    fn only_digits_are_dialled() {
        assert_eq!(dial("0451-86412345").as_deref(), Some("tel:045186412345"));
        assert_eq!(
            dial("+86 451 86412345").as_deref(),
            Some("tel:+8645186412345")
        );
        for number in [
            "",
            "*#06#",
            "10086;ext=1",
            "12345678901234567890123456",
            "+",
        ] {
            assert_eq!(dial(number), None, "{number}");
        }
    }
}
