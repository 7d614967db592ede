#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Android)
  import Android
#endif

/// Lets one thread wait, for a time at most, until another wakes it. A wake-up that comes first is kept.
final class ThreadParker: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  /// Guarded by `mutex`.
  private var isUnparked = false

  init() {
    mutex.initialize(to: pthread_mutex_t())
    condition.initialize(to: pthread_cond_t())
    pthread_mutex_init(mutex, nil)
    #if canImport(Darwin)
      pthread_cond_init(condition, nil)
    #else
      var attributes = pthread_condattr_t()
      pthread_condattr_init(&attributes)
      pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
      pthread_cond_init(condition, &attributes)
      pthread_condattr_destroy(&attributes)
    #endif
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  /// Waits until `unpark()`, or until so many nanoseconds have passed; nil waits for as long as it takes.
  func park(nanoseconds: Int64?) {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    if let nanoseconds {
      if !isUnparked, nanoseconds > 0 { waitOnce(nanoseconds) }
    } else {
      while !isUnparked { pthread_cond_wait(condition, mutex) }
    }
    isUnparked = false
  }

  /// Wakes the waiting thread, or else the next to wait.
  func unpark() {
    pthread_mutex_lock(mutex)
    isUnparked = true
    pthread_cond_signal(condition)
    pthread_mutex_unlock(mutex)
  }

  /// May wake early: whoever parks looks at the time again anyway.
  private func waitOnce(_ nanoseconds: Int64) {
    #if canImport(Darwin)
      var interval = timespec(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
      pthread_cond_timedwait_relative_np(condition, mutex, &interval)
    #else
      var until = timespec()
      clock_gettime(CLOCK_MONOTONIC, &until)
      let sum = Int64(until.tv_nsec) + nanoseconds % 1_000_000_000
      until.tv_sec += Int(nanoseconds / 1_000_000_000 + sum / 1_000_000_000)
      until.tv_nsec = Int(sum % 1_000_000_000)
      pthread_cond_timedwait(condition, mutex, &until)
    #endif
  }
}
