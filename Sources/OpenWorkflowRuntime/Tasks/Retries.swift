import AsyncPatterns
import JSON
import Juggler
import OpenWorkflow

/// The retries of one `try` task: what its policy says, and how many there have been.
///
/// Every decision is a step, so that a run which is resumed decides as it did before, though clock and dice differ.
struct Retries {
  private let policy: AsyncPatterns.RetryPolicy
  private let attemptLimit: Duration?
  private let totalLimit: Duration?
  private var startedAt: Timestamp

  init(
    _ policy: OpenWorkflow.RetryPolicy, of interpreter: Interpreter, _ input: JSONValue, _ variables: Variables,
    task: String, startedAt: Timestamp
  ) async throws {
    func duration(_ value: DurationValue?) async throws -> Duration? {
      guard let value else { return nil }
      return try await interpreter.duration(value, on: input, variables, task: task)
    }
    let delay = try await duration(policy.delay) ?? .zero
    let backoff: Backoff =
      switch policy.backoff {
      case .constant: .constant(delay)
      case .linear: .linear(initial: delay, increment: delay)
      case .exponential: .exponential(initial: delay, factor: 2)
      }
    var jitter = Jitter.none
    if let range = policy.jitter, let from = try await duration(range.from), let to = try await duration(range.to) {
      jitter = .between(from: from, to: to)
    }
    attemptLimit = try await duration(policy.attemptDuration)
    totalLimit = try await duration(policy.duration)
    self.policy = AsyncPatterns.RetryPolicy(
      maxAttempts: policy.attemptCount.map { $0 + 1 }, backoff: backoff, jitter: jitter, elapsedLimit: totalLimit)
    self.startedAt = startedAt
  }

  /// How long an attempt that begins now may take.
  func limit(ofAttemptAt now: Timestamp) -> Duration? {
    let remaining = totalLimit.map { max(.zero, $0 - (now - startedAt)) }
    guard let remaining, let attemptLimit else { return remaining ?? attemptLimit }
    return min(remaining, attemptLimit)
  }

  /// How long to wait before the next attempt; `nil` when there is to be none.
  ///
  /// - Parameter attempt: the one that failed, counted from 1.
  mutating func delay(
    after fault: Fault, attempt: Int, _ step: StepID, _ policy: OpenWorkflow.RetryPolicy,
    of interpreter: Interpreter, _ site: Site, _ variables: Variables
  ) async throws -> Duration? {
    let next = delay(after: fault, attempt, elapsed: interpreter.run.now - startedAt)
    let startedAt = startedAt
    let decision = try await interpreter.run.step(step) {
      guard let next, try await interpreter.retries(fault, policy, site, variables) else { return ["retry": false] }
      return [
        "retry": true,
        "delay": .integer(next.nanosecondsRoundedUp),
        "startedAt": .integer(startedAt.nanoseconds),
      ]
    }
    if let recorded = decision["startedAt"]?.integerValue { self.startedAt = Timestamp(nanoseconds: recorded) }
    guard decision["retry"]?.boolValue == true else { return nil }
    return .nanoseconds(decision["delay"]?.integerValue ?? 0)
  }

  private func delay(after fault: Fault, _ attempt: Int, elapsed: Duration) -> Duration? {
    var generator = SystemRandomNumberGenerator()
    var attempts = RetryAttempts(policy: policy, count: attempt)
    return attempts.canRetry(fault, elapsed: elapsed, using: &generator) ? attempts.delay : nil
  }
}

extension Interpreter {
  /// Whether the policy's own conditions let the error be retried.
  fileprivate func retries(
    _ fault: Fault, _ policy: OpenWorkflow.RetryPolicy, _ site: Site, _ variables: Variables
  ) async throws -> Bool {
    // A named policy does not know what the task calls the error.
    let variables = variables.with(locals: Locals("error", fault.json, outer: variables.locals))
    if let when = policy.when {
      guard try await evaluator.isTrue(when, on: fault.json, variables, task: site.name) else { return false }
    }
    if let exceptWhen = policy.exceptWhen {
      if try await evaluator.isTrue(exceptWhen, on: fault.json, variables, task: site.name) { return false }
    }
    return true
  }
}
