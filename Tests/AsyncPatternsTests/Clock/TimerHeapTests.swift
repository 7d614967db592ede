import Testing

@testable import AsyncPatterns

@Suite struct TimerHeapTests {
  /// Checks the heap against a sorted array, with random insertions, cancellations and firings.
  @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
  func behavesLikeASortedArray(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var heap = TimerHeap()
    var reference: [(deadline: Int64, arrival: Int, id: TimerID)] = []
    var fired: [Int] = []
    let log = Log<Int>()
    for arrival in 0..<2000 {
      switch Int.random(in: 0..<10, using: &random) {
      case 0..<6:
        let id = heap.reserve()
        let deadline = Int64.random(in: 0..<100, using: &random)
        let armed = heap.arm(id, at: deadline, .call { log.append(arrival) })
        #expect(armed)
        reference.append((deadline, arrival, id))
      case 6..<8 where !reference.isEmpty:
        let index = Int.random(in: reference.indices, using: &random)
        expectTrue(heap.removes(reference[index].id))
        expectNot(heap.removes(reference[index].id))
        reference.remove(at: index)
      default:
        let now = Int64.random(in: 0..<100, using: &random)
        var due: [TimerAction] = []
        heap.popDue(at: now, limit: .max, into: &due)
        for case .call(let action) in due { action() }
        let expected = reference.filter { $0.deadline <= now }.sorted {
          ($0.deadline, $0.arrival) < ($1.deadline, $1.arrival)
        }
        fired += expected.map(\.arrival)
        reference.removeAll { $0.deadline <= now }
        #expect(log.values == fired)
      }
      #expect(heap.count == reference.count)
      #expect(heap.nextDeadline == reference.map(\.deadline).min())
    }
  }

  @Test func aTimerCancelledBeforeItIsArmedIsNotArmed() {
    var heap = TimerHeap()
    let id = heap.reserve()
    expectNot(heap.removes(id))
    expectNot(heap.arms(id, at: 5))
    #expect(heap.count == 0)
  }

  @Test func anOldNameDoesNotCancelTheNextTimerInTheSlot() {
    var heap = TimerHeap()
    let old = heap.reserve()
    expectTrue(heap.arms(old, at: 1))
    expectTrue(heap.removes(old))
    let new = heap.reserve()
    #expect(new.slot == old.slot)
    expectTrue(heap.arms(new, at: 1))
    expectNot(heap.removes(old))
    #expect(heap.count == 1)
  }
}

extension TimerHeap {
  fileprivate mutating func arms(_ id: TimerID, at deadline: Int64) -> Bool {
    arm(id, at: deadline, .call {})
  }

  fileprivate mutating func removes(_ id: TimerID) -> Bool {
    cancel(id) != nil
  }
}

private func expectTrue(_ condition: Bool, sourceLocation: SourceLocation = #_sourceLocation) {
  #expect(condition, sourceLocation: sourceLocation)
}

private func expectNot(_ condition: Bool, sourceLocation: SourceLocation = #_sourceLocation) {
  #expect(!condition, sourceLocation: sourceLocation)
}
