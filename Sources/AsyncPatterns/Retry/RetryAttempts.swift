/// Decides about retries. Pure state, but for the budget that it shares with others.
package struct RetryAttempts {
  let policy: RetryPolicy
  /// Which try is under way, counted from 1.
  package private(set) var count: Int
  /// What to wait before it.
  package private(set) var delay = Duration.zero

  /// - Parameter count: Which try is under way, for one who keeps count elsewhere, such as in a journal.
  package init(policy: RetryPolicy, count: Int = 1) {
    self.policy = policy
    self.count = count
  }

  /// Whether another try follows this failure; moves on to it if so.
  package mutating func canRetry(
    _ error: any Error, elapsed: Duration, using generator: inout some RandomNumberGenerator
  ) -> Bool {
    if let limit = policy.maxAttempts, count >= limit { return false }
    let next = nextDelay(after: error, using: &generator)
    if let limit = policy.elapsedLimit, elapsed + next > limit { return false }
    if let remaining = Deadline.current?.remaining, next >= remaining { return false }
    // Asked last, because it takes a retry away.
    if let budget = policy.budget, !budget.takeRetry() { return false }
    count += 1
    delay = next
    return true
  }

  private func nextDelay(after error: any Error, using generator: inout some RandomNumberGenerator) -> Duration {
    if let asked = policy.serverDelay(error) {
      guard case .between = policy.jitter else { return max(.zero, asked) }
      return policy.jitter.apply(to: asked, first: asked, previous: nil, using: &generator)
    }
    return policy.jitter.apply(
      to: policy.backoff.delay(before: count + 1), first: policy.backoff.delay(before: 2),
      previous: count == 1 ? nil : delay, using: &generator)
  }
}
