/// Runs by the time at which they wake, the earliest first: a binary heap.
struct WakeHeap {
  private var items: [(time: Timestamp, run: RunID)] = []

  var first: (time: Timestamp, run: RunID)? { items.first }

  mutating func insert(_ time: Timestamp, _ run: RunID) {
    items.append((time, run))
    var child = items.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      if items[parent].time <= items[child].time { break }
      items.swapAt(parent, child)
      child = parent
    }
  }

  mutating func removeFirst() {
    guard items.count > 1 else { return items.removeAll() }
    items.swapAt(0, items.count - 1)
    items.removeLast()
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < items.count && items[child].time < items[least].time {
        least = child
      }
      if least == parent { return }
      items.swapAt(parent, least)
      parent = least
    }
  }

  /// Takes the first out, if its time is `now` or before.
  mutating func popFirst(before now: Timestamp) -> RunID? {
    guard let first, first.time <= now else { return nil }
    removeFirst()
    return first.run
  }
}
