/// A way to run an operation: retried, limited in time, in number, …; or several of these, one around the other.
///
/// They stack in reading order: the first is the outermost.
///
/// ```swift
/// let policy = Policy<Response> {
///   Policy.fallback { _ in .fromCache }
///   Policy.rateLimit(limiter)
///   Policy.circuitBreaker(breaker)
///   Policy.retry(RetryPolicy(maxAttempts: 3), clock: .timers)
///   Policy.timeout(.seconds(1), clock: .timers)
///   Policy.bulkhead(bulkhead)
/// }
/// let response = try await policy.run { try await fetch() }
/// ```
///
/// A policy is a value: build it once, use it from everywhere. What it wraps (breaker, limiter, bulkhead) is shared by
/// all who use it.
public struct Policy<Value: Sendable>: Sendable {
  /// The operation that a policy runs, once, several times, or not at all.
  public typealias Operation = @Sendable () async throws -> Value

  @usableFromInline
  let body: @Sendable (Operation) async throws -> Value

  /// A policy of one's own.
  ///
  /// - Parameter body: Runs the operation it is given.
  @inlinable
  public init(run body: @escaping @Sendable (_ operation: Operation) async throws -> Value) {
    self.body = body
  }

  /// Several policies, one around the other; the first is the outermost.
  @inlinable
  public init(@PolicyBuilder<Value> _ policies: () -> Policy<Value>) {
    self = policies()
  }

  /// Runs the operation under this policy.
  @inlinable
  public func run(_ operation: Operation) async throws -> Value {
    try await body(operation)
  }

  /// This policy around another.
  @inlinable
  public func around(_ inner: Policy) -> Policy {
    let (outer, inner) = (body, inner.body)
    return Policy { operation in try await outer { try await inner(operation) } }
  }

  /// Changes nothing.
  @inlinable
  public static var none: Policy { Policy { try await $0() } }
}

/// Stacks policies, one around the other, in reading order.
@resultBuilder
public enum PolicyBuilder<Value: Sendable> {
  /// Tells the compiler what is expected, so that `Policy.retry(…)` needs no `<Value>`.
  @inlinable
  public static func buildExpression(_ policy: Policy<Value>) -> Policy<Value> { policy }

  @inlinable
  public static func buildPartialBlock(first: Policy<Value>) -> Policy<Value> { first }

  @inlinable
  public static func buildPartialBlock(accumulated: Policy<Value>, next: Policy<Value>) -> Policy<Value> {
    accumulated.around(next)
  }

  @inlinable
  public static func buildOptional(_ policy: Policy<Value>?) -> Policy<Value> { policy ?? .none }
  @inlinable
  public static func buildEither(first policy: Policy<Value>) -> Policy<Value> { policy }
  @inlinable
  public static func buildEither(second policy: Policy<Value>) -> Policy<Value> { policy }

  @inlinable
  public static func buildArray(_ policies: [Policy<Value>]) -> Policy<Value> {
    policies.reduce(.none) { $0.around($1) }
  }
}
