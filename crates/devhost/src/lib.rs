//! The core and the page of Menhu behind HTTP on 127.0.0.1, for browser tests and for work on the page.
//! Never shipped: whoever reaches this port is the person at this device.
//!
//! | address | what |
//! |---|---|
//! | `POST /bridge/{name}` | one command of the page, JSON → 200 its reply, or 422 a `Failure` |
//! | `POST /bridge-bytes/{name}` | one command whose body is raw bytes → the same |
//! | `GET /events` | the core's events, as server-sent events whose data is JSON |
//! | `POST /link` | a link that the operating system would hand over, as plain text |
//! | anything else | the page in `dist/`; unknown addresses answer its `index.html` |

mod bridge;
mod guard;
mod host;
mod page;

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn;
use axum::routing::{get, post};
use menhu_client::vault::Vault;
use menhu_client::{Core, Surroundings, SystemClock, SystemDice};
use menhu_protocol::ipc;
use menhu_protocol::values::CampusAddress;

use host::Loudspeaker;

/// What a devhost is made of.
pub struct Ground {
    /// The app's data folder.
    pub data_dir: PathBuf,
    /// The built page.
    pub dist: PathBuf,
    pub vault: Arc<dyn Vault>,
    /// Certificates (PEM) that are trusted beside the system's.
    pub extra_roots: Vec<String>,
    /// As in a campus's own build.
    pub pinned: Option<CampusAddress>,
    /// As in a campus's own build: what a newer version must be signed with.
    pub update_key: Option<String>,
}

/// What every route may use.
#[derive(Clone)]
struct Devhost {
    core: Arc<Core>,
    speaker: Arc<Loudspeaker>,
}

/// The routes over a core of their own. Call it inside a tokio runtime.
///
/// # Errors
/// When the data folder cannot be written.
pub fn router(ground: Ground) -> Result<Router> {
    let speaker = Arc::new(Loudspeaker::new(ground.update_key));
    let core = Core::open(Surroundings {
        data_dir: ground.data_dir,
        vault: ground.vault,
        host: speaker.clone(),
        clock: Arc::new(SystemClock),
        dice: Arc::new(SystemDice),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        extra_roots: ground.extra_roots,
        pinned: ground.pinned,
    })
    .context("the data folder cannot be used")?;
    Ok(Router::new()
        .route("/bridge/{name}", post(bridge::command))
        .route("/bridge-bytes/{name}", post(bridge::bytes))
        .route("/events", get(bridge::events))
        .route("/link", post(bridge::link))
        .with_state(Devhost { core, speaker })
        .merge(page::routes(ground.dist)?)
        // The core refuses what is larger than a picture may be; it must see one to say so.
        .layer(DefaultBodyLimit::max(2 * ipc::PICTURE_LARGEST))
        .layer(from_fn(guard::only_own_page)))
}
