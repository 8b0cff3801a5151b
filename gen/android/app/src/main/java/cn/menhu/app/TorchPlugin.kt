package cn.menhu.app

import android.app.Activity
import android.content.pm.PackageManager
import androidx.camera.core.Camera
import androidx.camera.core.TorchState
import androidx.core.content.ContextCompat
import app.tauri.annotation.Command
import app.tauri.annotation.InvokeArg
import app.tauri.annotation.TauriPlugin
import app.tauri.barcodescanner.BarcodeScannerPlugin
import app.tauri.plugin.Invoke
import app.tauri.plugin.JSObject
import app.tauri.plugin.Plugin

@InvokeArg
class TorchAsk {
  var on: Boolean = false
}

/**
 * The lamp beside the camera. While a scan holds the camera Android refuses it to everybody else, so the
 * lamp is lit through that scan's own camera. `torch { on }` answers `{ torch: "missing" | "off" | "on" }`.
 */
@TauriPlugin
class TorchPlugin(private val activity: Activity) : Plugin(activity) {
  @Command
  fun torch(invoke: Invoke) {
    val ask = invoke.parseArgs(TorchAsk::class.java)
    val camera = BarcodeScannerPlugin.getActiveCamera()
    when {
      !activity.packageManager.hasSystemFeature(PackageManager.FEATURE_CAMERA_FLASH) -> answer(invoke, "missing")
      // The camera is still being opened: there is a lamp, and it is dark.
      camera == null -> answer(invoke, "off")
      !camera.cameraInfo.hasFlashUnit() -> answer(invoke, "missing")
      else -> camera.cameraControl.enableTorch(ask.on).addListener(
        { answer(invoke, state(camera)) },
        ContextCompat.getMainExecutor(activity)
      )
    }
  }

  private fun state(camera: Camera): String =
    if (camera.cameraInfo.torchState.value == TorchState.ON) "on" else "off"

  private fun answer(invoke: Invoke, torch: String) {
    invoke.resolve(JSObject().apply { put("torch", torch) })
  }
}
