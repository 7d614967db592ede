/// Names a waiter: the slot it lies in, and how often that slot was used before.
@usableFromInline struct WaiterID: Sendable, Equatable {
  @usableFromInline var slot: Int32
  @usableFromInline var generation: UInt32

  @inlinable init(slot: Int32, generation: UInt32) {
    self.slot = slot
    self.generation = generation
  }
}

/// Tasks that wait for a value, first come first served within each priority. Pure state: whoever holds it resumes.
///
/// A waiter has its place from `enqueue` on, before it really suspends, so that nobody can overtake it meanwhile.
@usableFromInline struct WaitQueue<Value: Sendable> {
  @usableFromInline typealias Continuation = UnsafeContinuation<Value, any Error>

  /// A waiter that was taken out, to be resumed outside the lock.
  @usableFromInline struct Resumption {
    /// Nil when the waiter has not suspended yet: then it finds the value when it tries to.
    @usableFromInline let continuation: Continuation?
    @usableFromInline let result: Result<Value, any Error>

    @inlinable init(continuation: Continuation?, result: Result<Value, any Error>) {
      self.continuation = continuation
      self.result = result
    }

    @inlinable func resume() {
      continuation?.resume(with: result)
    }
  }

  @usableFromInline enum State {
    case free
    case enqueued(Continuation?)
    case decided(Result<Value, any Error>)
  }

  @usableFromInline struct Slot {
    @usableFromInline var state: State
    @usableFromInline var generation: UInt32 = 0
    @usableFromInline var priority: Int32 = 0
    @usableFromInline var previous: Int32 = -1
    @usableFromInline var next: Int32 = -1

    @inlinable init(state: State) {
      self.state = state
    }
  }

  @usableFromInline struct List {
    @usableFromInline var first: Int32 = -1
    @usableFromInline var last: Int32 = -1

    @inlinable init() {}
  }

  @usableFromInline var slots: [Slot] = []
  @usableFromInline var freeSlots: [Int32] = []
  @usableFromInline var lists: [List]
  /// How many wait, of every priority.
  @usableFromInline var count = 0

  /// - Parameter priorities: How many there are; 0 is the lowest.
  @inlinable init(priorities: Int = 1) {
    lists = Array(repeating: List(), count: priorities)
  }

  @inlinable var isEmpty: Bool { count == 0 }

  /// Appends a waiter of that priority.
  @inlinable mutating func enqueue(priority: Int = 0) -> WaiterID {
    let index = takeSlot()
    let last = lists[priority].last
    slots[Int(index)].state = .enqueued(nil)
    slots[Int(index)].priority = Int32(priority)
    slots[Int(index)].previous = last
    slots[Int(index)].next = -1
    if last < 0 { lists[priority].first = index } else { slots[Int(last)].next = index }
    lists[priority].last = index
    count += 1
    return WaiterID(slot: index, generation: slots[Int(index)].generation)
  }

  /// The waiter suspends; its result, when that was decided meanwhile.
  @inlinable mutating func suspend(_ id: WaiterID, _ continuation: Continuation) -> Result<Value, any Error>? {
    if case .decided(let result) = slots[Int(id.slot)].state {
      release(id.slot)
      return result
    }
    slots[Int(id.slot)].state = .enqueued(continuation)
    return nil
  }

  /// Takes out the first waiter of the highest priority that has one.
  @inlinable mutating func resumeFirst(returning value: Value) -> Resumption? {
    for priority in lists.indices.reversed() where lists[priority].first >= 0 {
      return decide(lists[priority].first, .success(value))
    }
    return nil
  }

  /// Takes out the waiter who came last among those of the lowest priority, if lower than `priority`.
  @inlinable mutating func failLast(below priority: Int, throwing error: any Error) -> Resumption? {
    for lower in lists.indices where lower < priority && lists[lower].last >= 0 {
      return decide(lists[lower].last, .failure(error))
    }
    return nil
  }

  /// Takes out that waiter; nil when it is not waiting any more.
  @inlinable mutating func fail(_ id: WaiterID, throwing error: any Error) -> Resumption? {
    guard isWaiting(id) else { return nil }
    return decide(id.slot, .failure(error))
  }

  /// Takes out every waiter, in order.
  @inlinable mutating func resumeAll(with result: Result<Value, any Error>) -> [Resumption] {
    var all: [Resumption] = []
    for priority in lists.indices.reversed() {
      while lists[priority].first >= 0 { all.append(decide(lists[priority].first, result)) }
    }
    return all
  }

  @inlinable func isWaiting(_ id: WaiterID) -> Bool {
    guard slots[Int(id.slot)].generation == id.generation, case .enqueued = slots[Int(id.slot)].state else {
      return false
    }
    return true
  }

  @inlinable mutating func takeSlot() -> Int32 {
    if let slot = freeSlots.popLast() { return slot }
    slots.append(Slot(state: .free))
    return Int32(slots.count - 1)
  }

  @inlinable mutating func release(_ index: Int32) {
    slots[Int(index)].state = .free
    slots[Int(index)].generation &+= 1
    freeSlots.append(index)
  }

  @inlinable mutating func decide(_ index: Int32, _ result: Result<Value, any Error>) -> Resumption {
    unlink(index)
    guard case .enqueued(let continuation?) = slots[Int(index)].state else {
      slots[Int(index)].state = .decided(result)
      return Resumption(continuation: nil, result: result)
    }
    release(index)
    return Resumption(continuation: continuation, result: result)
  }

  @inlinable mutating func unlink(_ index: Int32) {
    let (slot, priority) = (slots[Int(index)], Int(slots[Int(index)].priority))
    if slot.previous < 0 { lists[priority].first = slot.next } else { slots[Int(slot.previous)].next = slot.next }
    if slot.next < 0 { lists[priority].last = slot.previous } else { slots[Int(slot.next)].previous = slot.previous }
    count -= 1
  }
}
