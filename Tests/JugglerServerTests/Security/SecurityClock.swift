import JugglerServer
import Synchronization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Time that tests set.
final class SecurityClock: Sendable {
  private let elapsed = Mutex(Duration.zero)
  private let start: Date

  init(_ start: Double = 1_800_000_000) { self.start = Date(timeIntervalSince1970: start) }

  func advance(by duration: Duration) { elapsed.withLock { $0 += duration } }

  var time: SecurityTime {
    SecurityTime(
      now: { [self] in start.addingTimeInterval(Double(elapsed.withLock { $0 }.components.seconds)) },
      uptime: { [self] in elapsed.withLock { $0 } })
  }
}

/// A directory for one test.
func withDirectory<R>(_ body: (String) async throws -> R) async throws -> R {
  let path = FileManager.default.temporaryDirectory.path() + "juggler-security-\(UInt64.random(in: 0 ... .max))"
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try await body(path)
}
