import CAllocations

/// What one call costs.
struct PatternCost {
  /// CPU time on all threads, in nanoseconds: the median of the rounds.
  var nanoseconds: Double
  /// Blocks of memory asked for.
  var allocations: Double

  static let calls = 20_000
  static let rounds = 7

  /// Measures a call that is made again and again, one after the other, off the main actor.
  @concurrent
  static func measure(_ call: @Sendable () async throws -> Void) async throws -> PatternCost {
    for _ in 0..<calls { try await call() }
    var samples: [Double] = []
    for _ in 0..<rounds {
      let start = CPUTime.now
      for _ in 0..<calls { try await call() }
      samples.append((CPUTime.now - start) / .nanoseconds(calls))
    }
    let before = allocations_counted()
    allocations_count(true)
    for _ in 0..<calls { try await call() }
    allocations_count(false)
    return PatternCost(
      nanoseconds: samples.sorted()[rounds / 2],
      allocations: Double(allocations_counted() - before) / Double(calls))
  }
}
