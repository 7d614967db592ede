import Synchronization

/// Limits the retries of many callers to a share of their calls, so that retries cannot multiply an overload.
///
/// Every call adds to the budget, every retry takes one from it; an empty budget means no retry. The scheme is
/// that of Finagle's `RetryBudget` and gRPC's retry throttling.
public final class RetryBudget: Sendable {
  private let state: Mutex<State>

  private struct State {
    /// In thousandths of a retry.
    var balance: Int
    let deposit: Int
    let limit: Int
  }

  /// - Parameters:
  ///   - ratio: Retries granted for each call; 0.1 lets one call in ten be retried.
  ///   - reserve: Retries granted beyond that share; also where the balance begins, so that a caller with few calls
  ///     can retry at all.
  ///   - limit: The most retries that can be saved up.
  public init(ratio: Double = 0.1, reserve: Int = 10, limit: Int = 100) {
    let limit = max(1, limit, reserve)
    state = Mutex(
      State(
        balance: max(0, reserve) * 1000, deposit: Int((min(max(ratio, 0), 1000) * 1000).rounded()),
        limit: limit * 1000))
  }

  /// How many retries are left.
  public var remaining: Int { state.withLock { $0.balance / 1000 } }

  /// A call begins.
  public func recordCall() {
    state.withLock { $0.balance = min($0.limit, $0.balance + $0.deposit) }
  }

  /// Takes a retry from the budget; false when there is none.
  public func takeRetry() -> Bool {
    state.withLock { state in
      guard state.balance >= 1000 else { return false }
      state.balance -= 1000
      return true
    }
  }
}
