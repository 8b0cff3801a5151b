package androidx.activity.result

import android.content.Intent
import android.content.IntentSender

class ActivityResult(val resultCode: Int, val data: Intent?)

abstract class ActivityResultLauncher<I> {
  abstract fun launch(input: I)
}

class IntentSenderRequest {
  class Builder(private val sender: IntentSender) {
    fun setFillInIntent(intent: Intent?): Builder = throw NotImplementedError("$sender $intent")

    fun setFlags(values: Int, mask: Int): Builder = throw NotImplementedError("$values $mask")

    fun build(): IntentSenderRequest = throw NotImplementedError()
  }
}
