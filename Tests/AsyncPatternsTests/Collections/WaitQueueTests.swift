import Testing

@testable import AsyncPatterns

@Suite struct WaitQueueTests {
  /// Checks the queue against plain arrays, one a priority, with random arrivals, services and departures.
  @Test(arguments: [11, 12, 13, 14] as [UInt64])
  func servesLikePlainArrays(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var queue = WaitQueue<Int>(priorities: 3)
    var reference: [[WaiterID]] = [[], [], []]
    for step in 0..<5000 {
      switch Int.random(in: 0..<4, using: &random) {
      case 0, 1:
        let priority = Int.random(in: 0..<3, using: &random)
        reference[priority].append(queue.enqueue(priority: priority))
      case 2:
        let served = queue.resumeFirst(returning: step) != nil
        guard let priority = reference.indices.last(where: { !reference[$0].isEmpty }) else {
          expect(!served)
          continue
        }
        let first = reference[priority].removeFirst()
        expect(served && !queue.isWaiting(first))
      default:
        guard let priority = reference.indices.filter({ !reference[$0].isEmpty }).randomElement(using: &random) else {
          continue
        }
        let index = reference[priority].indices.randomElement(using: &random) ?? 0
        let gone = reference[priority].remove(at: index)
        let left = queue.fail(gone, throwing: SomeError()) != nil
        let leftTwice = queue.fail(gone, throwing: SomeError()) != nil
        expect(left && !leftTwice)
      }
      expect(queue.count == reference.map(\.count).reduce(0, +))
      expect(reference.joined().allSatisfy { queue.isWaiting($0) })
    }
  }

  private func expect(_ condition: Bool, sourceLocation: SourceLocation = #_sourceLocation) {
    if !condition { Issue.record("the queue differs from its model", sourceLocation: sourceLocation) }
  }
}
