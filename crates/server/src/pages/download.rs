//! W-09: the app for the device that asks: what was given out (`release add`), and what merely lies in the
//! folder of downloads.
//!
//! What is not in the folder is not offered; a device the app cannot run on is told so and shown the
//! web portal. A guess from `User-Agent` can be wrong, so all other files stand below.

mod device;
mod offer;
mod package;
mod shelf;

use std::time::UNIX_EPOCH;

use askama::Template;
use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use menhu_protocol::Failure;
use tower_http::services::ServeFile;

use super::Portal;
use super::frame::{Frame, page};
use super::guard::Refused;
use super::visit::Visit;
use crate::release::Kind;
use device::Device;
pub(crate) use device::in_wechat;
use offer::{Offer, Row};
pub(crate) use package::Package;
#[cfg(test)]
pub(crate) use package::tests::write_ipa as package_for_tests;
pub(crate) use shelf::Shelf;
use shelf::{Installer, given_out, is_withdrawn};

pub(crate) fn routes() -> Router<Portal> {
    Router::new()
        .route("/d", get(show))
        .route("/d/", get(show))
        .route("/d/files/{name}", get(file))
        .route("/d/manifest.plist", get(manifest))
}

#[derive(Template)]
#[template(path = "download.html")]
struct Download<'a> {
    f: Frame<'a>,
    device: String,
    offer: Offer,
    others: Vec<Row>,
    /// Files cannot be fetched inside WeChat; only this step needs the browser.
    wechat: bool,
    /// This page's own address, for copying.
    here: String,
    open: String,
}

/// What people are offered, the best first within a kind.
async fn offered(portal: &Portal) -> Result<Vec<Installer>, Refused> {
    let releases = portal
        .campus
        .books
        .releases()
        .await
        .map_err(Failure::from)?;
    Ok(given_out(portal.shelf.files().await, &releases))
}

async fn show(visit: Visit) -> Result<Response, Refused> {
    let files = offered(&visit.portal).await?;
    let f = visit.frame("W-09");
    let device = Device::of(&visit.agent);
    let offer = Offer::of(f, &device, &files, &visit.origin());
    let others = offer::others(f, &device, &files, &visit.origin());
    let download = Download {
        f,
        device: device.name(f),
        wechat: device.wechat && offer.is_file(),
        offer,
        others,
        here: format!("{}/d", visit.origin()),
        open: visit.app_link(),
    };
    page(StatusCode::OK, &download)
}

/// One file of the folder, by its own name only; goes on where a broken download stopped (`Range`).
async fn file(
    State(portal): State<Portal>,
    Path(name): Path<String>,
    request: Request,
) -> Result<Response, Refused> {
    let releases = portal
        .campus
        .books
        .releases()
        .await
        .map_err(Failure::from)?;
    if is_withdrawn(&name, &releases) {
        return Err(Refused::not_found());
    }
    // The name is looked up among what lies in the folder and never made into a path.
    let found = portal
        .shelf
        .find(&name)
        .await
        .ok_or_else(Refused::not_found)?;
    let mut response = ServeFile::new(&found.path)
        .try_call(request)
        .await
        .map_err(|error| {
            tracing::error!(%error, name, "an installer could not be read");
            Refused::fault()
        })?
        .map(axum::body::Body::new);
    if response.status() == StatusCode::NOT_FOUND {
        return Err(Refused::not_found());
    }
    let changed = found
        .changed
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(found.kind.mime()),
    );
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_static("attachment"),
    );
    // A folder that was filled anew must not be joined to half of the former file.
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{:x}-{:x}\"", found.bytes, changed)) {
        headers.insert(header::ETAG, tag);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(response)
}

/// What an iPhone reads before it installs (Apple, "Distribute proprietary in-house apps").
#[derive(Template)]
#[template(path = "manifest.plist", escape = "xml")]
struct InstallManifest {
    url: String,
    identifier: String,
    version: String,
    title: String,
}

async fn manifest(visit: Visit) -> Result<Response, Refused> {
    let files = offered(&visit.portal).await?;
    let newest = files.iter().find(|file| file.kind == Kind::Ipa);
    let (Some(file), Some(package)) = (newest, newest.and_then(|file| file.package.clone())) else {
        return Err(Refused::not_found());
    };
    let plist = InstallManifest {
        url: format!("{}{}", visit.origin(), file.address()),
        identifier: package.identifier,
        version: package.version,
        title: package.title,
    };
    let text = plist.render().map_err(|error| {
        tracing::error!(%error, "the install manifest did not render");
        Refused::fault()
    })?;
    let kind = HeaderValue::from_static("application/xml");
    Ok(([(header::CONTENT_TYPE, kind)], text).into_response())
}
