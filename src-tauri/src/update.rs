//! Replacing this app by a newer one. The core fetches the package; whose it is, is decided here, with the
//! key of this build, and the installing is done by `tauri-plugin-updater`.

use menhu_client::Package;
use menhu_protocol::api::release::Bundle;
use menhu_protocol::{Code, Failure};
#[cfg(target_os = "linux")]
use tauri::Manager;
use tauri::utils::config::BundleType;
use tauri::utils::platform::bundle_type;
use tauri::{AppHandle, Url};
use tauri_plugin_updater::{Error, Update, UpdaterExt};

/// The public key with which the campus signs its app: the content of the `.pub` file Tauri writes. A build
/// without one opens the download page instead.
const KEY: Option<&str> = option_env!("MENHU_UPDATE_KEY");

/// How this app was installed, if it can replace itself.
pub fn bundle(app: &AppHandle) -> Option<Bundle> {
    key()?;
    match bundle_type() {
        Some(BundleType::Deb) => Some(Bundle::Deb),
        Some(BundleType::Rpm) => Some(Bundle::Rpm),
        Some(BundleType::Msi) => Some(Bundle::Msi),
        Some(BundleType::Nsis) => Some(Bundle::Nsis),
        Some(BundleType::App) => Some(Bundle::App),
        // A program that no bundler has marked: its AppImage, if it runs from one, is what is replaced.
        _ => is_appimage(app).then_some(Bundle::AppImage),
    }
}

#[cfg(target_os = "linux")]
fn is_appimage(app: &AppHandle) -> bool {
    app.env().appimage.is_some()
}

#[cfg(not(target_os = "linux"))]
fn is_appimage(_: &AppHandle) -> bool {
    false
}

/// The key of this build. A debug build takes another from the environment: a test's own.
fn key() -> Option<String> {
    let given = cfg!(debug_assertions)
        .then(|| std::env::var("MENHU_UPDATE_KEY").ok())
        .flatten();
    given
        .or_else(|| KEY.map(str::to_owned))
        .filter(|key| !key.trim().is_empty())
}

/// # Errors
/// `update_forged`: not signed with our key for this version, or for one that is not newer.
pub fn check(app: &AppHandle, package: &Package) -> Result<(), Failure> {
    update(app, package)?
        .verify(&package.bytes)
        .map_err(|error| failure(&error))
}

/// Checks again, installs, and starts the new version; returns only when that failed.
///
/// # Errors
/// `update_forged`, `update_refused`, `storage_full`.
pub fn install(app: &AppHandle, package: &Package) -> Result<(), Failure> {
    let update = update(app, package)?;
    tracing::info!(version = package.version, "installing an update");
    // Windows' installers end the app in here and open the new one themselves.
    update
        .install(&package.bytes)
        .map_err(|error| failure(&error))?;
    app.restart()
}

/// The plugin's own idea of the package; it insists on a signature for exactly this version, newer than ours.
fn update(app: &AppHandle, package: &Package) -> Result<Update, Failure> {
    let forged = || Failure::new(Code::UpdateForged);
    let key = key().ok_or_else(forged)?;
    let url: Url = package.file.url.parse().map_err(|_| forged())?;
    // The plugin's own form ("Dynamic Update Server").
    let said = serde_json::json!({
        "version": package.version,
        "url": package.file.url,
        "signature": package.file.signature,
    });
    app.updater_builder()
        .pubkey(key)
        // Never asked: the core has asked, and knows the campus's own certificates.
        .endpoints(vec![url])
        .and_then(|builder| builder.build())
        .and_then(|updater| updater.restore_update(said))
        .map_err(|error| failure(&error))?
        .ok_or_else(forged)
}

fn failure(error: &Error) -> Failure {
    tracing::warn!(%error, "the update was not installed");
    let code = match error {
        Error::Minisign(_)
        | Error::Base64(_)
        | Error::SignatureUtf8(_)
        | Error::SignedVersionMismatch { .. }
        | Error::MissingSignedVersion => Code::UpdateForged,
        Error::InvalidUpdaterFormat | Error::BinaryNotFoundInArchive => Code::UpdateDamaged,
        Error::Io(error) if error.kind() == std::io::ErrorKind::StorageFull => Code::StorageFull,
        Error::TempDirNotFound => Code::StorageFull,
        Error::InsecureTransportProtocol => Code::Insecure,
        _ => Code::UpdateRefused,
    };
    code.into()
}

#[cfg(test)]
mod tests {
    use std::io::{Error as Io, ErrorKind};

    use menhu_protocol::Code;
    use tauri_plugin_updater::Error;

    use super::failure;

    #[test]
    fn what_went_wrong_is_told_apart() {
        for (error, code) in [
            (Error::MissingSignedVersion, Code::UpdateForged),
            (Error::InvalidUpdaterFormat, Code::UpdateDamaged),
            (Io::from(ErrorKind::StorageFull).into(), Code::StorageFull),
            (
                Io::from(ErrorKind::PermissionDenied).into(),
                Code::UpdateRefused,
            ),
            (Error::AuthenticationFailed, Code::UpdateRefused),
        ] {
            assert_eq!(failure(&error).code, code, "{error}");
        }
    }
}
