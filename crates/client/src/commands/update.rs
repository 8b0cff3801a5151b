//! Newer versions of this app: asking, fetching, installing.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use menhu_protocol::api::release::{Arch, Bundle, Latest, Release, SignedFile};
use menhu_protocol::api::session::Done;
use menhu_protocol::ipc::{
    CampusCard, Event, System, Update, UpdateFetch, UpdateInstall, UpdatePhase, UpdateRead,
    UpdateWay,
};
use menhu_protocol::{Code, Failure, Millis, Retry};
use reqwest::StatusCode;
use semver::Version;

use super::home::{below, card_afresh, install_link};
use crate::campus::call::Prover;
use crate::core::Core;
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
    let kept = core.store.release(&origin)?;
    let read_at = kept.as_ref().map(|kept| kept.read_at);
    let newest = kept.and_then(|kept| kept.release);
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

/// Asks which version is the newest and which one is the least, and keeps the answers.
async fn ask_campus(core: &Core, card: &CampusCard) -> Result<(), Failure> {
    let address = &card.manifest.origin;
    card_afresh(core, address).await?;
    let latest = Latest {
        system: core.around.host.system(),
        arch: Arch::here(),
        bundle: core.around.host.updater().unwrap_or(Bundle::Unknown),
    };
    let newest = core.ask(address, Prover::Nobody, &latest).await?;
    let _flow = core.flow.lock().await;
    core.campus_still(address)?;
    core.store.release_keep(&KeptRelease {
        origin: address.origin(),
        release: newest.release,
        read_at: core.around.clock.now(),
    })
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
            let signed = newest.is_some_and(|release| release.signed);
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
    if let Some(package) = core.update.ready()
        && below(&card, &package.file.url).is_some()
    {
        return Ok(core.update.phase());
    }
    let origin = card.manifest.origin.origin();
    let newest = core.store.release(&origin)?.and_then(|kept| kept.release);
    let host = &core.around.host;
    match way(core, &card, newest.as_ref()) {
        UpdateWay::Page => host.link_open(&format!("{origin}{DOWNLOAD_PATH}"))?,
        UpdateWay::System => host.link_open(&install_link(&card))?,
        UpdateWay::InPlace => {
            let outcome = in_place(core, &card).await;
            let phase = outcome.as_ref().cloned().unwrap_or_default();
            announce(core, phase);
            return outcome;
        }
    }
    Ok(UpdatePhase::Handed)
}

/// Fetches the newest version, and has the host check whose it is.
async fn in_place(core: &Core, card: &CampusCard) -> Result<UpdatePhase, Failure> {
    let Some(file) = signed_file(core, card).await? else {
        // Taken back since the campus was asked.
        ask_campus(core, card).await?;
        return Ok(UpdatePhase::Idle);
    };
    let of = file.bytes;
    let told = AtomicU64::new(u64::MAX);
    let arrived = |bytes: u64| {
        let step = (bytes * STEPS).checked_div(of).unwrap_or(STEPS);
        if told.swap(step, Ordering::Relaxed) != step {
            announce(core, UpdatePhase::Fetching { bytes, of });
        }
    };
    let folder = core.around.data_dir.join(FOLDER);
    let address = &card.manifest.origin;
    let bytes = download(&core.wire, address, &file, &folder, arrived).await?;
    let version = file.version.clone();
    let package = Arc::new(Package { file, bytes });
    let host = Arc::clone(&core.around.host);
    let checked = Arc::clone(&package);
    let outcome = tokio::task::spawn_blocking(move || host.update_check(&checked)).await;
    if let Err(failure) = outcome.unwrap_or_else(|_| Err(Code::Internal.into())) {
        // The same bytes would be refused again.
        let _ = tokio::fs::remove_dir_all(&folder).await;
        return Err(failure);
    }
    core.update.keep(package);
    Ok(UpdatePhase::Ready { version })
}

/// The file that replaces this app, if the campus has one that is newer.
async fn signed_file(core: &Core, card: &CampusCard) -> Result<Option<SignedFile>, Failure> {
    let host = &core.around.host;
    let bundle = host.updater().unwrap_or(Bundle::Unknown);
    let path = SignedFile::path(host.system(), Arch::here(), &core.around.version, bundle);
    let address = &card.manifest.origin;
    let url = format!("{}{path}", address.origin());
    let answer = core
        .wire
        .send(address, core.wire.client(address)?.get(url))
        .await?;
    match answer.status {
        StatusCode::NO_CONTENT => return Ok(None),
        StatusCode::OK if !answer.is_html() => {}
        status if status.is_server_error() => {
            return Err(Failure::new(Code::ServerFault).retry(Retry::Now));
        }
        _ => return Err(Code::CaptivePortal.into()),
    }
    let file: SignedFile = serde_json::from_slice(&answer.body)
        .map_err(|_| Failure::new(Code::ServerFault).retry(Retry::Now))?;
    // Never back to an older version, and never from anywhere else.
    let ours = below(card, &file.url).is_some() && is_newer(core, &file.version);
    Ok(Some(file).filter(|_| ours))
}

pub(super) async fn update_install(core: &Core, _: UpdateInstall) -> Result<Done, Failure> {
    let _turn = core.update.turn.lock().await;
    // The app ends in here: no step of a flow may be under way.
    let _flow = core.flow.lock().await;
    let card = core.campus()?;
    let package = core
        .update
        .ready()
        .filter(|package| below(&card, &package.file.url).is_some())
        .ok_or(Code::OutOfOrder)?;
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
