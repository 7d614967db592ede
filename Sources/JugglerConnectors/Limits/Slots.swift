internal import Synchronization

/// Lets a bounded number of bodies run at once for each key, first come, first served. Those that wait hold nothing, wait
/// without limit, and give up when their task is cancelled.
final class Slots<Key: Hashable & Sendable>: Sendable {
  private let limit: Int
  private let state = Mutex(SlotsState<Key>())

  init(_ limit: Int) {
    precondition(limit > 0, "at least one must be allowed")
    self.limit = limit
  }

  func withSlot<Result>(of key: Key, _ body: () async throws -> Result) async throws -> Result {
    if let ticket = state.withLock({ $0.enter(key, limit: limit) }) { try await wait(ticket, for: key) }
    defer { state.withLock { $0.leave(key) }?.resume() }
    return try await body()
  }

  private func wait(_ ticket: Int, for key: Key) async throws {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        if let result = state.withLock({ $0.wait(ticket, for: key, continuation, limit: limit) }) {
          continuation.resume(with: result)
        }
      }
    } onCancel: {
      state.withLock { $0.cancel(ticket, for: key) }?.resume(throwing: CancellationError())
    }
    state.withLock { $0.forget(ticket) }
  }
}

/// Who is in and who waits. Every method is one step under the lock; what it returns is resumed outside of it.
struct SlotsState<Key: Hashable & Sendable> {
  typealias Waiter = CheckedContinuation<Void, any Error>

  private struct Slot {
    var inUse = 0
    var waiters: [Int: Waiter] = [:]
    /// The tickets in order of arrival, those of waiters that gave up among them.
    var queue: [Int] = []
    var head = 0

    mutating func next() -> Waiter? {
      while head < queue.count {
        let ticket = queue[head]
        head += 1
        if let waiter = waiters.removeValue(forKey: ticket) { return waiter }
      }
      queue = []
      head = 0
      return nil
    }
  }

  private var slots: [Key: Slot] = [:]
  /// Tickets whose task was cancelled before it began to wait.
  private var cancelled: Set<Int> = []
  private var lastTicket = 0

  /// Takes a slot, or gives a ticket to wait with.
  mutating func enter(_ key: Key, limit: Int) -> Int? {
    guard slots[key, default: Slot()].inUse >= limit else {
      slots[key, default: Slot()].inUse += 1
      return nil
    }
    lastTicket += 1
    return lastTicket
  }

  /// Begins to wait, or says with what to go on at once.
  mutating func wait(_ ticket: Int, for key: Key, _ waiter: Waiter, limit: Int) -> Result<Void, any Error>? {
    if cancelled.remove(ticket) != nil { return .failure(CancellationError()) }
    var slot = slots.removeValue(forKey: key) ?? Slot()
    defer { slots[key] = slot }
    if slot.inUse < limit {
      slot.inUse += 1
      return .success(())
    }
    slot.waiters[ticket] = waiter
    slot.queue.append(ticket)
    return nil
  }

  mutating func cancel(_ ticket: Int, for key: Key) -> Waiter? {
    if let waiter = slots[key]?.waiters.removeValue(forKey: ticket) { return waiter }
    cancelled.insert(ticket)
    return nil
  }

  mutating func forget(_ ticket: Int) { cancelled.remove(ticket) }

  /// Hands the slot on to whom it returns, or frees it.
  mutating func leave(_ key: Key) -> Waiter? {
    if let next = slots[key]?.next() { return next }
    slots[key]?.inUse -= 1
    if slots[key]?.inUse == 0 { slots[key] = nil }
    return nil
  }
}
