//! The phone's own QR scanner.
//!
//! The native half (Kotlin, Swift) comes from `tauri-plugin-barcode-scanner`, which offers it to pages
//! only. Our pages reach nothing but the core, so the shell holds the handle itself.

use menhu_protocol::{Code, Failure};
use serde::Deserialize;
use serde_json::json;
use tauri::plugin::{Builder, PluginHandle, TauriPlugin};
use tauri::{AppHandle, Manager, Wry};
// Named nowhere else: without this line the compiler leaves the crate out, and the Swift half with it.
#[cfg(target_os = "ios")]
use tauri_plugin_barcode_scanner as _;

/// The package of the Kotlin half.
#[cfg(target_os = "android")]
const PACKAGE: &str = "app.tauri.barcodescanner";

#[cfg(target_os = "ios")]
tauri::ios_plugin_binding!(init_plugin_barcode_scanner);

pub struct Scanner(PluginHandle<Wry>);

/// Registers the native half.
pub fn plugin() -> TauriPlugin<Wry> {
    Builder::new("scanner")
        .setup(|app, api| {
            #[cfg(target_os = "android")]
            let handle = api.register_android_plugin(PACKAGE, "BarcodeScannerPlugin")?;
            #[cfg(target_os = "ios")]
            let handle = api.register_ios_plugin(init_plugin_barcode_scanner)?;
            app.manage(Scanner(handle));
            Ok(())
        })
        .build()
}

pub trait ScannerExt {
    fn scanner(&self) -> &Scanner;
}

impl ScannerExt for AppHandle {
    fn scanner(&self) -> &Scanner {
        self.state::<Scanner>().inner()
    }
}

#[derive(Deserialize)]
struct Permission {
    camera: String,
}

#[derive(Deserialize)]
struct Scanned {
    content: String,
}

impl Scanner {
    /// Asks for the camera if nobody did yet, then scans until a code is read or the scan is cancelled.
    ///
    /// # Errors
    /// `camera_denied`, `scan_cancelled`.
    pub async fn scan(&self) -> Result<String, Failure> {
        let mut permission: Permission = self.call("checkPermissions", json!({})).await?;
        if permission.camera != "granted" {
            permission = self.call("requestPermissions", json!({})).await?;
        }
        if permission.camera != "granted" {
            return Err(Code::CameraDenied.into());
        }
        // `windowed`: the camera's picture lies behind the page, which keeps its own way back on the
        // screen. The other way covers everything and has no button to leave.
        let ask = json!({ "windowed": true, "formats": ["QR_CODE"], "cameraDirection": "back" });
        match self.0.run_mobile_plugin_async::<Scanned>("scan", ask).await {
            Ok(scanned) => Ok(scanned.content),
            Err(error) => {
                tracing::info!(%error, "the scan ended without a code");
                Err(Code::ScanCancelled.into())
            }
        }
    }

    /// Ends a scan that is under way.
    pub fn cancel(&self) {
        if let Err(error) = self.0.run_mobile_plugin::<()>("cancel", json!({})) {
            tracing::info!(%error, "no scan to cancel");
        }
    }

    async fn call<T: serde::de::DeserializeOwned>(
        &self,
        command: &str,
        ask: serde_json::Value,
    ) -> Result<T, Failure> {
        self.0
            .run_mobile_plugin_async(command, ask)
            .await
            .map_err(|error| {
                tracing::warn!(%error, command, "the scanner did not answer");
                Failure::new(Code::CameraDenied)
            })
    }
}
