package import Juggler
import Logging
import Synchronization

/// One reader of the store's feeds for all who follow them live.
///
/// `run` reads what was committed and puts it, as CloudEvents, into a ring of the newest events, from which any number of
/// followers read at their own pace. A follower holds nothing but its place: one that is too slow for the ring reads on
/// from the store. While nobody follows, nothing is read.
package final class EventFeed: Sendable {
  struct State {
    var ring = EventRing(from: EventCursor())
    var followers = 0
    var hasEnded = false
    var lastWaiter: UInt64 = 0
    /// Of those who wait for any event, and of those who wait for one run.
    var waiters: [UInt64: CheckedContinuation<Void, Never>] = [:]
    var runWaiters: [RunID: [UInt64: CheckedContinuation<Void, Never>]] = [:]
    /// Rises with every sign of life.
    var beats: UInt64 = 0
    /// What happened live, since the feeds were read last.
    var live: [RunEvent] = []
  }

  enum News {
    /// And the number of the last event that was looked at.
    case events([FeedEvent], Int64)
    /// Some are gone: read on from the store.
    case fellBehind
    /// Nothing for a while.
    case heartbeat
    /// The server ends.
    case ended
  }

  static let liveLimit = 10_000

  let engine: Engine
  let heartbeat: Duration
  let retention: Duration
  let state = Mutex(State())
  let log = Logger(label: "juggler.events")

  /// - Parameters:
  ///   - heartbeat: how often followers hear something.
  ///   - retention: how long published events are kept.
  package init(engine: Engine, heartbeat: Duration, retention: Duration) {
    self.engine = engine
    self.heartbeat = heartbeat
    self.retention = retention
  }

  // MARK: Following

  func follow() async throws {
    let positions = EventCursor(try await engine.store.feedPositions())
    let isFirst = state.withLock { state in
      state.followers += 1
      if state.followers == 1 { state.ring.restart(from: positions) }
      return state.followers == 1
    }
    if isFirst { engine.followFeed { [weak self] in self?.hear($0) } }
  }

  func leave() {
    let isLast = state.withLock { state in
      state.followers -= 1
      if state.followers == 0 { state.live = [] }
      return state.followers == 0
    }
    if isLast { engine.followFeed(nil) }
  }

  /// Where to begin in the ring; `nil` when it does not go back that far.
  func join(at cursor: EventCursor) -> Int64? { state.withLock { $0.ring.start(at: cursor) } }

  /// What came after a number, once there is something for this run, or for all.
  func next(after number: Int64, of run: RunID?) async -> News {
    let beats = state.withLock { $0.beats }
    while true {
      let (news, id) = state.withLock { state -> (News?, UInt64) in
        state.lastWaiter += 1
        return (state.news(after: number, of: run, since: beats), state.lastWaiter)
      }
      if let news { return news }
      if Task.isCancelled { return .ended }
      await wait(id, after: number, of: run, since: beats)
    }
  }

  private func wait(_ id: UInt64, after number: Int64, of run: RunID?, since beats: UInt64) async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let goesOn = state.withLock { state in
          if Task.isCancelled || state.news(after: number, of: run, since: beats) != nil { return true }
          if let run {
            state.runWaiters[run, default: [:]][id] = continuation
          } else {
            state.waiters[id] = continuation
          }
          return false
        }
        if goesOn { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.takeWaiter(id, of: run) }?.resume()
    }
  }

  /// Lets every follower return, as the server ends.
  package func end() {
    let waiters = state.withLock { state in
      state.hasEnded = true
      return state.takeAllWaiters()
    }
    for waiter in waiters { waiter.resume() }
  }
}

extension EventFeed.State {
  fileprivate func news(after number: Int64, of run: RunID?, since beats: UInt64) -> EventFeed.News? {
    if hasEnded { return .ended }
    var number = number
    while true {
      guard let events = ring.events(after: number, limit: 256) else { return .fellBehind }
      let wanted = run == nil ? events : events.filter { $0.run == run }
      number += Int64(events.count)
      if !wanted.isEmpty { return .events(wanted, number) }
      if events.isEmpty { return beats == self.beats ? nil : .heartbeat }
    }
  }

  mutating func takeWaiter(_ id: UInt64, of run: RunID?) -> CheckedContinuation<Void, Never>? {
    guard let run else { return waiters.removeValue(forKey: id) }
    let waiter = runWaiters[run]?.removeValue(forKey: id)
    if runWaiters[run]?.isEmpty == true { runWaiters[run] = nil }
    return waiter
  }

  mutating func takeAllWaiters() -> [CheckedContinuation<Void, Never>] {
    defer { (waiters, runWaiters) = ([:], [:]) }
    return Array(waiters.values) + runWaiters.values.flatMap(\.values)
  }

  /// Those for whom these events are.
  mutating func takeWaiters(for events: [FeedEvent]) -> [CheckedContinuation<Void, Never>] {
    if events.isEmpty { return [] }
    var taken = Array(waiters.values)
    waiters = [:]
    if runWaiters.isEmpty { return taken }
    for run in Set(events.compactMap(\.run)) {
      if let waiters = runWaiters.removeValue(forKey: run) { taken += waiters.values }
    }
    return taken
  }
}
