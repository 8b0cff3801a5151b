//! Newer versions of this app: asking, fetching, installing.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use menhu_protocol::api::release::{Arch, Bundle, Latest, Release, SignedFile};
use menhu_protocol::api::session::Done;
use menhu_protocol::ipc::{
    CampusCard, Event, System, Update, UpdateFetch, UpdateInstall, UpdatePhase, UpdateRead,
    UpdateWay,
};
use menhu_protocol::{Code, Failure, Millis};
use semver::Version;

use super::home::{below, card_afresh, install_link};
use crate::campus::call::Prover;
use crate::campus::release_bounded;
use crate::core::Core;
use crate::desktop::Notice;
use crate::store::KeptRelease;
use crate::update::{Package, download};

/// Between two questions nobody asked for (issue 3: nobody is to be nagged, no server to be polled).
const EVERY: Millis = 24 * 3_600_000;
/// The page gets about so many events of a download.
const STEPS: u64 = 100;
/// Folder below the app's own for what is being fetched.
const FOLDER: &str = "update";
/// Path of the campus's download page below its origin.
const DOWNLOAD_PATH: &str = "/d";

pub(super) async fn update_read(core: &Core, ask: UpdateRead) -> Result<Update, Failure> {
    let card = core.campus()?;
    let origin = card.manifest.origin.origin();
    let kept = core.store.release(&origin)?;
    let now = core.around.clock.now();
    // A clock that was set back makes no answer of tomorrow.
    let fresh = |kept: &KeptRelease| (kept.read_at..kept.read_at + EVERY).contains(&now);
    let stale = if ask.asked || !kept.as_ref().is_some_and(fresh) {
        ask_campus(core, &card).await.err()
    } else {
        None
    };
    let card = core.campus()?;
    let kept = core.store.release(&card.manifest.origin.origin())?;
    let read_at = kept.as_ref().map(|kept| kept.read_at);
    let newest = kept.and_then(|kept| kept.release);
    let _ = ready(core, &card, newest.as_ref());
    Ok(Update {
        newer: newest
            .as_ref()
            .is_some_and(|release| is_newer(core, &release.version)),
        way: way(core, &card, newest.as_ref()),
        newest,
        read_at,
        stale,
        phase: core.update.phase(),
        campus: card,
    })
}

/// Asks which version is the least and which one is the newest, and keeps the answers.
async fn ask_campus(core: &Core, card: &CampusCard) -> Result<(), Failure> {
    card_afresh(core, &card.manifest.origin).await?;
    ask_newest(core, card).await.map(drop)
}

async fn ask_newest(core: &Core, card: &CampusCard) -> Result<Option<Release>, Failure> {
    let address = &card.manifest.origin;
    let latest = Latest {
        system: core.around.host.system(),
        arch: Arch::here(),
        bundle: core.around.host.updater().unwrap_or(Bundle::Unknown),
    };
    let newest = core.ask(address, Prover::Nobody, &latest).await?;
    let newest = newest.release.and_then(release_bounded);
    let _flow = core.flow.lock().await;
    core.campus_still(address)?;
    core.store.release_keep(&KeptRelease {
        origin: address.origin(),
        release: newest.clone(),
        read_at: core.around.clock.now(),
    })?;
    Ok(newest)
}

fn is_newer(core: &Core, version: &str) -> bool {
    match (
        Version::parse(version),
        Version::parse(&core.around.version),
    ) {
        (Ok(other), Ok(own)) => other > own,
        _ => false,
    }
}

fn way(core: &Core, card: &CampusCard, newest: Option<&Release>) -> UpdateWay {
    match core.around.host.system() {
        // iOS installs from a manifest behind TLS only.
        System::Ios if card.manifest.origin.is_tls() => UpdateWay::System,
        System::Ios | System::Android => UpdateWay::Page,
        System::Windows | System::Macos | System::Linux => {
            let signed = newest.is_some_and(|release| release.signed.is_some());
            if signed && core.around.host.updater().is_some() {
                UpdateWay::InPlace
            } else {
                UpdateWay::Page
            }
        }
    }
}

pub(super) async fn update_fetch(core: &Core, _: UpdateFetch) -> Result<UpdatePhase, Failure> {
    // A second tap, or a page that was opened again: the first goes on.
    let Ok(_turn) = core.update.turn.try_lock() else {
        return Ok(core.update.phase());
    };
    let card = core.campus()?;
    let origin = card.manifest.origin.origin();
    let newest = core.store.release(&origin)?.and_then(|kept| kept.release);
    if ready(core, &card, newest.as_ref()).is_some() {
        return Ok(core.update.phase());
    }
    let host = &core.around.host;
    match way(core, &card, newest.as_ref()) {
        UpdateWay::Page => host.link_open(&format!("{origin}{DOWNLOAD_PATH}"))?,
        UpdateWay::System => host.link_open(&install_link(&card))?,
        UpdateWay::InPlace => {
            let outcome = in_place(core, &card).await;
            let phase = outcome.as_ref().cloned().unwrap_or_default();
            announce(core, phase);
            if let Ok(UpdatePhase::Ready { version }) = &outcome {
                let version = version.clone();
                core.notify(&Notice::UpdateReady { version });
            }
            return outcome;
        }
    }
    Ok(UpdatePhase::Handed)
}

