/// What goes wrong on purpose.
public enum InjectedFault<Value: Sendable>: Sendable {
  /// The call is not made, and this error is thrown.
  case error(any Error)
  /// The call is made after so long.
  case latency(Duration)
  /// The call is not made, and this is its result.
  case result(Value)
}

/// Makes calls go wrong on purpose, to see whether those who call can take it.
public struct FaultInjection<Value: Sendable>: Sendable {
  /// What goes wrong.
  public var fault: InjectedFault<Value>
  /// The share of the calls it happens to: 0.01 for one in a hundred.
  public var rate: Double
  /// Whether it happens at all now.
  public var isEnabled: @Sendable () -> Bool
  /// A number from 0 to 1, that decides which calls it happens to.
  public var random: @Sendable () -> Double

  public init(
    _ fault: InjectedFault<Value>,
    rate: Double,
    isEnabled: @escaping @Sendable () -> Bool = { true },
    random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
  ) {
    self.fault = fault
    self.rate = rate
    self.isEnabled = isEnabled
    self.random = random
  }

  /// Runs the operation, or lets it go wrong.
  ///
  /// - Throws: The injected error; `CancellationError` when the task is cancelled during injected latency; else what the
  ///   operation throws.
  public func run<C: Clock>(
    clock: C,
    isolation: isolated (any Actor)? = #isolation,
    observe: PolicyObserver? = nil,
    _ operation: () async throws -> Value
  ) async throws -> Value where C.Duration == Duration {
    guard isEnabled(), random() < rate else { return try await operation() }
    switch fault {
    case .error(let error):
      observe?(.faultInjected("error: \(error)"))
      throw error
    case .result(let value):
      observe?(.faultInjected("result: \(value)"))
      return value
    case .latency(let latency):
      observe?(.faultInjected("latency: \(latency)"))
      try await clock.sleep(for: latency)
      return try await operation()
    }
  }
}
