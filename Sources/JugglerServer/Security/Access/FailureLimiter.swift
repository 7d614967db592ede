import Synchronization

/// Counts failed attempts, a minute at a time, by who makes them.
///
/// It makes guessing and log flooding slow, and protects what is costly. It never keeps a valid key out: behind a proxy all
/// clients have one address, and one of them must not be able to lock out the others.
final class FailureLimiter: Sendable {
  private static let window = Duration.seconds(60)
  private static let sizeLimit = 10_000

  private struct Count {
    var began: Duration
    var failures: Int
  }

  private let limit: Int
  private let time: SecurityTime
  private let counts = Mutex<[ClientAddress: Count]>([:])

  init(limit: Int, time: SecurityTime) {
    self.limit = limit
    self.time = time
  }

  /// Whether the client is past its limit.
  func isOver(_ client: ClientAddress) -> Bool {
    let now = time.uptime()
    return counts.withLock { counts in
      guard let count = counts[client], now - count.began < Self.window else { return false }
      return count.failures >= limit
    }
  }

  /// How many clients it remembers.
  var size: Int { counts.withLock { $0.count } }

  /// One more attempt failed.
  ///
  /// - Returns: for how many seconds the client is to wait; `nil` while it is within its limit.
  func fail(_ client: ClientAddress) -> Int? {
    let now = time.uptime()
    return counts.withLock { counts in
      if counts[client] == nil, counts.count >= Self.sizeLimit {
        counts = counts.filter { now - $0.value.began < Self.window }
        // So many at once are one attacker with many addresses; forgetting them costs less than remembering all.
        if counts.count >= Self.sizeLimit { counts = [:] }
      }
      var count = counts[client] ?? Count(began: now, failures: 0)
      if now - count.began >= Self.window { count = Count(began: now, failures: 0) }
      count.failures += 1
      counts[client] = count
      guard count.failures > limit else { return nil }
      return max(1, Int((Self.window - (now - count.began)).components.seconds))
    }
  }
}
