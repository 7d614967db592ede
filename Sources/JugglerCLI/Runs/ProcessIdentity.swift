#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Who drives runs, in a form that people read and that tells a process on the same machine whether it is still there.
struct ProcessIdentity: Equatable, Sendable {
  var process: Int32
  var host: String
  /// Process ids mean the same only within a namespace: containers have their own.
  var namespace: String

  /// This process.
  static var current: ProcessIdentity {
    ProcessIdentity(process: getpid(), host: hostName, namespace: link("/proc/self/ns/pid") ?? "pid")
  }

  /// The process surely ended: its number is not in use. One that is may be another process's by now.
  var isGone: Bool {
    let here = Self.current
    guard host == here.host, namespace == here.namespace else { return false }
    return kill(process, 0) == -1 && errno == ESRCH
  }

  private static var hostName: String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
      guard let start = buffer.baseAddress, gethostname(start, 255) == 0 else { return "localhost" }
      buffer[255] = 0
      return String(cString: start)
    }
  }

  private static func link(_ path: String) -> String? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
      guard let start = buffer.baseAddress else { return nil }
      let count = readlink(path, start, 255)
      guard count > 0 else { return nil }
      buffer[count] = 0
      return String(cString: start)
    }
  }
}

extension ProcessIdentity: LosslessStringConvertible {
  /// `process 4711 on host (pid:[4026531836])`.
  var description: String { "process \(process) on \(host) (\(namespace))" }

  init?(_ description: String) {
    let parts = description.split(separator: " ")
    guard parts.count == 5, parts[0] == "process", let process = Int32(parts[1]), parts[2] == "on",
      parts[4].first == "(", parts[4].last == ")"
    else { return nil }
    self.init(process: process, host: String(parts[3]), namespace: String(parts[4].dropFirst().dropLast()))
  }
}
