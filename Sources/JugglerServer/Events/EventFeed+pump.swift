import JSON
import Juggler
import JugglerAPI
import Logging
import Synchronization

extension EventFeed {
  /// How often a store is looked at that other processes, too, may write.
  static let pollInterval = Duration.milliseconds(250)
  /// What is committed within this time is told together.
  static let gatheringTime = Duration.milliseconds(5)

  /// Reads until the task is cancelled.
  package func run() async throws {
    try await withThrowingDiscardingTaskGroup { group in
      group.addTask { try await self.pruneEvents() }
      var reader = FeedReader(store: engine.store)
      var lastBeat = engine.now
      while !Task.isCancelled {
        let isFollowed = state.withLock { $0.followers > 0 }
        await engine.awaitCommit(atMost: isFollowed ? min(Self.pollInterval, heartbeat) : .seconds(3600))
        guard state.withLock({ $0.followers > 0 }) else { continue }
        await read(&reader)
        if engine.now - lastBeat >= heartbeat {
          lastBeat = engine.now
          beat()
        }
        try await engine.pause(for: Self.gatheringTime)
      }
    }
  }

  // MARK: Live

  /// Called where it happens: must be quick.
  func hear(_ event: RunEvent) {
    guard event.task != nil else { return }
    let isFirst = state.withLock { state in
      // Beyond that they are lost: what the store has is not.
      if state.live.count < Self.liveLimit { state.live.append(event) }
      return state.live.count == 1
    }
    if isFirst { engine.ringFeed() }
  }

  // MARK: Reading

  private func read(_ reader: inout FeedReader) async {
    do {
      var head = state.withLock { $0.ring.head }
      while true {
        // The end of a step is committed before it is told live: what is taken here is read at the latest below.
        let live = state.withLock { state in
          defer { state.live = [] }
          return state.live
        }
        let events = try await reader.read(after: &head)
        add(events.merged(with: try await reader.convert(live)), head)
        if events.count < FeedReader.pageSize { break }
      }
    } catch {
      log.warning("events were not read, and will be later: \(error)")
    }
  }

  private func add(_ events: [FeedEvent], _ head: EventCursor) {
    let waiters = state.withLock { state in
      for event in events { state.ring.append(event) }
      state.ring.advance(to: head)
      return state.takeWaiters(for: events)
    }
    for waiter in waiters { waiter.resume() }
  }

  private func beat() {
    let waiters = state.withLock { state in
      state.beats += 1
      return state.takeAllWaiters()
    }
    for waiter in waiters { waiter.resume() }
  }

  private func pruneEvents() async throws {
    while !Task.isCancelled {
      do {
        while try await engine.store.pruneEvents(before: engine.now + (.zero - retention), limit: 1000) > 0 {}
      } catch {
        log.warning("old events were not deleted: \(error)")
      }
      try await engine.pause(for: .seconds(3600))
    }
  }
}
