package androidx.activity

import android.app.Activity
import androidx.activity.result.ActivityResultLauncher
import androidx.activity.result.contract.ActivityResultContract
import androidx.lifecycle.LifecycleOwner

open class ComponentActivity : Activity(), LifecycleOwner {
  val onBackPressedDispatcher = OnBackPressedDispatcher()

  fun <I, O> registerForActivityResult(
    contract: ActivityResultContract<I, O>,
    callback: (O) -> Unit
  ): ActivityResultLauncher<I> = throw NotImplementedError("$contract $callback")
}

abstract class OnBackPressedCallback(var isEnabled: Boolean) {
  abstract fun handleOnBackPressed()
}

class OnBackPressedDispatcher {
  fun addCallback(owner: LifecycleOwner, callback: OnBackPressedCallback): Unit =
    throw NotImplementedError("$owner $callback")
}

fun ComponentActivity.enableEdgeToEdge(): Unit = throw NotImplementedError("$this")
