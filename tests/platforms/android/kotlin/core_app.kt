package androidx.core.app

import android.app.Activity
import android.content.Context

object ActivityCompat {
  fun checkSelfPermission(context: Context, permission: String): Int =
    throw NotImplementedError("$context $permission")

  fun shouldShowRequestPermissionRationale(activity: Activity, permission: String): Boolean =
    throw NotImplementedError("$activity $permission")
}
