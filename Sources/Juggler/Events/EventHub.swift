import Synchronization

/// Those who watch for a while.
final class EventHub: Sendable {
  private struct Subscriber {
    var run: RunID?
    var continuation: AsyncStream<RunEvent>.Continuation
  }

  private let subscribers = Mutex<[UInt64: Subscriber]>([:])
  private let count = Atomic(0)
  private let lastID = Atomic<UInt64>(0)

  var hasSubscribers: Bool { count.load(ordering: .relaxed) > 0 }

  func send(_ event: RunEvent) {
    let interested = subscribers.withLock { subscribers in
      subscribers.values.filter { $0.run == nil || $0.run == event.run }.map(\.continuation)
    }
    for continuation in interested { continuation.yield(event) }
  }

  /// - Parameter limit: so many events wait for a slow reader; older ones are dropped then.
  func events(of run: RunID?, limit: Int) -> AsyncStream<RunEvent> {
    let id = lastID.wrappingAdd(1, ordering: .relaxed).newValue
    let (stream, continuation) = AsyncStream.makeStream(of: RunEvent.self, bufferingPolicy: .bufferingNewest(limit))
    continuation.onTermination = { [weak self] _ in self?.remove(id) }
    subscribers.withLock { $0[id] = Subscriber(run: run, continuation: continuation) }
    count.wrappingAdd(1, ordering: .relaxed)
    return stream
  }

  private func remove(_ id: UInt64) {
    let wasThere = subscribers.withLock { $0.removeValue(forKey: id) != nil }
    if wasThere { count.wrappingSubtract(1, ordering: .relaxed) }
  }
}