/// Fetches the newest version, and has the host check whose it is.
async fn in_place(core: &Core, card: &CampusCard) -> Result<UpdatePhase, Failure> {
    let mut left = std::pin::pin!(core.update.left.notified());
    left.as_mut().enable();
    // Asked again: it may have been taken back since.
    let Some(release) = ask_newest(core, card).await? else {
        return Ok(UpdatePhase::Idle);
    };
    // Never back to an older version, and never from anywhere else.
    let ours =
        |file: &SignedFile| is_newer(core, &release.version) && below(card, &file.url).is_some();
    let Some(file) = release.signed.filter(ours) else {
        return Ok(UpdatePhase::Idle);
    };
    let of = release.bytes;
    let told = AtomicU64::new(u64::MAX);
    let arrived = |bytes: u64| {
        let step = (bytes * STEPS).checked_div(of).unwrap_or(STEPS);
        if told.swap(step, Ordering::Relaxed) != step {
            announce(core, UpdatePhase::Fetching { bytes, of });
        }
    };
    let folder = core.around.data_dir.join(FOLDER);
    let address = &card.manifest.origin;
    let bytes = tokio::select! {
        bytes = download(&core.wire, address, (&file, of), &folder, arrived) => bytes?,
        // Consent taken back, or another campus: not one more byte.
        () = left => return Err(Code::OutOfOrder.into()),
    };
    let version = release.version;
    let package = Arc::new(Package {
        version: version.clone(),
        file,
        bytes,
    });
    let host = Arc::clone(&core.around.host);
    let checked = Arc::clone(&package);
    let outcome = tokio::task::spawn_blocking(move || host.update_check(&checked)).await;
    if let Err(failure) = outcome.unwrap_or_else(|_| Err(Code::Internal.into())) {
        // The same bytes would be refused again.
        let _ = tokio::fs::remove_dir_all(&folder).await;
        return Err(failure);
    }
    let _flow = core.flow.lock().await;
    // Nothing of a campus that was left while its file came.
    core.campus_still(address)?;
    core.update.keep(package);
    Ok(UpdatePhase::Ready { version })
}

/// What waits for the person, while the campus still gives it out. Anything else is freed: it was taken
/// back, there is a newer one, or it came from another campus.
fn ready(core: &Core, card: &CampusCard, newest: Option<&Release>) -> Option<Arc<Package>> {
    let package = core.update.ready()?;
    let given_out = newest.is_some_and(|release| {
        let signed = release.signed.as_ref();
        release.version == package.version
            && signed.is_some_and(|file| file.sha256 == package.file.sha256)
    });
    if given_out && below(card, &package.file.url).is_some() {
        return Some(package);
    }
    core.update.drop_ready();
    announce(core, UpdatePhase::Idle);
    None
}

pub(super) async fn update_install(core: &Core, _: UpdateInstall) -> Result<Done, Failure> {
    let _turn = core.update.turn.lock().await;
    let card = core.campus()?;
    core.update.ready().ok_or(Code::OutOfOrder)?;
    // It may have been taken back since. Where the campus cannot be asked, what is ready is installed.
    match ask_newest(core, &card).await {
        Err(failure) if failure.code == Code::OutOfOrder => return Err(failure),
        _ => {}
    }
    let package = {
        // The app ends below: a step of a flow that is under way ends first. No later one waits for the
        // installing, for which the system may want a password: whoever leaves it asking can still sign out.
        let _flow = core.flow.lock().await;
        let card = core.campus_still(&card.manifest.origin)?;
        let newest = core.store.release(&card.manifest.origin.origin())?;
        let newest = newest.and_then(|kept| kept.release);
        ready(core, &card, newest.as_ref()).ok_or(Code::OutOfOrder)?
    };
    let host = Arc::clone(&core.around.host);
    tokio::task::spawn_blocking(move || host.update_install(&package))
        .await
        .unwrap_or_else(|_| Err(Code::Internal.into()))?;
    Ok(Done {})
}

fn announce(core: &Core, phase: UpdatePhase) {
    core.update.enter(phase.clone());
    core.around.host.announce(Event::Update { phase });
}
