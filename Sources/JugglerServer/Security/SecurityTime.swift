#if canImport(FoundationEssentials)
  package import FoundationEssentials
#else
  package import Foundation
#endif

/// Where security takes its time from.
package struct SecurityTime: Sendable {
  package var now: @Sendable () -> Date
  /// Monotonic, from any beginning.
  package var uptime: @Sendable () -> Duration

  package init(now: @escaping @Sendable () -> Date, uptime: @escaping @Sendable () -> Duration) {
    self.now = now
    self.uptime = uptime
  }

  package static let system: SecurityTime = {
    let start = ContinuousClock.now
    return SecurityTime(now: { Date() }, uptime: { ContinuousClock.now - start })
  }()
}
