//! The lamp beside the phone's camera, which the scanner's plugin leaves alone.

#[cfg(target_os = "android")]
pub use android::Lamp;
#[cfg(target_os = "ios")]
pub use ios::Lamp;

/// Our own plugin in Kotlin, `gen/android/app/src/main/java/cn/menhu/app/TorchPlugin.kt`: while a scan holds
/// the camera, only that camera's control can light its lamp.
#[cfg(target_os = "android")]
mod android {
    use menhu_protocol::ipc::Torch;
    use serde_json::json;
    use tauri::Wry;
    use tauri::plugin::{PluginApi, PluginHandle};

    const PACKAGE: &str = "cn.menhu.app";

    pub struct Lamp(PluginHandle<Wry>);

    impl Lamp {
        pub fn register(api: &PluginApi<Wry, ()>) -> Result<Self, Box<dyn std::error::Error>> {
            Ok(Self(api.register_android_plugin(PACKAGE, "TorchPlugin")?))
        }

        pub async fn switch(&self, on: bool) -> Torch {
            #[derive(serde::Deserialize)]
            struct Reply {
                torch: Torch,
            }
            let ask = json!({ "on": on });
            match self.0.run_mobile_plugin_async::<Reply>("torch", ask).await {
                Ok(reply) => reply.torch,
                Err(error) => {
                    tracing::info!(%error, "no lamp");
                    Torch::Missing
                }
            }
        }
    }
}

/// AVFoundation's lamp of the camera at the back.
#[cfg(target_os = "ios")]
mod ios {
    use menhu_protocol::ipc::Torch;
    use objc2_av_foundation::{AVCaptureDevice, AVCaptureTorchMode, AVMediaTypeVideo};
    use tauri::Wry;
    use tauri::plugin::PluginApi;

    pub struct Lamp;

    impl Lamp {
        pub fn register(_: &PluginApi<Wry, ()>) -> Result<Self, Box<dyn std::error::Error>> {
            Ok(Self)
        }

        pub async fn switch(&self, on: bool) -> Torch {
            switch(on).unwrap_or_default()
        }
    }

    #[allow(
        unsafe_code,
        reason = "Objective-C: the constants of a framework that is linked, and methods of a device under its lock"
    )]
    fn switch(on: bool) -> Option<Torch> {
        let (wanted, shown) = match on {
            true => (AVCaptureTorchMode::On, Torch::On),
            false => (AVCaptureTorchMode::Off, Torch::Off),
        };
        unsafe {
            let camera = AVCaptureDevice::defaultDeviceWithMediaType(AVMediaTypeVideo?)?;
            if !camera.hasTorch() || !camera.isTorchModeSupported(wanted) {
                return None;
            }
            camera.lockForConfiguration().ok()?;
            camera.setTorchMode(wanted);
            camera.unlockForConfiguration();
        }
        Some(shown)
    }
}
