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
  public func run<R>(
    isolation: isolated (any Actor)? = #isolation, _ operation: () async throws -> R
  ) async throws -> R {
    let began = now
    let epoch = try admit(at: began)
    do {
      let result = try await operation()
      ended(epoch, failed: false, began: began)
      return result
    } catch {
      if Task.isCancelled {
        machine.withLock { $0.abandoned(epoch: epoch) }
      } else {
        ended(epoch, failed: configuration.isFailure(error), began: began)
      }
      throw error
    }
  }

  private var now: Int64 { origin.duration(to: clock.now).nanosecondsRoundedDown }

  private func admit(at now: Int64) throws -> Int {
    let (admission, transition) = machine.withLock { $0.admit(at: now) }
    announce(transition)
    switch admission {
    case .admitted(let epoch): return epoch
    case .rejected(let retryAfter):
      let error = CircuitOpenError(retryAfter: retryAfter)
      observe?(.rejected(error))
      throw error
    }
  }

  private func ended(_ epoch: Int, failed: Bool, began: Int64) {
    let now = now
    announce(machine.withLock { $0.ended(epoch: epoch, failed: failed, began: began, at: now) })
  }

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
