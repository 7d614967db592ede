/// What is done when a timer is due.
enum TimerAction {
  case resume(UnsafeContinuation<Void, any Error>)
  case call(@Sendable () -> Void)
}

/// Names a timer: the slot it lies in, and how often that slot was used before.
struct TimerID: Equatable {
  var slot: UInt32
  var generation: UInt32
}

/// A 4-ary heap of timers, ordered by deadline and then by arrival. Pure state: it neither waits nor calls.
///
/// An entry costs 16 bytes in the heap and 32 in its slot. Adding and removing are O(log n), because each slot
/// knows its place in the heap.
struct TimerHeap {
  private struct Node {
    var deadline: Int64
    /// Breaks ties, so that equal deadlines keep the order of arrival. Wrapping only loosens that order.
    var sequence: UInt32
    var slot: UInt32

    func isBefore(_ other: Node) -> Bool {
      deadline != other.deadline ? deadline < other.deadline : sequence < other.sequence
    }
  }

  private struct Slot {
    enum State {
      case free
      case reserved
      case cancelledBeforeArmed
      case armed(TimerAction)
    }

    var state: State
    var heapIndex: UInt32 = 0
    var generation: UInt32 = 0
  }

  private var nodes: [Node] = []
  private var slots: [Slot] = []
  private var freeSlots: [UInt32] = []
  private var sequence: UInt32 = 0

  var count: Int { nodes.count }
  var nextDeadline: Int64? { nodes.first?.deadline }

  /// Takes a slot, so that a timer can be cancelled even before it is armed.
  mutating func reserve() -> TimerID {
    if let slot = freeSlots.popLast() {
      slots[Int(slot)].state = .reserved
      return TimerID(slot: slot, generation: slots[Int(slot)].generation)
    }
    slots.append(Slot(state: .reserved))
    return TimerID(slot: UInt32(slots.count - 1), generation: 0)
  }

  /// Arms a reserved timer. False, and the timer is gone, when it was cancelled meanwhile.
  mutating func arm(_ id: TimerID, at deadline: Int64, _ action: TimerAction) -> Bool {
    let slot = Int(id.slot)
    if case .cancelledBeforeArmed = slots[slot].state {
      release(id.slot)
      return false
    }
    slots[slot].state = .armed(action)
    slots[slot].heapIndex = UInt32(nodes.count)
    nodes.append(Node(deadline: deadline, sequence: sequence, slot: id.slot))
    sequence &+= 1
    siftUp(nodes.count - 1)
    return true
  }

  /// Takes the timer away and returns what it would have done; nil when it is not armed (yet, or any more).
  mutating func cancel(_ id: TimerID) -> TimerAction? {
    let slot = Int(id.slot)
    guard slots[slot].generation == id.generation else { return nil }
    switch slots[slot].state {
    case .reserved:
      slots[slot].state = .cancelledBeforeArmed
      return nil
    case .armed(let action):
      removeNode(at: Int(slots[slot].heapIndex))
      release(id.slot)
      return action
    case .free, .cancelledBeforeArmed:
      return nil
    }
  }

  /// Takes out, in order, at most `limit` timers whose deadline is not after `now`.
  mutating func popDue(at now: Int64, limit: Int, into actions: inout [TimerAction]) {
    while actions.count < limit, let first = nodes.first, first.deadline <= now {
      if case .armed(let action) = slots[Int(first.slot)].state { actions.append(action) }
      removeNode(at: 0)
      release(first.slot)
    }
  }

  private mutating func release(_ slot: UInt32) {
    slots[Int(slot)].state = .free
    slots[Int(slot)].generation &+= 1
    freeSlots.append(slot)
  }

  private mutating func removeNode(at index: Int) {
    let last = nodes.removeLast()
    guard index < nodes.count else { return }
    place(last, at: index)
    if index > 0, last.isBefore(nodes[(index - 1) / 4]) {
      siftUp(index)
    } else {
      siftDown(index)
    }
  }

  private mutating func place(_ node: Node, at index: Int) {
    nodes[index] = node
    slots[Int(node.slot)].heapIndex = UInt32(index)
  }

  private mutating func siftUp(_ start: Int) {
    var index = start
    let node = nodes[index]
    while index > 0 {
      let parent = (index - 1) / 4
      guard node.isBefore(nodes[parent]) else { break }
      place(nodes[parent], at: index)
      index = parent
    }
    place(node, at: index)
  }

  private mutating func siftDown(_ start: Int) {
    var index = start
    let node = nodes[index]
    while true {
      let firstChild = index * 4 + 1
      guard firstChild < nodes.count else { break }
      var best = firstChild
      for child in (firstChild + 1)..<max(firstChild + 1, min(firstChild + 4, nodes.count))
      where nodes[child].isBefore(nodes[best]) {
        best = child
      }
      guard nodes[best].isBefore(node) else { break }
      place(nodes[best], at: index)
      index = best
    }
    place(node, at: index)
  }
}
