package androidx.lifecycle

interface LifecycleOwner {
  val lifecycle: Lifecycle get() = throw NotImplementedError()
}

interface LifecycleObserver

abstract class Lifecycle {
  abstract fun addObserver(observer: LifecycleObserver)
}

interface DefaultLifecycleObserver : LifecycleObserver {
  fun onCreate(owner: LifecycleOwner) {}
}

object ProcessLifecycleOwner {
  fun get(): LifecycleOwner = throw NotImplementedError()
}

abstract class LiveData<T> {
  abstract val value: T?
}
