/// Whether, when and how often a failed operation is tried again.
///
/// ```swift
/// let policy = RetryPolicy(maxAttempts: 5, backoff: .exponential(initial: .milliseconds(200), max: .seconds(10)), jitter: .full)
/// let page = try await retry(policy, clock: .timers) { attempt in try await fetch(page) }
/// ```
public struct RetryPolicy: Sendable {
  /// How often the operation is tried at most, the first try included; nil for no limit. At least 1.
  public var maxAttempts: Int?
  /// How long to wait before each retry.
  public var backoff: Backoff
  /// The randomness in those delays.
  public var jitter: Jitter
  /// No retry begins later than this after the first try; nil for no limit.
  ///
  /// A try under way is not interrupted: put ``withTimeout(_:clock:operation:)`` around the whole for that.
  public var elapsedLimit: Duration?
  /// How long each try may take; its expiry is a ``TimeoutError`` that may be retried like any other error.
  public var attemptTimeout: Duration?
  /// Whether an error is worth another try. What it throws ends the retrying and is thrown.
  ///
  /// Not asked about `CancellationError` of a cancelled task: that is never retried.
  public var shouldRetry: @Sendable (_ error: any Error) async throws -> Bool
  /// How long the server asks to wait, for an error that says so (HTTP's `Retry-After`), instead of the backoff.
  /// The jitter `between` is added; the others do not apply, since the server's delay is a minimum.
  public var serverDelay: @Sendable (_ error: any Error) -> Duration?
  /// Limits the retries of many callers together, so that they do not turn an overload into a storm.
  public var budget: RetryBudget?

  /// A policy that tries `maxAttempts` times and retries every error; everything else can be set.
  public init(
    maxAttempts: Int? = 3,
    backoff: Backoff = .exponential(initial: .milliseconds(200), factor: 2, max: .seconds(30)),
    jitter: Jitter = .full,
    elapsedLimit: Duration? = nil,
    attemptTimeout: Duration? = nil,
    budget: RetryBudget? = nil,
    serverDelay: @escaping @Sendable (_ error: any Error) -> Duration? = { _ in nil },
    shouldRetry: @escaping @Sendable (_ error: any Error) async throws -> Bool = { _ in true }
  ) {
    self.maxAttempts = maxAttempts
    self.backoff = backoff
    self.jitter = jitter
    self.elapsedLimit = elapsedLimit
    self.attemptTimeout = attemptTimeout
    self.budget = budget
    self.serverDelay = serverDelay
    self.shouldRetry = shouldRetry
  }

  /// One try and no more.
  public static var never: RetryPolicy { RetryPolicy(maxAttempts: 1) }
}
