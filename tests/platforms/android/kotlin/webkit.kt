package androidx.webkit

import android.content.Context
import android.net.Uri
import android.webkit.WebResourceResponse
import android.webkit.WebView

object WebViewCompat {
  fun addDocumentStartJavaScript(view: WebView, script: String, origins: Set<String>): Unit =
    throw NotImplementedError("$view $script $origins")
}

object WebViewFeature {
  const val DOCUMENT_START_SCRIPT = "DOCUMENT_START_SCRIPT"

  fun isFeatureSupported(feature: String): Boolean = throw NotImplementedError(feature)
}

class WebViewAssetLoader {
  fun shouldInterceptRequest(request: Uri): WebResourceResponse? =
    throw NotImplementedError("$request")

  interface PathHandler

  class AssetsPathHandler(val context: Context) : PathHandler

  class Builder {
    fun setDomain(domain: String): Builder = throw NotImplementedError(domain)

    fun addPathHandler(path: String, handler: PathHandler): Builder =
      throw NotImplementedError("$path $handler")

    fun build(): WebViewAssetLoader = throw NotImplementedError()
  }
}
