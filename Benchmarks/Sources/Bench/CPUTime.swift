#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The CPU time this process has used, in user and kernel mode on all threads.
enum CPUTime {
  static var now: Duration { used(by: RUSAGE_SELF) }

  /// The CPU time of the processes that this one started and waited for.
  static var children: Duration { used(by: RUSAGE_CHILDREN) }

  #if canImport(Glibc)
    private static func used(by who: __rusage_who) -> Duration {
      var usage = rusage()
      getrusage(__rusage_who_t(who.rawValue), &usage)
      return duration(usage.ru_utime) + duration(usage.ru_stime)
    }
  #else
    private static func used(by who: Int32) -> Duration {
      var usage = rusage()
      getrusage(who, &usage)
      return duration(usage.ru_utime) + duration(usage.ru_stime)
    }
  #endif

  private static func duration(_ time: timeval) -> Duration {
    .seconds(Int64(time.tv_sec)) + .microseconds(Int64(time.tv_usec))
  }
}
