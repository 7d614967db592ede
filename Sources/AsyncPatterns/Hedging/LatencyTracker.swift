import Synchronization

/// The latencies of the last calls, and their percentiles.
public final class LatencyTracker: Sendable {
  private struct State {
    var samples: [Duration] = []
    var next = 0
    /// Sorted when asked for, and kept until the next sample.
    var sorted: [Duration]?
  }

  private let capacity: Int
  private let minimum: Int
  private let state = Mutex(State())

  /// - Parameters:
  ///   - capacity: How many calls are remembered.
  ///   - minimum: With fewer than this nothing is said.
  public init(capacity: Int = 128, minimum: Int = 10) {
    self.capacity = max(1, capacity)
    self.minimum = max(1, minimum)
  }

  /// A call took so long.
  public func record(_ latency: Duration) {
    state.withLock { state in
      if state.samples.count < capacity {
        state.samples.append(latency)
      } else {
        state.samples[state.next] = latency
        state.next = (state.next + 1) % capacity
      }
      state.sorted = nil
    }
  }

  /// The latency that so large a share of the calls did not exceed, by the nearest rank; nil while too few are known.
  ///
  /// - Parameter share: From 0 to 1: 0.95 for the 95th percentile.
  public func percentile(_ share: Double) -> Duration? {
    state.withLock { state in
      guard state.samples.count >= minimum else { return nil }
      let sorted = state.sorted ?? state.samples.sorted()
      state.sorted = sorted
      let rank = Int((min(max(share, 0), 1) * Double(sorted.count)).rounded(.up))
      return sorted[max(rank, 1) - 1]
    }
  }
}
