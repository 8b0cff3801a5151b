package androidx.core.content

import android.content.Context
import android.content.SharedPreferences
import android.net.Uri
import java.io.File
import java.util.concurrent.Executor

object ContextCompat {
  fun getColor(context: Context, id: Int): Int = throw NotImplementedError("$context $id")

  fun getMainExecutor(context: Context): Executor = throw NotImplementedError("$context")
}

object FileProvider {
  fun getUriForFile(context: Context, authority: String, file: File): Uri =
    throw NotImplementedError("$context $authority $file")
}

fun SharedPreferences.edit(commit: Boolean = false, action: SharedPreferences.Editor.() -> Unit): Unit =
  throw NotImplementedError("$commit $action")
