package cn.menhu.app

import android.content.res.Configuration
import android.os.Bundle
import android.webkit.WebView
import androidx.activity.enableEdgeToEdge
import androidx.core.content.ContextCompat
import androidx.core.view.ViewCompat
import androidx.core.view.WindowInsetsCompat

/** The one window: the page, kept clear of the system's bars, the camera's hole and the keyboard. */
class MainActivity : TauriActivity() {
  override fun onCreate(savedInstanceState: Bundle?) {
    enableEdgeToEdge()
    super.onCreate(savedInstanceState)
    keepClear()
  }

  override fun onWebViewCreate(webView: WebView) {
    // Until the page is drawn; a WebView is white by itself, in the dark too.
    webView.setBackgroundColor(ContextCompat.getColor(this, R.color.page))
  }

  /** The system went dark or light: the window stays (`configChanges`), so its ground is put on again. */
  override fun onConfigurationChanged(newConfig: Configuration) {
    super.onConfigurationChanged(newConfig)
    enableEdgeToEdge()
    window.setBackgroundDrawableResource(R.color.page)
  }

  /**
   * Since Android 15 a page lies under the bars and the keyboard, and what WebViews tell their page about
   * that differs by version. So the frame around the page makes room, and the page hears of nothing: its
   * `env(safe-area-inset-*)` stay 0 and a focused field is always above the keyboard.
   */
  private fun keepClear() {
    ViewCompat.setOnApplyWindowInsetsListener(findViewById(android.R.id.content)) { frame, insets ->
      val taken = insets.getInsets(
        WindowInsetsCompat.Type.systemBars() or
          WindowInsetsCompat.Type.displayCutout() or
          WindowInsetsCompat.Type.ime()
      )
      frame.setPadding(taken.left, taken.top, taken.right, taken.bottom)
      WindowInsetsCompat.CONSUMED
    }
  }
}
