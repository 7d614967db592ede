import Synchronization

/// Stops calling what fails anyway, and finds out by a few calls when it works again.
///
/// ```swift
/// let breaker = CircuitBreaker(CircuitBreakerConfiguration(failureRatio: 0.5), clock: .timers)
/// let stock = try await breaker.run { try await warehouse.stock() }
/// ```
public final class CircuitBreaker<C: Clock>: Sendable where C.Duration == Duration {
  private let configuration: CircuitBreakerConfiguration
  private let clock: C
  private let origin: C.Instant
  private let observe: PolicyObserver?
  private let machine: Mutex<CircuitBreakerMachine>

  /// - Parameters:
  ///   - configuration: When it opens, and how it closes again.
  ///   - clock: Measures the window, the calls and the time that it stays open.
  ///   - observe: Is told of every change of state, and of every call not let through.
  public init(_ configuration: CircuitBreakerConfiguration, clock: C, observe: PolicyObserver? = nil) {
    self.configuration = configuration
    self.clock = clock
    self.observe = observe
    origin = clock.now
    machine = Mutex(CircuitBreakerMachine(configuration))
  }

  /// Whether calls go through. An open breaker becomes half-open by the first call after its time, not by itself.
  public var state: CircuitBreakerState { machine.withLock { $0.state } }

  /// Lets no call through until ``reset()``, for instance while the other side is maintained.
  public func isolate() {
    announce(machine.withLock { $0.isolate() })
  }

  /// Closes it and forgets what was.
  public func reset() {
    announce(machine.withLock { $0.reset() })
  }

  /// Runs the operation if calls go through, and learns from how it ends.
  ///
  /// A call whose task was cancelled says nothing about the other side: it does not count, and its probe is free again.
  ///
  /// - Throws: ``CircuitOpenError`` when calls do not go through; else what the operation throws.
  @inlinable
  public func run<R>(
    isolation: isolated (any Actor)? = #isolation, _ operation: () async throws -> R
  ) async throws -> R {
    let call = try begin()
    do {
      let result = try await operation()
      ended(call, failed: false)
      return result
    } catch {
      failed(call, error)
      throw error
    }
  }

  /// A call that was let through.
  @usableFromInline
  struct Call {
    let epoch: Int
    let began: Int64
  }

  @usableFromInline
  func begin() throws -> Call {
    let now = now
    let (admission, transition) = machine.withLock { $0.admit(at: now) }
    announce(transition)
    switch admission {
    case .admitted(let epoch): return Call(epoch: epoch, began: now)
    case .rejected(let retryAfter):
      let error = CircuitOpenError(retryAfter: retryAfter)
      observe?(.rejected(error))
      throw error
    }
  }

  @usableFromInline
  func failed(_ call: Call, _ error: any Error) {
    if Task.isCancelled {
      machine.withLock { $0.abandoned(epoch: call.epoch) }
    } else {
      ended(call, failed: configuration.isFailure(error))
    }
  }

  @usableFromInline
  func ended(_ call: Call, failed: Bool) {
    let now = now
    announce(machine.withLock { $0.ended(epoch: call.epoch, failed: failed, began: call.began, at: now) })
  }

  private var now: Int64 { origin.duration(to: clock.now).nanosecondsRoundedDown }

  private func announce(_ transition: CircuitBreakerMachine.Transition?) {
    if let transition { observe?(.circuitChanged(from: transition.from, to: transition.to)) }
  }
}

/// A circuit breaker did not let a call through.
public struct CircuitOpenError: Error, Equatable, CustomStringConvertible {
  /// When the next call may go through; nil when nobody knows: it is isolated, or probes are under way.
  public var retryAfter: Duration?

  public init(retryAfter: Duration?) {
    self.retryAfter = retryAfter
  }

  public var description: String {
    "circuit open: the call was not made" + (retryAfter.map { "; try again in \($0)" } ?? "")
  }
}
