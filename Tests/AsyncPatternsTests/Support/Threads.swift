#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The name of the thread that runs this.
func currentThreadName() -> String {
  contents(of: "/proc/thread-self/comm")
}

/// How far below normal priority the thread stands that runs this.
func currentNiceness() -> Int32 {
  getpriority(__priority_which_t(UInt32(PRIO_PROCESS.rawValue)), 0)
}

/// Whether the thread runs only when no other wants its core: its policy is `SCHED_IDLE`.
func isIdleThread() -> Bool { sched_getscheduler(0) == 5 }

private func contents(of path: String) -> String {
  guard let file = fopen(path, "r") else { return "" }
  defer { fclose(file) }
  var bytes = [UInt8](repeating: 0, count: 256)
  let count = fread(&bytes, 1, bytes.count, file)
  return String(decoding: bytes.prefix(count), as: UTF8.self)
}

/// How many threads the process has whose names begin so.
func threadCount(named prefix: String) -> Int {
  guard let directory = opendir("/proc/self/task") else { return 0 }
  defer { closedir(directory) }
  var count = 0
  while let entry = readdir(directory) {
    let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    if contents(of: "/proc/self/task/\(name)/comm").hasPrefix(prefix) { count += 1 }
  }
  return count
}
