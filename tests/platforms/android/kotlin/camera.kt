package androidx.camera.core

import com.google.common.util.concurrent.ListenableFuture

interface Camera {
  val cameraControl: CameraControl
  val cameraInfo: CameraInfo
}

interface CameraControl {
  fun enableTorch(torch: Boolean): ListenableFuture<Void>
}

interface CameraInfo {
  fun hasFlashUnit(): Boolean
}
