package androidx.core.view

import android.view.View
import androidx.core.graphics.Insets

fun interface OnApplyWindowInsetsListener {
  fun onApplyWindowInsets(view: View, insets: WindowInsetsCompat): WindowInsetsCompat
}

object ViewCompat {
  fun setOnApplyWindowInsetsListener(view: View, listener: OnApplyWindowInsetsListener?): Unit =
    throw NotImplementedError("$view $listener")
}

class WindowInsetsCompat {
  fun getInsets(types: Int): Insets = throw NotImplementedError("$types")

  object Type {
    fun systemBars(): Int = throw NotImplementedError()

    fun displayCutout(): Int = throw NotImplementedError()

    fun ime(): Int = throw NotImplementedError()
  }

  companion object {
    val CONSUMED = WindowInsetsCompat()
  }
}
