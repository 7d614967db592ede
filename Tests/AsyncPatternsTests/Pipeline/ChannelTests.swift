import AsyncPatterns
import JugglerTesting
import Testing

@Suite struct ChannelTests {
  @Test func keepsTheOrder() async throws {
    let channel = Channel<Int>(capacity: 3)
    async let received = Array(channel)
    for number in 0..<100 { try await channel.send(number) }
    channel.finish()
    #expect(try await received == Array(0..<100))
  }

  @Test func whoSendsWaitsWhileItIsFull() async throws {
    let channel = Channel<Int>(capacity: 2)
    #expect(channel.trySend(1) && channel.trySend(2) && !channel.trySend(3))
    let sender = Task { try await channel.send(3) }
    for _ in 0..<100 { await Task.yield() }
    #expect(channel.count == 2)
    #expect(try await channel.receive() == 1)
    try await sender.value
    #expect(channel.count == 2)
  }

  @Test func aCancelledSenderSendsNothing() async throws {
    let channel = Channel<Int>(capacity: 1)
    try await channel.send(1)
    let sender = Task { try await channel.send(2) }
    for _ in 0..<50 { await Task.yield() }
    sender.cancel()
    await #expect(throws: CancellationError.self) { try await sender.value }
    #expect(try await channel.receive() == 1)
    #expect(channel.count == 0)
    #expect(channel.trySend(3))
  }

  @Test func aCancelledReceiverTakesNothing() async throws {
    let channel = Channel<Int>(capacity: 1)
    let receiver = Task { try await channel.receive() }
    for _ in 0..<50 { await Task.yield() }
    receiver.cancel()
    await #expect(throws: CancellationError.self) { try await receiver.value }
    try await channel.send(1)
    #expect(try await channel.receive() == 1)
  }

  @Test func finishedItGivesWhatIsInItAndThenNil() async throws {
    let channel = Channel<Int>(capacity: 2)
    try await channel.send(1)
    channel.finish()
    await #expect(throws: ChannelClosedError.self) { try await channel.send(2) }
    #expect(!channel.trySend(2))
    #expect(try await channel.receive() == 1)
    #expect(try await channel.receive() == nil)
    #expect(try await channel.receive() == nil)
  }

  @Test func finishingWakesAllWhoWait() async throws {
    let empty = Channel<Int>(capacity: 1)
    let receivers = (0..<3).map { _ in Task { try await empty.receive() } }
    let full = Channel<Int>(capacity: 1)
    try await full.send(1)
    let sender = Task { try await full.send(2) }
    for _ in 0..<50 { await Task.yield() }
    empty.finish()
    full.finish()
    for receiver in receivers { #expect(try await receiver.value == nil) }
    await #expect(throws: ChannelClosedError.self) { try await sender.value }
  }

  @Test func failedItThrowsAtOnce() async throws {
    let channel = Channel<Int>(capacity: 2)
    try await channel.send(1)
    channel.fail(SomeError(number: 1))
    channel.fail(SomeError(number: 2))
    channel.finish()
    await #expect(throws: SomeError(number: 1)) { try await channel.receive() }
  }

  @Test func receivingWaitsNoLongerThanAllowed() async throws {
    let clock = ManualClock()
    let channel = Channel<Int>(capacity: 1)
    let receiver = Task { try await channel.receive(timeout: .seconds(1), clock: clock) }
    await clock.waitForSleepers()
    clock.advance(by: .seconds(1))
    await #expect(throws: TimeoutError(limit: .seconds(1))) { try await receiver.value }
    try await channel.send(5)
    #expect(try await channel.receive(timeout: .zero, clock: clock) == 5)
  }

  @Test func roomPromisedToOneAndNotUsedGoesToTheNext() async throws {
    let channel = Channel<Int>(capacity: 1)
    let executor = ManualExecutor()
    let (sent, received) = (Log<Int>(), Log<Int?>())
    #expect(channel.trySend(0))
    for number in 1...2 {
      Task(executorPreference: executor) {
        try await channel.send(number)
        sent.append(number)
      }
    }
    executor.runUntilIdle()
    // The first receiver makes room, promised to the first sender; two more receive before that one has used it.
    for _ in 0..<3 { Task(executorPreference: executor) { received.append(try await channel.receive()) } }
    executor.runUntilIdle()
    #expect(sent.values == [1, 2])
    #expect(received.values == [0, 1, 2])
  }

  /// Many senders and receivers, some cancelled: every element that was sent is received exactly once.
  @Test func underStressNothingIsLostOrDoubled() async throws {
    let channel = Channel<Int>(capacity: 4)
    let (sent, received) = (Log<Int>(), Log<Int>())
    await withTaskGroup(of: Void.self) { group in
      for worker in 0..<4 {
        group.addTask {
          while !Task.isCancelled {
            let task = Task { try await channel.receive() }
            if received.count % 5 == worker { task.cancel() }
            switch await task.result {
            case .success(let element?): received.append(element)
            case .success(nil): return
            case .failure: continue
            }
          }
        }
      }
      await withTaskGroup(of: Void.self) { senders in
        for number in 0..<1000 {
          senders.addTask {
            let task = Task { try await channel.send(number) }
            if number.isMultiple(of: 3) { task.cancel() }
            if case .success = await task.result { sent.append(number) }
          }
        }
      }
      channel.finish()
    }
    #expect(sent.values.sorted() == received.values.sorted())
    #expect(sent.count >= 666)
  }
}

extension Array {
  /// All elements of a sequence.
  fileprivate init<S: AsyncSequence>(_ sequence: S) async throws where S.Element == Element {
    self = []
    for try await element in sequence { append(element) }
  }
}
