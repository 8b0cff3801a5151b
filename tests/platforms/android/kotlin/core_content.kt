package androidx.core.content

import android.content.Context
import android.content.SharedPreferences
import android.net.Uri
import java.io.File

object ContextCompat {
  fun getColor(context: Context, id: Int): Int = throw NotImplementedError("$context $id")
}

object FileProvider {
  fun getUriForFile(context: Context, authority: String, file: File): Uri =
    throw NotImplementedError("$context $authority $file")
}

fun SharedPreferences.edit(commit: Boolean = false, action: SharedPreferences.Editor.() -> Unit): Unit =
  throw NotImplementedError("$commit $action")
