#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// How many files and connections this process may have open.
package enum FileDescriptorLimit {
  /// Raises the limit as far as the system lets everybody: many systems begin with 1024, too few for a thousand calls
  /// at once.
  package static func raise() {
    #if canImport(Glibc)
      let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
      let resource = RLIMIT_NOFILE
    #endif
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
    // macOS reports a maximum that it does not grant.
    limit.rlim_cur = min(limit.rlim_max, 1 << 20)
    if setrlimit(resource, &limit) != 0 {
      limit.rlim_cur = min(limit.rlim_max, 10240)
      _ = setrlimit(resource, &limit)
    }
  }
}
