public import JSON
import Synchronization

/// What a server needs to follow the feeds of the store.
extension Engine {
  /// Lets somebody follow, or nobody: only then commits are told, and to `observe` what happens to tasks, where it
  /// happens, before the commit that follows from it.
  package func followFeed(_ observe: (@Sendable (RunEvent) -> Void)?) {
    feedBell.observe.withLock { $0 = observe }
    feedBell.isFollowed.store(observe != nil, ordering: .relaxed)
    if observe != nil { ringFeed() }
  }

  /// Lets the follower look.
  package func ringFeed() { feedBell.notifier.raise() }

  /// Returns when something was committed, or after so long. One waits at a time.
  package func awaitCommit(atMost limit: Duration) async {
    await feedBell.notifier.wait(atMost: limit, on: time)
  }

  /// The time now, by the engine's clock.
  package var now: Timestamp { time.now }

  package func pause(for duration: Duration) async throws { try await time.sleep(for: duration) }

  /// Stores events and lets those who follow know; they are durable when it returns. One whose source and id are known
  /// already is left out.
  ///
  /// - Returns: how many were new.
  @discardableResult
  public func publish(_ events: [StoredEvent]) async throws(StoreError) -> Int {
    let added = try await store.publish(events)
    if added > 0 { feedBell.ring() }
    return added
  }
}

extension RunContext {
  /// Tells the world: the event, a CloudEvent in JSON, is durable when this returns. Use it within a step, and give the event
  /// an `id` that is the same when the step runs again: an event whose source and id are known is not published twice.
  public func publish(_ event: JSONValue) async throws {
    try await active.engine.publish([
      StoredEvent(
        source: event["source"]?.stringValue ?? "", id: event["id"]?.stringValue ?? "", receivedAt: now, body: event)
    ])
  }
}

/// Tells one follower of the feeds that there may be something new.
final class FeedBell: Sendable {
  let isFollowed = Atomic(false)
  let observe = Mutex<(@Sendable (RunEvent) -> Void)?>(nil)
  let notifier = Notifier()

  func ring() {
    if isFollowed.load(ordering: .relaxed) { notifier.raise() }
  }

  func tell(_ event: RunEvent) {
    if isFollowed.load(ordering: .relaxed) { observe.withLock { $0 }?(event) }
  }
}
