/// The decisions of a circuit breaker. Pure state; times are nanoseconds since the clock's origin.
struct CircuitBreakerMachine {
  enum Admission: Equatable {
    /// The call goes through; the number tells later in which state that was.
    case admitted(epoch: Int)
    /// It does not; nil when nobody knows until when.
    case rejected(retryAfter: Duration?)
  }

  struct Transition: Equatable {
    var from: CircuitBreakerState
    var to: CircuitBreakerState
  }

  private enum Phase {
    case closed(OutcomeWindow)
    case open(until: Int64)
    case halfOpen(running: Int, succeeded: Int)
    case isolated
  }

  private let configuration: CircuitBreakerConfiguration
  private let slowFrom: Int64
  private var phase: Phase
  /// Grows with every change of state, so that calls admitted before do not count after.
  private var epoch = 0
  private var timesOpenedInARow = 0

  init(_ configuration: CircuitBreakerConfiguration) {
    self.configuration = configuration
    slowFrom = configuration.slowCallDuration?.nanosecondsRoundedUp ?? .max
    phase = .closed(OutcomeWindow(configuration.window))
  }

  var state: CircuitBreakerState {
    switch phase {
    case .closed: .closed
    case .open: .open
    case .halfOpen: .halfOpen
    case .isolated: .isolated
    }
  }

  mutating func admit(at now: Int64) -> (Admission, Transition?) {
    switch phase {
    case .closed:
      return (.admitted(epoch: epoch), nil)
    case .isolated:
      return (.rejected(retryAfter: nil), nil)
    case .open(let until):
      guard now >= until else { return (.rejected(retryAfter: .nanoseconds(until - now)), nil) }
      let transition = move(to: .halfOpen(running: 1, succeeded: 0))
      return (.admitted(epoch: epoch), transition)
    case .halfOpen(let running, let succeeded):
      guard running + succeeded < configuration.probes else { return (.rejected(retryAfter: nil), nil) }
      phase = .halfOpen(running: running + 1, succeeded: succeeded)
      return (.admitted(epoch: epoch), nil)
    }
  }

  /// An admitted call ended.
  mutating func ended(epoch: Int, failed: Bool, began: Int64, at now: Int64) -> Transition? {
    guard epoch == self.epoch else { return nil }
    let slow = now - began >= slowFrom
    switch phase {
    case .closed(var window):
      // Given away first, so that the window is changed in place.
      phase = .isolated
      window.record(failed: failed, slow: slow, at: now)
      let mustOpen = tooBad(window.counts)
      phase = .closed(window)
      return mustOpen ? open(at: now) : nil
    case .halfOpen(let running, let succeeded):
      if failed || (slow && configuration.slowCallRatio <= 1) { return open(at: now) }
      if succeeded + 1 >= configuration.probes { return close() }
      phase = .halfOpen(running: running - 1, succeeded: succeeded + 1)
      return nil
    case .open, .isolated:
      return nil
    }
  }

  /// An admitted call ended without saying anything: it was cancelled. Its probe is free for another.
  mutating func abandoned(epoch: Int) {
    if epoch == self.epoch, case .halfOpen(let running, let succeeded) = phase {
      phase = .halfOpen(running: running - 1, succeeded: succeeded)
    }
  }

  mutating func isolate() -> Transition? {
    if case .isolated = phase { return nil }
    return move(to: .isolated)
  }

  mutating func reset() -> Transition? {
    let wasClosed = state == .closed
    let transition = close()
    return wasClosed ? nil : transition
  }

  private func tooBad(_ counts: OutcomeWindow.Counts) -> Bool {
    guard counts.total >= configuration.minimumThroughput else { return false }
    let total = Double(counts.total)
    return Double(counts.failed) >= configuration.failureRatio * total && counts.failed > 0
      || Double(counts.slow) >= configuration.slowCallRatio * total && counts.slow > 0
  }

  private mutating func open(at now: Int64) -> Transition {
    timesOpenedInARow += 1
    let duration = configuration.openDuration.delay(before: timesOpenedInARow + 1).nanosecondsRoundedUp
    let (until, overflow) = now.addingReportingOverflow(duration)
    return move(to: .open(until: overflow ? .max : until))
  }

  private mutating func close() -> Transition {
    timesOpenedInARow = 0
    return move(to: .closed(OutcomeWindow(configuration.window)))
  }

  private mutating func move(to phase: Phase) -> Transition {
    let before = state
    self.phase = phase
    epoch += 1
    return Transition(from: before, to: state)
  }
}
