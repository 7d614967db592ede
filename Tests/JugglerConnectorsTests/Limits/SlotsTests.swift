import Synchronization
import Testing

@testable import JugglerConnectors

@Suite(.timeLimit(.minutes(1))) struct SlotsTests {
  /// Bodies that stay in until they are let out.
  private final class Gate: Sendable {
    let entered: AsyncStream<Int>
    private let announce: AsyncStream<Int>.Continuation
    private let exits: [(stream: AsyncStream<Void>, continuation: AsyncStream<Void>.Continuation)]

    init(_ count: Int) {
      (entered, announce) = AsyncStream.makeStream()
      exits = (0..<count).map { _ in AsyncStream.makeStream() }
    }

    func pass(_ number: Int) async {
      announce.yield(number)
      for await _ in exits[number].stream { return }
    }

    func open(_ number: Int) { exits[number].continuation.yield() }
  }

  private final class Counter: Sendable {
    let active = Atomic<Int>(0)
    let passed = Atomic<Int>(0)
  }

  @Test func letsInOnlySoManyAndInOrder() async throws {
    let slots = Slots<String>(2)
    let gate = Gate(5)
    var entered = gate.entered.makeAsyncIterator()
    try await withThrowingTaskGroup(of: Void.self) { group in
      var order: [Int] = []
      for number in 0..<2 {
        group.addTask { try await slots.withSlot(of: "a") { await gate.pass(number) } }
        order.append(await entered.next()!)
      }
      for number in 2..<5 { group.addTask { try await slots.withSlot(of: "a") { await gate.pass(number) } } }
      gate.open(0)
      let third = await entered.next()!
      #expect(third >= 2)
      // Another key has slots of its own.
      try await slots.withSlot(of: "b") {}
      gate.open(third)
      let fourth = await entered.next()!
      gate.open(fourth)
      order += [third, fourth, await entered.next()!]
      #expect(order.sorted() == [0, 1, 2, 3, 4])
      for number in 0..<5 { gate.open(number) }
      try await group.waitForAll()
    }
  }

  @Test func freesTheSlotOfAFailedBody() async throws {
    struct Failure: Error {}
    let slots = Slots<Int>(1)
    for _ in 1...3 {
      await #expect(throws: Failure.self) { try await slots.withSlot(of: 1) { throw Failure() } }
    }
  }

  @Test func givesUpWaitingWhenCancelled() async throws {
    let slots = Slots<Int>(1)
    let gate = Gate(1)
    var entered = gate.entered.makeAsyncIterator()
    try await withThrowingTaskGroup(of: Void.self) { holder in
      holder.addTask { try await slots.withSlot(of: 1) { await gate.pass(0) } }
      _ = await entered.next()
      await withTaskGroup(of: Bool.self) { waiters in
        for _ in 1...20 {
          waiters.addTask {
            do {
              try await slots.withSlot(of: 1) { _ = Issue.record("there was no slot") }
              return false
            } catch {
              return error is CancellationError
            }
          }
        }
        waiters.cancelAll()
        for await gaveUp in waiters { #expect(gaveUp) }
      }
      gate.open(0)
      try await holder.waitForAll()
    }
    try await slots.withSlot(of: 1) {}
  }

  @Test func neverExceedsTheLimit() async throws {
    let slots = Slots<Int>(3)
    let counter = Counter()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 1...500 {
        group.addTask {
          try await slots.withSlot(of: 1) {
            #expect(counter.active.add(1, ordering: .relaxed).newValue <= 3)
            await Task.yield()
            counter.active.subtract(1, ordering: .relaxed)
            counter.passed.add(1, ordering: .relaxed)
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(counter.passed.load(ordering: .relaxed) == 500)
  }
}
