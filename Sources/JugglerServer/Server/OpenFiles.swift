#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How many files and sockets this process may have open.
enum OpenFiles {
  /// What is not for connections of clients: stores, upstreams, watched files.
  private static let reserve = 512

  /// Raises the limit as far as the system allows without further rights.
  ///
  /// - Returns: How many connections of clients that leaves room for.
  static func makeRoom() -> Int {
    var limit = rlimit()
    #if canImport(Glibc)
      let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
      let resource = RLIMIT_NOFILE
    #endif
    guard getrlimit(resource, &limit) == 0 else { return .max }
    if limit.rlim_cur < limit.rlim_max {
      let before = limit.rlim_cur
      limit.rlim_cur = limit.rlim_max
      if setrlimit(resource, &limit) != 0 { limit.rlim_cur = before }
    }
    let count = Int(clamping: limit.rlim_cur)
    return max(count - reserve, count / 2)
  }
}
