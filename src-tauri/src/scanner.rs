//! The phone's own QR scanner.
//!
//! The native half (Kotlin, Swift) comes from `tauri-plugin-barcode-scanner`, which offers it to pages
//! only. Our pages reach nothing but the core, so the shell holds the handle itself.

mod torch;

use menhu_protocol::ipc::Torch;
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

pub struct Scanner {
    camera: PluginHandle<Wry>,
    lamp: torch::Lamp,
}

/// Registers the native half.
pub fn plugin() -> TauriPlugin<Wry> {
    Builder::new("scanner")
        .setup(|app, api| {
            #[cfg(target_os = "android")]
            let camera = api.register_android_plugin(PACKAGE, "BarcodeScannerPlugin")?;
            #[cfg(target_os = "ios")]
            let camera = api.register_ios_plugin(init_plugin_barcode_scanner)?;
            let lamp = torch::Lamp::register(&api)?;
            app.manage(Scanner { camera, lamp });
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

impl Permission {
    fn is_granted(&self) -> bool {
        self.camera == "granted"
    }
}

#[derive(Deserialize)]
struct Scanned {
    content: String,
}

impl Scanner {
    /// Asks for the camera if nobody did yet, then scans until a code is read or the scan is cancelled.
    /// It may never answer (no camera, a maker's services missing): whoever waits must be able to leave.
    ///
    /// # Errors
    /// `camera_denied`, `camera_missing`, `scan_cancelled`.
    pub async fn scan(&self) -> Result<String, Failure> {
        let mut permission: Permission = self.call("checkPermissions", json!({})).await?;
        if !permission.is_granted() {
            permission = self.call("requestPermissions", json!({})).await?;
        }
        if !permission.is_granted() {
            return Err(Code::CameraDenied.into());
        }
        // `windowed`: the camera's picture lies behind the page, which keeps its own way back on the
        // screen. The other way covers everything and has no button to leave.
        let ask = json!({ "windowed": true, "formats": ["QR_CODE"], "cameraDirection": "back" });
        match self
            .camera
            .run_mobile_plugin_async::<Scanned>("scan", ask)
            .await
        {
            Ok(scanned) => Ok(scanned.content),
            // Both halves say `cancelled` when they were, and only then.
            Err(error) if error.to_string().contains("cancelled") => {
                Err(Code::ScanCancelled.into())
            }
            Err(error) => {
                tracing::warn!(%error, "the phone's scanner does not scan");
                Err(Code::CameraMissing.into())
            }
        }
    }

    /// Ends a scan that is under way. Nobody waits for it: a phone that hangs hangs without us.
    pub fn cancel(&self) {
        let camera = self.camera.clone();
        tauri::async_runtime::spawn(async move {
            let ended = camera.run_mobile_plugin_async::<serde_json::Value>("cancel", json!({}));
            if let Err(error) = ended.await {
                tracing::info!(%error, "no scan to cancel");
            }
        });
    }

    /// Switches the lamp beside the camera; what it is now.
    pub async fn torch(&self, on: bool) -> Torch {
        self.lamp.switch(on).await
    }

    /// Opens this app's page in the phone's settings.
    pub fn settings_open(&self) {
        let camera = self.camera.clone();
        tauri::async_runtime::spawn(async move {
            // Answers when the person comes back from there.
            let back =
                camera.run_mobile_plugin_async::<serde_json::Value>("openAppSettings", json!({}));
            if let Err(error) = back.await {
                tracing::warn!(%error, "the settings did not open");
            }
        });
    }

    async fn call<T: serde::de::DeserializeOwned>(
        &self,
        command: &str,
        ask: serde_json::Value,
    ) -> Result<T, Failure> {
        self.camera
            .run_mobile_plugin_async(command, ask)
            .await
            .map_err(|error| {
                tracing::warn!(%error, command, "the scanner did not answer");
                Failure::new(Code::CameraMissing)
            })
    }
}
