import AsyncPatterns
import JugglerTesting
import Testing

@Suite struct AsyncSemaphoreTests {
  @Test func handsOutAsManyPermitsAsItHas() {
    let semaphore = AsyncSemaphore(permits: 2)
    #expect(semaphore.tryAcquire() && semaphore.tryAcquire() && !semaphore.tryAcquire())
    semaphore.release()
    #expect(semaphore.tryAcquire())
    #expect(semaphore.used == 2 && semaphore.available == 0)
  }

  @Test func servesFirstComeFirstServed() async throws {
    let semaphore = AsyncSemaphore(permits: 1)
    let served = Log<Int>()
    try await semaphore.acquire()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<20 {
        group.addTask { try await semaphore.withPermit { served.append(number) } }
        await eventually { semaphore.waiting == number + 1 }
      }
      semaphore.release()
      try await group.waitForAll()
    }
    #expect(served.values == Array(0..<20))
    #expect(semaphore.available == 1)
  }

  @Test func aHigherPriorityGoesFirst() async throws {
    let semaphore = AsyncSemaphore(permits: 1)
    let served = Log<AsyncSemaphore.Priority>()
    try await semaphore.acquire()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (index, priority) in [AsyncSemaphore.Priority.low, .normal, .high, .normal].enumerated() {
        group.addTask { try await semaphore.withPermit(priority: priority) { served.append(priority) } }
        await eventually { semaphore.waiting == index + 1 }
      }
      semaphore.release()
      try await group.waitForAll()
    }
    #expect(served.values == [.high, .normal, .normal, .low])
  }

  @Test func refusesWhenTooManyWait() async throws {
    let semaphore = AsyncSemaphore(permits: 1, queueLimit: 1)
    try await semaphore.acquire()
    let waiter = Task { try await semaphore.acquire() }
    await eventually { semaphore.waiting == 1 }
    await #expect(throws: QueueFullError(limit: 1)) { try await semaphore.acquire() }
    semaphore.release()
    try await waiter.value
  }

  @Test func aCancelledWaiterLeavesAndTakesNoPermit() async throws {
    let semaphore = AsyncSemaphore(permits: 1)
    try await semaphore.acquire()
    let waiter = Task { try await semaphore.acquire() }
    await eventually { semaphore.waiting == 1 }
    waiter.cancel()
    await #expect(throws: CancellationError.self) { try await waiter.value }
    #expect(semaphore.waiting == 0)
    semaphore.release()
    #expect(semaphore.available == 1)
  }

  @Test func aTaskCancelledBeforehandTakesNoPermit() async {
    let semaphore = AsyncSemaphore(permits: 1)
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      try await semaphore.acquire()
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(semaphore.available == 1)
  }

  @Test func waitsNoLongerThanAllowed() async throws {
    let clock = ManualClock()
    let semaphore = AsyncSemaphore(permits: 1)
    try await semaphore.acquire()
    let waiter = Task { try await semaphore.acquire(timeout: .seconds(3), clock: clock) }
    await eventually { semaphore.waiting == 1 && clock.sleeperCount == 1 }
    clock.advance(by: .seconds(3))
    await #expect(throws: TimeoutError(limit: .seconds(3))) { try await waiter.value }
    semaphore.release()
    #expect(semaphore.available == 1)
  }

  @Test func aHigherLimitLetsWaitersIn() async throws {
    let semaphore = AsyncSemaphore(permits: 0)
    let waiters = (0..<3).map { _ in Task { try await semaphore.acquire() } }
    await eventually { semaphore.waiting == 3 }
    semaphore.limit = 2
    await eventually { semaphore.used == 2 }
    #expect(semaphore.waiting == 1)
    semaphore.limit = 1
    #expect(semaphore.available == -1)
    semaphore.release()
    #expect(semaphore.waiting == 1)
    semaphore.release()
    for waiter in waiters { try await waiter.value }
    #expect(semaphore.used == 1)
  }

  @Test func anErrorGivesThePermitBack() async {
    let semaphore = AsyncSemaphore(permits: 1)
    await #expect(throws: SomeError()) { try await semaphore.withPermit { throw SomeError() } }
    #expect(semaphore.available == 1)
  }

  /// Many tasks, cancelled at any moment: never more holders than permits, and in the end every permit is back.
  @Test func underStressNoPermitIsLostOrGivenTwice() async {
    let semaphore = AsyncSemaphore(permits: 3)
    let tooMany = Log<Int>()
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<3000 {
        group.addTask {
          let task = Task {
            try await semaphore.withPermit(priority: AsyncSemaphore.Priority.allCases[number % 3]) {
              if semaphore.used > 3 { tooMany.append(number) }
              if number.isMultiple(of: 5) { await Task.yield() }
            }
          }
          if number.isMultiple(of: 2) { await Task.yield() }
          if number.isMultiple(of: 3) { task.cancel() }
          _ = await task.result
        }
      }
    }
    #expect(tooMany.values.isEmpty)
    #expect(semaphore.available == 3)
    #expect(semaphore.waiting == 0)
  }
}
