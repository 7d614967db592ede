/// What a ``ManualClock`` knows: the time, who sleeps until when, and who waits for sleepers.
struct ManualClockState {
  enum Action {
    case resume(UnsafeContinuation<Void, any Error>)
    case call(@Sendable () -> Void)

    func perform() {
      switch self {
      case .resume(let continuation): continuation.resume()
      case .call(let body): body()
      }
    }
  }

  enum AddOutcome {
    case waits
    case isDue
    case isCancelled
  }

  private struct Sleeper {
    var id: UInt64
    var deadline: ManualClock.Instant
    var action: Action
  }

  private struct Observer {
    var id: UInt64
    var count: Int
    var continuation: UnsafeContinuation<Void, Never>
  }

  private(set) var now: ManualClock.Instant
  private var nextID: UInt64 = 0
  /// Sorted by deadline, then by arrival.
  private var sleepers: [Sleeper] = []
  private var observers: [Observer] = []
  /// Reserved, not yet added.
  private var reserved: Set<UInt64> = []
  private var cancelledEarly: Set<UInt64> = []

  init(now: ManualClock.Instant) {
    self.now = now
  }

  var count: Int { sleepers.count }
  var nextDeadline: ManualClock.Instant? { sleepers.first?.deadline }

  mutating func reserve() -> UInt64 {
    nextID += 1
    reserved.insert(nextID)
    return nextID
  }

  mutating func add(
    _ id: UInt64, deadline: ManualClock.Instant, _ action: Action
  ) -> (AddOutcome, observers: [UnsafeContinuation<Void, Never>]) {
    reserved.remove(id)
    if cancelledEarly.remove(id) != nil { return (.isCancelled, []) }
    if deadline <= now { return (.isDue, []) }
    var index = sleepers.endIndex
    while index > 0, sleepers[index - 1].deadline > deadline { index -= 1 }
    sleepers.insert(Sleeper(id: id, deadline: deadline, action: action), at: index)
    let satisfied = observers.filter { $0.count <= sleepers.count }
    observers.removeAll { $0.count <= sleepers.count }
    return (.waits, satisfied.map(\.continuation))
  }

  mutating func cancel(_ id: UInt64) -> Action? {
    if reserved.contains(id) {
      cancelledEarly.insert(id)
      return nil
    }
    guard let index = sleepers.firstIndex(where: { $0.id == id }) else { return nil }
    return sleepers.remove(at: index).action
  }

  /// Moves the time to the next deadline not after `instant` and takes that sleeper out; without one, to `instant`.
  mutating func popDue(upTo instant: ManualClock.Instant) -> Action? {
    guard let first = sleepers.first, first.deadline <= instant else {
      now = max(now, instant)
      return nil
    }
    now = max(now, first.deadline)
    return sleepers.removeFirst().action
  }

  /// True when the observer need not wait.
  mutating func observe(_ id: UInt64, count: Int, _ continuation: UnsafeContinuation<Void, Never>) -> Bool {
    reserved.remove(id)
    if cancelledEarly.remove(id) != nil || sleepers.count >= count { return true }
    observers.append(Observer(id: id, count: count, continuation: continuation))
    return false
  }

  mutating func stopObserving(_ id: UInt64) -> UnsafeContinuation<Void, Never>? {
    if reserved.contains(id) {
      cancelledEarly.insert(id)
      return nil
    }
    guard let index = observers.firstIndex(where: { $0.id == id }) else { return nil }
    return observers.remove(at: index).continuation
  }
}
