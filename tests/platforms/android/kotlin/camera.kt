package androidx.camera.core

import androidx.lifecycle.LiveData
import com.google.common.util.concurrent.ListenableFuture

interface Camera {
  val cameraControl: CameraControl
  val cameraInfo: CameraInfo
}

interface CameraControl {
  fun enableTorch(torch: Boolean): ListenableFuture<Void>
}

object TorchState {
  const val OFF = 0
  const val ON = 1
}

interface CameraInfo {
  val torchState: LiveData<Int>

  fun hasFlashUnit(): Boolean
}
