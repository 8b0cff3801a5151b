package app.tauri.barcodescanner

import androidx.camera.core.Camera

/** Of tauri-plugin-barcode-scanner what other plugins may call. */
class BarcodeScannerPlugin {
  companion object {
    @JvmStatic
    fun getActiveCamera(): Camera? = throw NotImplementedError()
  }
}
